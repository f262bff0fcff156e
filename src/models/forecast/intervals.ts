/**
 * Limits around a forecast that hold what they promise: what models say of their uncertainty is scaled by the errors that their
 * trials made.
 *
 * A single series has few trials, and they overlap, so the factor leans on what it was over many series: the constants were
 * set on the training parts of the M1 competition, each cut once more by its horizon, so that 80 % and 95 % limits hold that
 * share there.
 *
 * Reference: Makridakis, Hibon, Lusk and Belhadjali (1987), "Confidence intervals: an empirical investigation of the series in
 * the M-competition".
 */

const DEFAULTS = {
  /** Root mean square of the errors of trials, in units of the spread that models claim, over many series. */
  usual: 1.3,
  /** So many errors of trials weigh as much as the usual. */
  faith: 200,
  /** No single error counts as more of these units. */
  largest: 5,
  /** Points that the variance of what models do not know of themselves equals their own at. */
  unknown: 40,
  /** Spread of the errors, in units of the root mean square: their distribution has heavy tails, Student's with 4 degrees. */
  tails: 0.67,
} as const

export interface Limits {
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Spreads with what a fit on `n` points cannot know of itself. */
export function widened(spread: Float64Array, n: number): Float64Array {
  return spread.map((v) => v * Math.sqrt(1 + DEFAULTS.unknown / Math.max(1, n)))
}

/** Factors on spreads, from the errors of trials in units of them: for limits, and for the deviation on ordinary points. */
export function factorOf(misses: readonly number[]): { readonly limits: number; readonly ordinary: number } {
  let [sum, n] = [0, 0]
  for (const miss of misses) {
    if (Number.isNaN(miss)) continue
    sum += Math.min(DEFAULTS.largest ** 2, miss * miss)
    n++
  }
  const seen = n > 0 ? Math.max(0.2, Math.sqrt(sum / n)) : DEFAULTS.usual
  const ordinary = (seen / DEFAULTS.usual) ** (n / (n + DEFAULTS.faith))
  return { limits: DEFAULTS.tails * DEFAULTS.usual * ordinary, ordinary }
}

/** Limits at a level in (0, 1), none below `floor`. */
export function limitsAround(
  centre: Float64Array,
  spread: Float64Array,
  level: number,
  floor = Number.NEGATIVE_INFINITY,
): Limits {
  const reach = studentQuantile((1 + level) / 2)
  return {
    lower: centre.map((c, h) => Math.max(floor, c - reach * spread[h])),
    upper: centre.map((c, h) => c + reach * spread[h]),
  }
}

/** Quantile of Student's distribution with 4 degrees of freedom, for `p` from 0.5 up; it has a closed form. */
export function studentQuantile(p: number): number {
  const root = Math.sqrt(4 * p * (1 - p))
  return 2 * Math.sqrt(Math.max(0, Math.cos(Math.acos(root) / 3) / root - 1))
}
