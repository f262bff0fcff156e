/** The detectors that are compared: each judges a series from an index on. */
import { UserError } from '../../errors.ts'
import { cusum } from '../../models/surveillance/cusum.ts'
import { detect } from '../../models/surveillance/detector.ts'
import { type EarsMethod, earsLimit } from '../../models/surveillance/ears.ts'
import {
  FARRINGTON,
  FARRINGTON_FLEXIBLE,
  type FarringtonOptions,
  farrington,
} from '../../models/surveillance/farrington.ts'

export interface Judgement {
  /** NaN where the method draws no limit. */
  readonly upper: number
  readonly alarm: boolean
  /** The higher the stranger; comparable within one method. */
  readonly score: number
}

/** Judges `counts[from]` and all after it. */
export type Method = (counts: Float64Array, from: number) => Judgement[]

/** A reference method as R's package calls it, with its parameters as `b=2;w=3;alpha=0.05;...`. */
export function referenceMethod(name: string, parameters: string): Method {
  const given = new Map(
    parameters.split(';').map((part) => {
      const [key, ...value] = part.split('=')
      return [key, value.join('=')] as const
    }),
  )
  const number = (key: string, fallback: number) => (given.has(key) ? Number(given.get(key)) : fallback)
  if (name === 'farrington')
    return byFarrington({
      ...FARRINGTON,
      years: number('b', FARRINGTON.years),
      halfWidth: number('w', FARRINGTON.halfWidth),
      reweighAbove: given.has('reweight') ? FARRINGTON.reweighAbove : Number.POSITIVE_INFINITY,
      trend: given.has('trend'),
      // Two-sided there.
      alpha: number('alpha', 2 * FARRINGTON.alpha) / 2,
    })
  if (name === 'farringtonFlexible')
    return byFarrington({
      ...FARRINGTON_FLEXIBLE,
      years: number('b', FARRINGTON_FLEXIBLE.years),
      halfWidth: number('w', FARRINGTON_FLEXIBLE.halfWidth),
      parts: number('noPeriods', FARRINGTON_FLEXIBLE.parts),
      leaveOut: number('pastWeeksNotIncluded', FARRINGTON_FLEXIBLE.leaveOut),
      trendProbability: number('pThresholdTrend', FARRINGTON_FLEXIBLE.trendProbability),
      threshold: given.has('muan') ? 'muan' : given.has('delta') ? 'delta' : 'nbPlugin',
      alpha: number('alpha', FARRINGTON_FLEXIBLE.alpha),
    })
  if (name === 'cusum')
    return (counts, from) =>
      cusum(counts, from, { reference: number('k', 1.04), decision: number('h', 2.26) }).map(
        ({ upper, alarm, sum }) => ({ upper, alarm, score: sum }),
      )
  const ears = /^ears(C[123])$/.exec(name)?.[1]
  if (ears) return (counts, from) => byEars(counts, from, ears as EarsMethod)
  throw new UserError(
    `unknown method: ${name} [farrington, farringtonFlexible, cusum, earsC1, earsC2, earsC3]`,
  )
}

function byFarrington(options: FarringtonOptions): Method {
  const judge = farrington(options)
  return (counts, from) =>
    indexes(counts, from).map((at) => {
      const { upper, alarm, expected, dispersion } = judge.judge(counts, at)
      const excess = (counts[at] - expected) / Math.sqrt(Math.max(expected * dispersion, 1e-9))
      return {
        // R's original says 0 where too few occurred for an alarm.
        upper: Number.isNaN(upper) && options.parts === 1 ? 0 : upper,
        alarm,
        score: Number.isNaN(upper) ? -1 : Math.max(-1, excess),
      }
    })
}

function byEars(counts: Float64Array, from: number, method: EarsMethod): Judgement[] {
  return indexes(counts, from).map((at) => {
    const upper = earsLimit(counts, at, method)
    return {
      upper,
      alarm: counts[at] > upper,
      score: Number.isNaN(upper) ? -1e6 : counts[at] - upper,
    }
  })
}

/** The detector that warnings are made with. */
export const ours =
  (level: number): Method =>
  (counts, from) => {
    const found = new Map(
      detect(counts, { period: 'week', counts: true, from, level }).map((verdict) => [
        verdict.index,
        verdict,
      ]),
    )
    return indexes(counts, from).map((at) => {
      const verdict = found.get(at)
      return {
        upper: verdict?.upper ?? Number.NaN,
        alarm: verdict?.outside === 'above',
        score: verdict?.evidence ?? 0,
      }
    })
  }

const indexes = (counts: Float64Array, from: number) =>
  Array.from({ length: counts.length - from }, (_, i) => from + i)
