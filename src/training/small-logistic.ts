/**
 * Logistic regression on a handful of columns, in float64: what propensities and selection are fitted with, dozens of times in a
 * row. Labels may be shares between 0 and 1.
 *
 * Newton's method with halved steps; ridge penalty on the coefficients, none on the intercept.
 */
import { invalid } from '../errors.ts'

export const DEFAULTS = { l2: 1, iterations: 30, tolerance: 1e-7 } as const

export interface SmallLogisticOptions {
  /** Penalty on half the squared coefficients against the summed log likelihood. Default 1. */
  readonly l2?: number
  /** Coefficients to begin from, the intercept first. */
  readonly start?: Float64Array
  /** Largest change of a coefficient that counts as none. Default 1e-7. */
  readonly tolerance?: number
}

/** Coefficients, the intercept first. Columns should be of like scale. @throws UserError for ragged columns or no rows. */
export function smallLogistic(
  columns: readonly Float64Array[],
  y: Float64Array,
  weight: Float64Array,
  { l2 = DEFAULTS.l2, start, tolerance = DEFAULTS.tolerance }: SmallLogisticOptions = {},
): Float64Array {
  const rows = y.length
  if (rows === 0 || weight.length !== rows || columns.some((column) => column.length !== rows))
    throw invalid('logistic rows', rows, 'every column, label and weight has as many, and there is one')
  const size = columns.length + 1
  let theta = start ? start.slice() : new Float64Array(size)
  let loss = lossOf(columns, y, weight, l2, theta)
  for (let step = 0; step < DEFAULTS.iterations; step++) {
    const { gradient, hessian } = slopes(columns, y, weight, l2, theta)
    const move = solved(hessian, gradient)
    let better = false
    let reach = 0
    for (let scale = 1; scale > 1e-6 && !better; scale /= 2) {
      const next = theta.map((value, j) => value - scale * move[j])
      const nextLoss = lossOf(columns, y, weight, l2, next)
      if (!(nextLoss < loss)) continue
      better = true
      reach = Math.max(...move.map(Math.abs)) * scale
      theta = next
      loss = nextLoss
    }
    if (!better || reach < tolerance) break
  }
  return theta
}

/** Probabilities of rows by coefficients that {@link smallLogistic} gave. */
export function smallProbabilities(
  columns: readonly Float64Array[],
  theta: Float64Array,
  rows: number,
): Float64Array {
  const out = new Float64Array(rows).fill(theta[0])
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) out[i] += theta[j + 1] * column[i]
  })
  return out.map((margin) => 1 / (1 + Math.exp(-margin)))
}

function marginOf(columns: readonly Float64Array[], theta: Float64Array, i: number): number {
  let margin = theta[0]
  for (let j = 0; j < columns.length; j++) margin += theta[j + 1] * columns[j][i]
  return margin
}

function lossOf(
  columns: readonly Float64Array[],
  y: Float64Array,
  weight: Float64Array,
  l2: number,
  theta: Float64Array,
): number {
  let loss = 0
  for (let i = 0; i < y.length; i++) {
    if (weight[i] === 0) continue
    const margin = marginOf(columns, theta, i)
    loss += weight[i] * (Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))) - y[i] * margin)
  }
  for (let j = 1; j < theta.length; j++) loss += 0.5 * l2 * theta[j] ** 2
  return loss
}

function slopes(
  columns: readonly Float64Array[],
  y: Float64Array,
  weight: Float64Array,
  l2: number,
  theta: Float64Array,
): { gradient: Float64Array; hessian: Float64Array[] } {
  const size = theta.length
  const gradient = new Float64Array(size)
  const hessian = Array.from({ length: size }, () => new Float64Array(size))
  const row = new Float64Array(size).fill(1)
  for (let i = 0; i < y.length; i++) {
    if (weight[i] === 0) continue
    for (let j = 1; j < size; j++) row[j] = columns[j - 1][i]
    const p = 1 / (1 + Math.exp(-marginOf(columns, theta, i)))
    const g = weight[i] * (p - y[i])
    const h = weight[i] * p * (1 - p)
    for (let j = 0; j < size; j++) {
      gradient[j] += g * row[j]
      const line = hessian[j]
      for (let k = 0; k <= j; k++) line[k] += h * row[j] * row[k]
    }
  }
  for (let j = 0; j < size; j++) {
    // A column without any variance has no slope; the small ridge keeps the system solvable.
    hessian[j][j] += j === 0 ? 1e-9 : l2 + 1e-9
    if (j > 0) gradient[j] += l2 * theta[j]
    for (let k = 0; k < j; k++) hessian[k][j] = hessian[j][k]
  }
  return { gradient, hessian }
}

/** Solves a positive definite system by Cholesky's decomposition. */
function solved(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length
  const lower = matrix.map((line) => line.slice())
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) lower[j][j] -= lower[j][k] ** 2
    lower[j][j] = Math.sqrt(Math.max(lower[j][j], 1e-12))
    for (let i = j + 1; i < n; i++) {
      for (let k = 0; k < j; k++) lower[i][j] -= lower[i][k] * lower[j][k]
      lower[i][j] /= lower[j][j]
    }
  }
  const out = right.slice()
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) out[i] -= lower[i][k] * out[k]
    out[i] /= lower[i][i]
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) out[i] -= lower[k][i] * out[k]
    out[i] /= lower[i][i]
  }
  return out
}
