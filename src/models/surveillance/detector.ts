/**
 * Evidence that a series left its expectation, week after week: what is expected by season, slope and known effects, how far each
 * period lies from it, and the same for the last periods together, because an outbreak seldom lasts one week.
 *
 * The expectation is Farrington's (2013), over as many years as there are; the distance is the normal score of the predictive
 * tail, the uncertainty of the mean included; scores are added up with weights that fade.
 *
 * References: Noufaily et al. (2013), see farrington.ts; Roberts (1959), "Control chart tests based on geometric moving averages".
 */
import { normalQuantile, normalTail } from '../../util/normal.ts'
import { countQuantile, countTail } from './counts.ts'
import { levelsOf } from './farrington.ts'
import {
  makeRegression,
  makeRows,
  predicted,
  predictedVariance,
  type Regression,
  regress,
  reweigh,
} from './regression.ts'

export const DEFAULTS = {
  years: 5,
  reweighAbove: 2.58,
  /** A slope is kept when chance makes one as steep with less than this probability. */
  trendProbability: 0.05,
  /** Weight of the period before, of that before it squared, and so on. */
  memory: 0.3,
  /** A single period counts for at most so many standard deviations in those after it. */
  ceiling: 4,
  /** No count is out above its limits with fewer than this in the last periods. */
  enough: { atLeast: 5, periods: 4 },
  /** Periods of a baseline at least. */
  least: 8,
  /** Share of them with an amount above 0: rarer ones are not judged, a single claim would be a finding. */
  leastAmounts: 0.5,
  /** Squared standard error of the logarithm of the expectation that is believed at most. */
  largestError: 4,
  week: { frequency: 52, halfWidth: 3, leaveOut: 8, parts: [1, 6, 10] },
  month: { frequency: 12, halfWidth: 1, leaveOut: 2, parts: [1, 4, 4] },
} as const

export interface DetectorOptions {
  readonly period: 'week' | 'month'
  /** Whole numbers from 0; else amounts from 0 whose variance grows with their mean. */
  readonly counts: boolean
  /** First index that is judged. */
  readonly from: number
  /** Probability that a quiet period lies between the limits. */
  readonly level: number
  /** Known effects (holidays) or how many could have occurred: the expectation is proportional to it. Default 1 everywhere. */
  readonly exposure?: Float64Array
  /** Periods after the last value that are forecast, their value NaN; `exposure` reaches over them. Default 0. */
  readonly ahead?: number
}

/** What the detector says of one period. */
export interface Verdict {
  readonly index: number
  readonly value: number
  readonly expected: number
  /** Standard error of the logarithm of what is expected, and the variance of a count over its mean. */
  readonly error: number
  readonly dispersion: number
  /** The values from which on the evidence would be outside, given the periods before. */
  readonly lower: number
  readonly upper: number
  /** Standard deviations of this period alone, and of the last periods together. */
  readonly z: number
  readonly evidence: number
  /** Probability of evidence as high or higher by chance. */
  readonly p: number
  readonly outside: 'above' | 'below' | 'inside'
}

