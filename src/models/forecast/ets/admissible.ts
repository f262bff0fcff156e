/**
 * Whether a model forgets: errors of the far past must fade from its forecasts, or it cannot be trusted with its own start.
 *
 * The states with the errors put in (the discount matrix) are run without input; what is left after some cycles says whether
 * they die out. The usual bounds on the weights allow for a few combinations of slope and season that do not.
 *
 * Reference: Hyndman, Akram and Archibald (2008), "The admissible parameter space for exponential smoothing models".
 */
const DEFAULTS = {
  /** Cycles, and points at least, that are watched. */
  cycles: 60,
  points: 3000,
  /** Growth from the second third to the last that still is rounding. */
  growth: 1.000001,
} as const

/** `m` is the number of points in a season, 1 without; `phi` is 0 without a trend. */
export function isAdmissible(
  { alpha, beta, gamma, phi }: Readonly<Record<'alpha' | 'beta' | 'gamma' | 'phi', number>>,
  m: number,
): boolean {
  const steps = Math.max(DEFAULTS.points, DEFAULTS.cycles * m)
  const seasons = new Float64Array(m)
  // Seasons that sum to nought, as fitted ones do.
  if (m > 1) {
    seasons[0] = 1
    seasons[1] = -1
  }
  let [level, slope, early, late] = [1, 0, 0, 0]
  for (let t = 0; t < steps; t++) {
    const season = m > 1 ? seasons[t % m] : 0
    const error = -(level + phi * slope + season)
    level += phi * slope + alpha * error
    slope = phi * slope + beta * error
    if (m > 1) seasons[t % m] += gamma * error
    if (t >= (2 * steps) / 3) late = Math.max(late, Math.abs(error))
    else if (t >= steps / 3) early = Math.max(early, Math.abs(error))
  }
  // What has died out altogether is rounding noise.
  return late <= Math.max(early * DEFAULTS.growth, 1e-9)
}
