/**
 * Limits of counts by regression on the same weeks of past years, as R's package surveillance computes them.
 *
 * References: Farrington, Andrews, Beale and Catchpole (1996), "A statistical algorithm for the early detection of outbreaks of
 * infectious disease"; Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett (2013), "An improved algorithm for outbreak
 * detection in multiple surveillance systems"; Salmon, Schumacher and Höhle (2016), "Monitoring count time series in R".
 */
import { normalQuantile } from '../../util/normal.ts'
import { countQuantile } from './counts.ts'
import {
  makeRegression,
  makeRows,
  predicted,
  predictedVariance,
  type Regression,
  type Rows,
  regress,
  reweigh,
} from './regression.ts'

/** How the limit is drawn: power transformation, negative binomial quantile, or that at the mean's own upper limit. */
export type ThresholdMethod = 'delta' | 'nbPlugin' | 'muan'

export interface FarringtonOptions {
  /** Periods in a year. */
  readonly frequency: number
  /** Years back. */
  readonly years: number
  /** Periods on either side of the reference period that count as its season. */
  readonly halfWidth: number
  /** Parts of the year; 1 uses the reference periods alone. */
  readonly parts: number
  /** Latest periods that are kept out of the baseline, so that an outbreak under way raises no limits. */
  readonly leaveOut: number
  /** Tail probability of the limit. */
  readonly alpha: number
  readonly threshold: ThresholdMethod
  /** Anscombe residual above which a past period is weighed down. */
  readonly reweighAbove: number
  readonly trend: boolean
  /** The slope is kept below this probability of chance. */
  readonly trendProbability: number
  /** No alarm below `atLeast` counts in the last `periods`. */
  readonly enough: { readonly atLeast: number; readonly periods: number }
}

/** The algorithm of 1996; `alpha` is two-sided there, so half of it. */
export const FARRINGTON: FarringtonOptions = {
  frequency: 52,
  years: 2,
  halfWidth: 3,
  parts: 1,
  leaveOut: 0,
  alpha: 0.025,
  threshold: 'delta',
  reweighAbove: 1,
  trend: true,
  trendProbability: 0.05,
  enough: { atLeast: 5, periods: 4 },
}

/** The algorithm of 2013. */
export const FARRINGTON_FLEXIBLE: FarringtonOptions = {
  frequency: 52,
  years: 2,
  halfWidth: 3,
  parts: 10,
  leaveOut: 26,
  alpha: 0.01,
  threshold: 'nbPlugin',
  reweighAbove: 2.58,
  trend: true,
  trendProbability: 1,
  enough: { atLeast: 5, periods: 4 },
}

/** The limit of one period; made once and filled by every judgement. */
export interface CountLimit {
  expected: number
  dispersion: number
  /** Standard error of the logarithm of what is expected. */
  error: number
  hasTrend: boolean
  /** NaN where too few occurred lately for an alarm. */
  upper: number
  alarm: boolean
}

/** A judge of any number of series and periods that makes no garbage. */
export interface FarringtonJudge {
  /** Periods before an index that a judgement needs. */
  readonly history: number
  /** The limit of `counts[at]` from what lies before it; the same object every time. */
  judge(counts: Float64Array, at: number): CountLimit
}

/** Years from which on a slope is believed. */
const TREND_YEARS = 3

export function farrington(options: FarringtonOptions): FarringtonJudge {
  const { frequency, years, halfWidth, parts, leaveOut, enough } = options
  const history = years * frequency + halfWidth
  const rows = makeRows(history + 1)
  const regression = makeRegression()
  const levels = levelsOf(options)
  const z = normalQuantile(1 - options.alpha)
  const limit: CountLimit = {
    expected: Number.NaN,
    dispersion: 1,
    error: 0,
    hasTrend: false,
    upper: Number.NaN,
    alarm: false,
  }
  return {
    history,
    judge(counts, at) {
      limit.upper = Number.NaN
      limit.expected = Number.NaN
      limit.alarm = false
      if (at < history) return limit
      gather(rows, counts, at)
      if (!estimate(rows, regression, options)) return limit
      const now = parts - 1
      limit.expected = predicted(regression, now)
      limit.dispersion = regression.dispersion
      limit.hasTrend = regression.hasTrend
      const variance = predictedVariance(regression, now)
      limit.error = Math.sqrt(variance)
      let lately = 0
      for (let i = at - enough.periods + 1; i <= at; i++) lately += counts[i]
      if (lately < enough.atLeast) return limit
      limit.upper =
        limit.expected > 0 ? upperOf(limit, variance, z, options) : upperOfNothing(rows.length, z, options)
      limit.alarm = counts[at] > limit.upper
      return limit
    },
  }

  function gather(into: Rows, counts: Float64Array, at: number) {
    let n = 0
    for (let i = at - history; i < at - leaveOut; i++) {
      const before = (at - i) % frequency
      const level = levels[before]
      if (level === 255 || Number.isNaN(counts[i])) continue
      // The reference window reaches into the current year only in the algorithm with parts.
      if (parts === 1 && at - i < frequency - halfWidth) continue
      into.y[n] = counts[i]
      into.time[n] = i - at
      into.level[n] = level
      into.weight[n] = 1
      n++
    }
    into.length = n
  }
}

