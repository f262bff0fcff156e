/**
 * How many groups there are: as many as sit well apart, among the numbers that come out the same when other rows are drawn.
 *
 * Reference: Rousseeuw (1987), "Silhouettes"; Ben-Hur, Elisseeff and Guyon (2002), "A stability based method for discovering structure
 * in clustered data"; Hubert and Arabie (1985), "Comparing partitions", for the index.
 */
import { random } from '../../util/random.ts'
import { centresOf, nearest } from './centres.ts'
import { adjustedRandIndex } from './rand-index.ts'
import { silhouette } from './silhouette.ts'

const DEFAULTS = {
  /** Points that the silhouette, which takes the square of them, is measured on. */
  silhouettePoints: 500,
  /** Points of a resample at most. */
  resamplePoints: 600,
  /** Resamples that are clustered anew. */
  resamples: 4,
  /** Mean agreement from which on a number of groups counts as stable. */
  stable: 0.75,
} as const

/** What speaks for a number of groups. */
export interface GroupChoice {
  readonly groups: number
  /** Mean silhouette width, -1 to 1. */
  readonly silhouette: number
  /** Mean adjusted Rand index between the groups of all points and those of resamples; 1 is the same, 0 is chance. */
  readonly stability: number
}

/** Measures every number of groups from `least` to `most`; the points are in random order. */
export function measureGroups(
  points: number[][],
  least: number,
  most: number,
  { starts, seed }: { readonly starts: number; readonly seed: number },
): (GroupChoice & { readonly centres: number[][] })[] {
  const small = points.slice(0, DEFAULTS.silhouettePoints)
  const rng = random(seed).fork('groups')
  const size = Math.min(points.length, DEFAULTS.resamplePoints)
  const resamples = Array.from({ length: DEFAULTS.resamples }, () =>
    Array.from({ length: size }, () => points[rng.int(0, points.length - 1)]),
  )
  return Array.from({ length: Math.max(0, most - least + 1) }, (_, i) => {
    const groups = least + i
    const centres = centresOf(points, groups, starts, seed)
    const label = (by: readonly number[][]) => Int32Array.from(small, (point) => nearest(point, by).group)
    const own = label(centres)
    const agreements = resamples.map((drawn) =>
      adjustedRandIndex(own, label(centresOf(drawn, groups, 1, seed))),
    )
    return {
      groups,
      silhouette: silhouette(small, [...own]),
      stability: agreements.reduce((a, b) => a + b, 0) / agreements.length,
      centres,
    }
  })
}

/** The best silhouette among the stable ones; the most stable where none is. Undefined when nothing sits apart. */
export function chooseGroups<T extends GroupChoice>(choices: readonly T[]): T | undefined {
  const apart = choices.filter((choice) => choice.silhouette > 0)
  const stable = apart.filter((choice) => choice.stability >= DEFAULTS.stable)
  return stable.length > 0
    ? stable.reduce((best, choice) => (choice.silhouette > best.silhouette ? choice : best))
    : apart.reduce<T | undefined>(
        (best, choice) => (best && best.stability >= choice.stability ? best : choice),
        undefined,
      )
}
