/**
 * The quadratic problem within a proximal Newton step: smooth part by slope and curvature, plus a penalty on absolute values.
 *
 * Reference: Friedman, Hastie and Tibshirani (2010), "Regularization paths for generalized linear models via coordinate descent".
 */

const DEFAULTS = {
  /** Sweeps over the coefficients at most; the next step goes on where this one ended. */
  sweeps: 200,
  /** Largest change of a coefficient in a sweep that counts as none, relative to the largest of the first sweep. */
  tolerance: 1e-9,
} as const

/**
 * What to take from `beta` so that `slope'd + d'Gd/2 + l1 |beta + d|` is least. The first coefficient, the intercept, is free of the
 * penalty. `gram` is symmetric, row after row.
 */
export function descend(
  gram: Float64Array,
  slope: Float64Array,
  beta: Float64Array,
  l1: number,
): Float64Array {
  const d = beta.length
  const now = Float64Array.from(beta)
  // Slope of the quadratic at `now`, kept up to date coordinate by coordinate.
  const g = Float64Array.from(slope)
  let first = 0
  let active: readonly number[] | null = null
  const all = Array.from({ length: d }, (_, j) => j)
  for (let sweep = 0; sweep < DEFAULTS.sweeps; sweep++) {
    let most = 0
    for (const j of active ?? all) {
      const curvature = gram[j * d + j]
      if (!(curvature > 0)) continue
      const free = now[j] - g[j] / curvature
      const target = j === 0 ? free : Math.sign(free) * Math.max(0, Math.abs(free) - l1 / curvature)
      const step = target - now[j]
      if (step === 0) continue
      now[j] = target
      for (let k = 0, o = j * d; k < d; k++, o++) g[k] += step * gram[o]
      most = Math.max(most, Math.abs(step))
    }
    if (sweep === 0) first = most
    const settled = most <= DEFAULTS.tolerance * first
    // Most sweeps go over the non-zero ones only; when those have settled, one over all says whether it is done.
    if (settled && active === null) break
    active = settled ? null : (active ?? all.filter((j) => now[j] !== 0 || j === 0))
  }
  return now.map((v, j) => beta[j] - v)
}
