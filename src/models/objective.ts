/** Losses of the two objectives: gradients and hessians of the margin, prior, mean loss. */
import { invalid } from '../errors.ts'
import type { Labels, Objective } from '../model.ts'

/** Margins are kept inside, so that exp() stays finite. */
const MARGIN_LIMIT = 700

/** Refuses labels that do not fit the objective or the number of rows. */
export function checkLabels(labels: Labels, rows: number, objective: Objective): void {
  const { y, weight, exposure } = labels
  for (const [name, list] of Object.entries({ y, weight, exposure })) {
    if (list && list.length !== rows)
      throw invalid(`length of ${name}`, list.length, `the matrix has ${rows} rows`)
  }
  if (rows === 0) throw invalid('training rows', 0, 'at least one row')
  for (let i = 0; i < rows; i++) {
    const fits = objective === 'binary' ? y[i] === 0 || y[i] === 1 : y[i] >= 0 && Number.isFinite(y[i])
    if (!fits)
      throw invalid('label', y[i], `row ${i}: ${objective === 'binary' ? '0 or 1' : 'a count of 0 or more'}`)
    if (weight && !(weight[i] >= 0 && Number.isFinite(weight[i])))
      throw invalid('weight', weight[i], `row ${i}: 0 or more`)
    if (exposure && !(exposure[i] > 0 && Number.isFinite(exposure[i])))
      throw invalid('exposure', exposure[i], `row ${i}: above 0`)
  }
  if (weight && !weight.some((w) => w > 0)) throw invalid('weights', 0, 'at least one is above 0')
}

/** Log-odds of the weighted share of ones, or the log of events a unit of exposure; finite even when all are equal. */
export function priorMargin(labels: Labels, objective: Objective): number {
  let events = 0
  let base = 0
  for (let i = 0; i < labels.y.length; i++) {
    const w = labels.weight ? labels.weight[i] : 1
    events += w * labels.y[i]
    base += w * (objective === 'poisson' && labels.exposure ? labels.exposure[i] : 1)
  }
  if (objective === 'poisson') return Math.log(Math.max(events, 1e-9) / base)
  const share = Math.min(1 - 1e-9, Math.max(1e-9, events / base))
  return Math.log(share / (1 - share))
}

/** Probability or rate of a margin. */
export function inverseLink(margin: number, objective: Objective): number {
  return objective === 'binary' ? 1 / (1 + Math.exp(-margin)) : Math.exp(Math.min(margin, MARGIN_LIMIT))
}

/** First and second derivatives of the loss by the margin, weights included. */
export function gradients(
  margin: Float64Array,
  labels: Labels,
  objective: Objective,
  g: Float64Array,
  h: Float64Array,
): void {
  const { y, weight, exposure } = labels
  for (let i = 0; i < y.length; i++) {
    const w = weight ? weight[i] : 1
    if (objective === 'binary') {
      const p = 1 / (1 + Math.exp(-margin[i]))
      g[i] = w * (p - y[i])
      h[i] = w * p * (1 - p)
    } else {
      const expected = (exposure ? exposure[i] : 1) * Math.exp(Math.min(margin[i], MARGIN_LIMIT))
      g[i] = w * (expected - y[i])
      h[i] = w * expected
    }
  }
}

/** Weighted mean of the log loss, or of the Poisson deviance a row. */
export function meanLoss(margin: Float64Array, labels: Labels, objective: Objective): number {
  const { y, weight, exposure } = labels
  let sum = 0
  let total = 0
  for (let i = 0; i < y.length; i++) {
    const w = weight ? weight[i] : 1
    const m = margin[i]
    total += w
    if (objective === 'binary') {
      const signed = y[i] === 1 ? -m : m
      sum += w * (Math.max(signed, 0) + Math.log1p(Math.exp(-Math.abs(signed))))
    } else {
      const expected = (exposure ? exposure[i] : 1) * Math.exp(Math.min(m, MARGIN_LIMIT))
      sum += 2 * w * ((y[i] > 0 ? y[i] * Math.log(y[i] / expected) : 0) - (y[i] - expected))
    }
  }
  return sum / total
}
