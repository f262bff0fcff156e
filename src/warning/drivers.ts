/** Which sub-series explain an episode: their share of its excess, dimension by dimension. */
import type { Dimension } from '../signal.ts'
import type { Episode } from './episodes.ts'
import type { JudgedSeries } from './judge.ts'
import { isAdditive } from './series.ts'

export const DEFAULTS = {
  /** Members told of a dimension; the rest is `other`. */
  members: 6,
  /** A smaller share of the excess is not told. */
  least: 0.02,
} as const

export const OTHER = 'other'

export interface Driver {
  readonly dimension: Dimension
  readonly member: string
  readonly observed: number
  readonly expected: number
  readonly excess: number
  /** Share of the excess of the episode, 1 for all of it; may be negative. */
  readonly share: number
}

/** Sub-series one part finer than the episode's series that cut the same total in the same periods. */
export function driversOf(episode: Episode, all: readonly JudgedSeries[]): Driver[] {
  const { of, since, last } = episode
  if (!isAdditive(of.signal)) return []
  const total = episode.observed - episode.expected
  const from = of.periods[since]
  const to = of.periods[last]
  const byDimension = new Map<Dimension, Driver[]>()
  const seen = new Set<string>()
  for (const child of all) {
    if (child.signal.measure !== of.signal.measure || child.signal.period !== of.signal.period) continue
    const dimension = finer(of, child)
    const member = dimension && child.parts.get(dimension)
    if (!dimension || member === undefined || seen.has(`${dimension} ${member}`)) continue
    seen.add(`${dimension} ${member}`)
    const { observed, expected } = sumsOf(child, from, to)
    const excess = observed - expected
    const list = byDimension.get(dimension) ?? []
    list.push({ dimension, member, observed, expected, excess, share: excess / total })
    byDimension.set(dimension, list)
  }
  return [...byDimension.values()].flatMap((list) => {
    const told = list
      .sort((a, b) => b.share - a.share)
      .slice(0, DEFAULTS.members)
      .filter(({ share, member }) => share >= DEFAULTS.least && member !== OTHER)
    const rest = (pick: (driver: Driver) => number, whole: number) =>
      whole - told.reduce((sum, one) => sum + pick(one), 0)
    const excess = rest((one) => one.excess, total)
    if (told.length === 0) return []
    return [
      ...told,
      {
        dimension: told[0].dimension,
        member: OTHER,
        observed: rest((one) => one.observed, episode.observed),
        expected: rest((one) => one.expected, episode.expected),
        excess,
        share: excess / total,
      },
    ]
  })
}

/** The one part that the child names and the series does not; undefined where they do not nest. */
function finer(of: JudgedSeries, child: JudgedSeries): Dimension | undefined {
  if (child.parts.size !== of.parts.size + 1) return undefined
  let more: Dimension | undefined
  for (const [dimension, member] of child.parts) {
    const own = of.parts.get(dimension)
    if (own === undefined) more = dimension
    else if (own !== member) return undefined
  }
  return more
}

/** What a series showed and what was expected of it; where nobody judged, its mean before. */
function sumsOf({ periods, values, judged }: JudgedSeries, from: string, to: string) {
  const verdicts = new Map(judged.map((point) => [point.index, point.expected]))
  let observed = 0
  let expected = 0
  let past = 0
  let before = 0
  for (let i = 0; i < periods.length && periods[i] <= to; i++) {
    const value = values[i] || 0
    if (periods[i] < from) {
      past += value
      before++
      continue
    }
    observed += value
    expected += verdicts.get(i) ?? (before > 0 ? past / before : 0)
  }
  return { observed, expected }
}