/** Judges a series (oldest first; NaN is a gap) from `from` on; periods with too little before them are left out. */
export function detect(values: Float64Array, options: DetectorOptions): Verdict[] {
  const { period, counts, level, exposure } = options
  const shape = DEFAULTS[period]
  const rows = makeRows(DEFAULTS.years * shape.frequency + 1)
  const regression = makeRegression()
  const levels = shape.parts.map((parts) =>
    levelsOf({ frequency: shape.frequency, halfWidth: shape.halfWidth, parts }),
  )
  const line = normalQuantile((1 + level) / 2)
  const { memory } = DEFAULTS
  let sum = 0
  let variance = 0
  const out: Verdict[] = []
  const begin = Math.max(0, options.from - warmUp(memory))
  for (let at = begin; at < values.length + (options.ahead ?? 0); at++) {
    const value = at < values.length ? values[at] : Number.NaN
    const isKnown = !Number.isNaN(value)
    const parts = isKnown || at >= values.length ? learn(at) : 0
    if (parts === 0) {
      sum *= memory
      variance *= memory * memory
      continue
    }
    const now = exposure?.[at] ?? 1
    const predictive = predictiveOf(regression, parts - 1, now, counts)
    const z = isKnown ? predictive.score(value) : 0
    const deviation = Math.sqrt(variance * memory * memory + 1)
    const evidence = (sum * memory + z) / deviation
    if (at >= options.from) {
      const need = line * deviation
      const carried = isKnown ? sum * memory : 0
      const reach = isKnown ? need : line
      let upper = predictive.value(reach - carried)
      let lower = predictive.value(-reach - carried)
      // The last counts whose evidence is still inside.
      if (counts && upper > 0 && carried + predictive.score(upper) > reach) upper--
      if (counts && carried + predictive.score(lower) < -reach) lower++
      out.push({
        index: at,
        value,
        expected: predictive.mean,
        lower,
        upper,
        z,
        evidence,
        p: normalTail(evidence),
        error: predictive.error,
        dispersion: regression.dispersion,
        outside:
          evidence > line && value > predictive.mean && (!counts || lately(at) >= DEFAULTS.enough.atLeast)
            ? 'above'
            : evidence < -line && value < predictive.mean
              ? 'below'
              : 'inside',
      })
    }
    if (!isKnown) continue
    sum = sum * memory + Math.max(-DEFAULTS.ceiling, Math.min(DEFAULTS.ceiling, z))
    variance = deviation * deviation
  }
  return out

  /** Fits what lies before `at`; the number of parts of the year, 0 when there is too little. */
  function learn(at: number): number {
    const start = Math.max(0, at - DEFAULTS.years * shape.frequency)
    const end = Math.min(at, values.length)
    const span = end - start
    const leaveOut = Math.min(shape.leaveOut, span >> 2)
    const which = span >= 3 * shape.frequency ? 2 : span >= 1.5 * shape.frequency ? 1 : 0
    const parts = shape.parts[which]
    let n = 0
    let seen = 0
    for (let i = start; i < end - leaveOut; i++) {
      if (Number.isNaN(values[i])) continue
      rows.y[n] = values[i]
      rows.time[n] = i - at
      rows.level[n] = parts === 1 ? 0 : levels[which][(at - i) % shape.frequency]
      rows.exposure[n] = exposure?.[i] ?? 1
      if (values[i] > 0) seen++
      n++
    }
    rows.length = n
    if (n < DEFAULTS.least || (!counts && seen < DEFAULTS.leastAmounts * n)) return 0
    rows.weight.fill(1, 0, n)
    if (span >= 2 * shape.frequency && regress(regression, rows, parts, true)) {
      const t = Math.abs(regression.slope) / Math.sqrt(regression.dispersion / regression.information)
      let highest = 0
      for (let i = 0; i < n; i++) highest = Math.max(highest, rows.y[i])
      if (t > STEEP && predicted(regression, parts - 1) <= highest && weighed(parts, true)) return parts
      rows.weight.fill(1, 0, n)
    }
    return regress(regression, rows, parts, false) && weighed(parts, false) ? parts : 0
  }

  function lately(at: number): number {
    let total = 0
    for (let i = Math.max(0, at - DEFAULTS.enough.periods + 1); i <= at; i++) total += values[i] || 0
    return total
  }

  function weighed(parts: number, slope: boolean): boolean {
    // Among amounts the largest are no outliers: without them the expectation would lie too low.
    if (!counts) return true
    reweigh(rows, regression, DEFAULTS.reweighAbove)
    return regress(regression, rows, parts, slope)
  }
}

/** Standard errors of a slope that is believed. */
const STEEP = normalQuantile(1 - DEFAULTS.trendProbability / 2)

/** Periods after which what came before is forgotten. */
const warmUp = (memory: number) => Math.ceil(Math.log(1e-3) / Math.log(memory))

interface Predicted {
  readonly mean: number
  /** Standard error of the logarithm of the mean. */
  readonly error: number
  /** Normal score of a value. */
  readonly score: (value: number) => number
  /** The value of a normal score. */
  readonly value: (score: number) => number
}

function predictiveOf(of: Regression, level: number, exposure: number, counts: boolean): Predicted {
  // Nothing ever seen is not proof that nothing can come: half a count over the baseline.
  const seen = of.grown[level] > 0 ? of.counts[level] : 0
  const mean =
    exposure * (seen > 0 ? predicted(of, level) : counts && of.grown[level] > 0 ? 0.5 / of.grown[level] : 0)
  const variance = Math.min(
    DEFAULTS.largestError,
    seen > 0 ? predictedVariance(of, level) : DEFAULTS.largestError,
  )
  const error = Math.sqrt(variance)
  if (counts) {
    const dispersion = of.dispersion + mean * variance
    return {
      mean,
      error,
      score(value) {
        // The middle of the step, so that quiet weeks of small counts have scores around 0.
        const tail = (countTail(value, mean, dispersion) + countTail(value + 1, mean, dispersion)) / 2
        return -normalQuantile(Math.max(1e-15, Math.min(1 - 1e-15, tail)))
      },
      value: (score) => countQuantile(1 - normalTail(score), mean, dispersion),
    }
  }
  const spread = (2 / 3) * Math.sqrt(Math.cbrt(mean) * (of.dispersion + mean * variance))
  const middle = Math.cbrt(mean * mean)
  return {
    mean,
    error,
    score: (value) => (spread > 0 ? (Math.cbrt(value * value) - middle) / spread : 0),
    value: (score) => Math.max(0, middle + score * spread) ** 1.5,
  }
}