/** Fits, weighs outliers down, fits again, and drops a slope that nothing speaks for. */
function estimate(rows: Rows, into: Regression, options: FarringtonOptions): boolean {
  const { parts, years, trend, trendProbability, reweighAbove } = options
  const weighed = (slope: boolean): boolean => {
    rows.weight.fill(1, 0, rows.length)
    if (!regress(into, rows, parts, slope)) return false
    reweigh(rows, into, reweighAbove)
    return regress(into, rows, parts, slope)
  }
  if (trend && years >= TREND_YEARS && weighed(true)) {
    let highest = 0
    for (let i = 0; i < rows.length; i++) highest = Math.max(highest, rows.y[i])
    const t = Math.abs(into.slope) / Math.sqrt(into.dispersion / into.information)
    const isSteep = trendProbability >= 1 || t > normalQuantile(1 - trendProbability / 2)
    if (isSteep && predicted(into, parts - 1) <= highest) return true
  }
  return weighed(false)
}

function upperOf(
  { expected, dispersion }: CountLimit,
  variance: number,
  z: number,
  { threshold, alpha }: FarringtonOptions,
): number {
  if (threshold === 'delta') {
    const tau = dispersion + expected * variance
    const spread = Math.sqrt((4 / 9) * Math.cbrt(expected) * tau)
    return (Math.cbrt(expected * expected) + z * spread) ** 1.5
  }
  const mean = threshold === 'muan' ? expected * Math.exp(z * Math.sqrt(variance)) : expected
  return countQuantile(1 - alpha, mean, dispersion)
}

/**
 * The limit over a baseline without any count. Its logarithm has no finite estimate; R's iterations each divide the expectation
 * by e until the deviance changes by less than 1e-8, and the limit of the original algorithm is drawn from where they stop.
 */
function upperOfNothing(rows: number, z: number, { threshold, parts }: FarringtonOptions): number {
  if (threshold !== 'delta' || parts > 1) return 0
  let mean = 0.1
  for (let change = 1; change > 1e-8; ) {
    const before = 2 * rows * mean
    mean /= Math.E
    change = (before - 2 * rows * mean) / (2 * rows * mean + 0.1)
  }
  const spread = Math.sqrt((4 / 9) * Math.cbrt(mean) * (1 + 1 / (rows * Math.E)))
  return (Math.cbrt(mean * mean) + z * spread) ** 1.5
}

/** The part of the year of a period by how many it lies before the current one, modulo a year; 255 for none. */
export function levelsOf({
  frequency,
  halfWidth,
  parts,
}: Pick<FarringtonOptions, 'frequency' | 'halfWidth' | 'parts'>): Uint8Array {
  const out = new Uint8Array(frequency).fill(255)
  const season = 2 * halfWidth + 1
  const rest = frequency - season
  const others = parts - 1
  for (let after = 0; after < frequency; after++) {
    // Periods after the start of the season's window.
    const before = (frequency - after + halfWidth) % frequency
    if (after < season) out[before] = others
    else if (others > 0) {
      const longer = rest % others
      const length = Math.floor(rest / others)
      const place = after - season
      const ofLonger = longer * (length + 1)
      out[before] =
        place < ofLonger ? Math.floor(place / (length + 1)) : longer + Math.floor((place - ofLonger) / length)
    }
  }
  return out
}
