/** How far scores are from what happened: Brier score, log loss, Poisson deviance. */

/** Probabilities are kept this far from 0 and 1 in logarithms. */
const EDGE = 1e-15

/** Mean squared difference of probability and label. */
export function brier(probability: Float64Array, y: Float64Array): number {
  return meanOf(y.length, (i) => (probability[i] - y[i]) ** 2)
}

/** Log loss of one row. */
export function logLossOf(probability: number, y: number): number {
  const p = Math.min(1 - EDGE, Math.max(EDGE, probability))
  return -(y * Math.log(p) + (1 - y) * Math.log1p(-p))
}

/** Mean negative log likelihood of labels. */
export function logLoss(probability: Float64Array, y: Float64Array): number {
  return meanOf(y.length, (i) => logLossOf(probability[i], y[i]))
}

/** Poisson deviance of one row: `rate` a unit of exposure, `count` events in `exposure`. */
export function devianceOf(rate: number, count: number, exposure: number): number {
  const expected = Math.max(rate * exposure, EDGE)
  return 2 * ((count > 0 ? count * Math.log(count / expected) : 0) - (count - expected))
}

/** Poisson deviance over the sum of exposure; equals the exposure-weighted mean deviance of frequencies. */
export function poissonDeviance(rate: Float64Array, count: Float64Array, exposure: Float64Array): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < count.length; i++) {
    sum += devianceOf(rate[i], count[i], exposure[i])
    total += exposure[i]
  }
  return sum / total
}

function meanOf(n: number, value: (i: number) => number): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += value(i)
  return sum / n
}
