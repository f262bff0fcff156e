/** How far a model's margins are to be believed, from rows that it has not seen: a line in logarithms by maximum likelihood. */
import { atLeastOne, type Stretch } from './cost-model.ts'

const DEFAULTS = {
  iterations: 50,
  tolerance: 1e-10,
  /** A model that is anything is believed at least this far, and no further than it goes by this factor. */
  least: 0.2,
  most: 1.25,
  /** Largest dispersion that is looked for. */
  dispersion: 20,
} as const

/**
 * The line that fits outcomes to margins best. For counts (`poisson`) `weight` is exposure and the outcome is divided by it
 * already; for amounts (`gamma`) it is the number of claims. The centre is the weighted mean of the margins.
 */
export function fitStretch(
  margin: Float64Array,
  outcome: Float64Array,
  weight: Float64Array,
  objective: 'poisson' | 'gamma',
): Stretch {
  let total = 0
  let sum = 0
  for (let i = 0; i < margin.length; i++) {
    total += weight[i]
    sum += weight[i] * margin[i]
  }
  const centre = total > 0 ? sum / total : 0
  let [level, slope] = [centre, 1]
  for (let iteration = 0; iteration < DEFAULTS.iterations; iteration++) {
    // Gradient and Hessian of the log likelihood in (level, slope).
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
    for (let i = 0; i < margin.length; i++) {
      const z = margin[i] - centre
      const mean = Math.exp(level + slope * z)
      const gradient = weight[i] * (objective === 'poisson' ? outcome[i] - mean : outcome[i] / mean - 1)
      const hessian = weight[i] * (objective === 'poisson' ? mean : outcome[i] / mean)
      g0 += gradient
      g1 += gradient * z
      h00 += hessian
      h01 += hessian * z
      h11 += hessian * z * z
    }
    const determinant = h00 * h11 - h01 * h01
    if (!(determinant > 1e-12 * h00 * h00)) return { centre, slope: 1 }
    const steps = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant]
    level += Math.max(-1, Math.min(1, steps[0]))
    slope += Math.max(-1, Math.min(1, steps[1]))
    if (Math.abs(steps[0]) + Math.abs(steps[1]) < DEFAULTS.tolerance) break
  }
  return { centre, slope: Math.min(DEFAULTS.most, Math.max(DEFAULTS.least, slope)) }
}

/**
 * Overdispersion of counts (variance is mean + dispersion * mean²) at which as many policies are expected to claim at all as
 * did. Moments would follow the few policies with very many claims. 0 where claims come no more in clusters than by chance.
 */
export function fitDispersion(expected: Float64Array, count: Float64Array): number {
  const claimed = count.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0)
  const excess = (dispersion: number) =>
    expected.reduce((sum, n) => sum + atLeastOne(n, dispersion), 0) - claimed
  let [low, high]: [number, number] = [0, DEFAULTS.dispersion]
  if (excess(low) <= 0) return low
  if (excess(high) >= 0) return high
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (excess(middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
