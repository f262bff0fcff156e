/** Losses of the objectives: gradients and hessians of the margin, prior, mean loss. */
import { invalid } from '../errors.ts'
import type { Labels, Objective } from '../model.ts'

/** Margins are kept inside, so that exp() stays finite. */
const MARGIN_LIMIT = 700

/** Power of the variance of `tweedie` when none is given: between Poisson (1) and Gamma (2). */
export const TWEEDIE_POWER = 1.5

/** What each objective takes for a label, in words for its error. */
const LABELS: Readonly<Record<Objective, { readonly fits: (y: number) => boolean; readonly words: string }>> =
  {
    binary: { fits: (y) => y === 0 || y === 1, words: '0 or 1' },
    poisson: { fits: (y) => y >= 0 && Number.isFinite(y), words: 'a count of 0 or more' },
    gamma: { fits: (y) => y > 0 && Number.isFinite(y), words: 'an amount above 0' },
    tweedie: { fits: (y) => y >= 0 && Number.isFinite(y), words: 'an amount of 0 or more' },
    squared: { fits: (y) => Number.isFinite(y), words: 'a finite number' },
  }

/** Every objective by its name. */
export const OBJECTIVES = Object.keys(LABELS) as readonly Objective[]

/** Whether a value read from outside names an objective. */
export const isObjective = (name: unknown): name is Objective => OBJECTIVES.includes(name as Objective)

/** Objectives whose label is spread over a time at risk. */
const hasExposure = (objective: Objective): boolean => objective === 'poisson' || objective === 'tweedie'

/** Refuses labels that do not fit the objective or the number of rows. */
export function checkLabels(labels: Labels, rows: number, objective: Objective): void {
  const { y, weight, exposure } = labels
  for (const [name, list] of Object.entries({ y, weight, exposure })) {
    if (list && list.length !== rows)
      throw invalid(`length of ${name}`, list.length, `the matrix has ${rows} rows`)
  }
  if (rows === 0) throw invalid('training rows', 0, 'at least one row')
  const { fits, words } = LABELS[objective]
  for (let i = 0; i < rows; i++) {
    if (!fits(y[i])) throw invalid('label', y[i], `row ${i}: ${words}`)
    if (weight && !(weight[i] >= 0 && Number.isFinite(weight[i])))
      throw invalid('weight', weight[i], `row ${i}: 0 or more`)
    if (exposure && !(exposure[i] > 0 && Number.isFinite(exposure[i])))
      throw invalid('exposure', exposure[i], `row ${i}: above 0`)
  }
  if (weight && !weight.some((w) => w > 0)) throw invalid('weights', 0, 'at least one is above 0')
}

/** The margin of the best constant: log-odds of the share of ones, log of the mean (a unit of exposure), or the mean. Always finite. */
export function priorMargin(labels: Labels, objective: Objective): number {
  let events = 0
  let base = 0
  for (let i = 0; i < labels.y.length; i++) {
    const w = labels.weight ? labels.weight[i] : 1
    events += w * labels.y[i]
    base += w * (hasExposure(objective) && labels.exposure ? labels.exposure[i] : 1)
  }
  if (objective === 'squared') return events / base
  if (objective !== 'binary') return Math.log(Math.max(events, 1e-9) / base)
  const share = Math.min(1 - 1e-9, Math.max(1e-9, events / base))
  return Math.log(share / (1 - share))
}

/** Probability, rate or mean of a margin. */
export function inverseLink(margin: number, objective: Objective): number {
  if (objective === 'squared') return margin
  return objective === 'binary' ? 1 / (1 + Math.exp(-margin)) : Math.exp(Math.min(margin, MARGIN_LIMIT))
}

/** First and second derivatives of the loss (half the deviance, or the log loss) by the margin, weights included. */
export function gradients(
  margin: Float64Array,
  labels: Labels,
  objective: Objective,
  g: Float64Array,
  h: Float64Array,
  power: number = TWEEDIE_POWER,
): void {
  const { y, weight, exposure } = labels
  for (let i = 0; i < y.length; i++) {
    const w = weight ? weight[i] : 1
    if (objective === 'binary') {
      const p = 1 / (1 + Math.exp(-margin[i]))
      g[i] = w * (p - y[i])
      h[i] = w * p * (1 - p)
    } else if (objective === 'squared') {
      g[i] = w * (margin[i] - y[i])
      h[i] = w
    } else {
      const mean = Math.exp(Math.min(margin[i], MARGIN_LIMIT))
      const e = exposure ? exposure[i] : 1
      if (objective === 'poisson') {
        g[i] = w * (e * mean - y[i])
        h[i] = w * e * mean
      } else if (objective === 'gamma') {
        g[i] = w * (1 - y[i] / mean)
        h[i] = (w * y[i]) / mean
      } else {
        const low = mean ** (1 - power)
        const high = e * mean * low
        g[i] = w * (high - y[i] * low)
        h[i] = w * ((2 - power) * high + (power - 1) * y[i] * low)
      }
    }
  }
}

/** Weighted mean of the log loss, the squared error, or the deviance a row. */
export function meanLoss(
  margin: Float64Array,
  labels: Labels,
  objective: Objective,
  power: number = TWEEDIE_POWER,
): number {
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
    } else if (objective === 'squared') sum += w * (y[i] - m) ** 2
    else {
      const mean = Math.exp(Math.min(m, MARGIN_LIMIT))
      sum += w * deviance(y[i], mean, exposure ? exposure[i] : 1, objective, power)
    }
  }
  return sum / total
}

/** Deviance of one label under a mean (a unit of exposure). */
function deviance(
  y: number,
  mean: number,
  exposure: number,
  objective: 'poisson' | 'gamma' | 'tweedie',
  power: number,
): number {
  if (objective === 'poisson') {
    const expected = exposure * mean
    return 2 * ((y > 0 ? y * Math.log(y / expected) : 0) - (y - expected))
  }
  if (objective === 'gamma') return 2 * (y / mean - 1 - Math.log(y / mean))
  const rate = y / exposure
  const [a, b] = [1 - power, 2 - power]
  return 2 * exposure * (rate ** b / (a * b) - (rate * mean ** a) / a + mean ** b / b)
}
