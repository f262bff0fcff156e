/**
 * Weights of the components of a score: logistic regression with weights that are never negative, so that more evidence never
 * lowers a score. Maximum a posteriori around sensible weights, which stand alone while there are no outcomes to learn from.
 *
 * Solved by projected Newton steps (Bertsekas 1982, "Projected Newton methods for optimization problems with simple constraints").
 */
import { invalid } from '../errors.ts'
import type { Labels } from '../model.ts'
import { logistic, logit } from '../score.ts'

export const COMPONENTS = ['rules', 'model', 'anomaly', 'network'] as const
export type Component = (typeof COMPONENTS)[number]

export const DEFAULTS = {
  /** Weights before anything is learned. */
  weights: { rules: 0.5, model: 1, anomaly: 0.2, network: 0.5 } as Readonly<Record<Component, number>>,
  /** How firmly they are held: the inverse variance of each weight. */
  precision: 4,
  /** The same for the intercept. */
  interceptPrecision: 0.1,
  /** Share of fraud before anything is learned. */
  prior: 0.02,
  maxSteps: 50,
  tolerance: 1e-10,
} as const

/** One value a row for each component, in log-odds before weighting. */
export type ComponentValues = Readonly<Record<Component, Float64Array>>

/** `logOdds = intercept + sum of weight * component`. */
export interface Combiner {
  readonly intercept: number
  readonly weights: Readonly<Record<Component, number>>
  /** Rows and ones that it learned from. */
  readonly rows: number
  readonly positives: number
}

export interface CombinerOptions {
  /** Share of fraud to begin from. Default 0.02. */
  readonly prior?: number
  /** Weights to begin from; 0 fixes a component that is not there. */
  readonly weights?: Readonly<Record<Component, number>>
}

const SIZE = COMPONENTS.length + 1

/** Fits the weights on rows that none of the components has learned from. Without rows the prior weights stand. */
export function fitCombiner(
  values: ComponentValues,
  labels: Labels,
  options: CombinerOptions = {},
): Combiner {
  const { y, weight } = labels
  for (const name of COMPONENTS)
    if (values[name].length !== y.length)
      throw invalid(`length of ${name}`, values[name].length, `there are ${y.length} labels`)
  const prior = options.prior ?? DEFAULTS.prior
  const wanted = options.weights ?? DEFAULTS.weights
  const centre = Float64Array.from([logit(prior), ...COMPONENTS.map((name) => wanted[name])])
  const fixed = COMPONENTS.map((name) => wanted[name] === 0)
  const columns = COMPONENTS.map((name) => values[name])
  const theta = centre.slice()
  const problem = { columns, y, weight, centre }

  let loss = lossAt(problem, theta)
  for (let step = 0; step < DEFAULTS.maxSteps; step++) {
    const { gradient, hessian } = slopesAt(problem, theta)
    // Held: fixed ones, and those at 0 that the slope would push below.
    const held = [false, ...fixed.map((f, j) => f || (theta[j + 1] <= 0 && gradient[j + 1] > 0))]
    const direction = solve(hessian, gradient, held)
    const next = new Float64Array(SIZE)
    let better = false
    for (let scale = 1; scale > 1e-6; scale /= 2) {
      for (let j = 0; j < SIZE; j++) {
        const moved = theta[j] - scale * direction[j]
        next[j] = j > 0 && moved < 0 ? 0 : moved
      }
      const trial = lossAt(problem, next)
      if (trial < loss) {
        better = loss - trial > DEFAULTS.tolerance * (1 + Math.abs(loss))
        theta.set(next)
        loss = trial
        break
      }
    }
    if (!better) break
  }
  return {
    intercept: theta[0],
    weights: Object.fromEntries(COMPONENTS.map((name, j) => [name, theta[j + 1]])) as Record<
      Component,
      number
    >,
    rows: y.length,
    positives: y.reduce((sum, value) => sum + value, 0),
  }
}

interface Problem {
  readonly columns: readonly Float64Array[]
  readonly y: Float64Array
  readonly weight: Float64Array | undefined
  readonly centre: Float64Array
}

const precision = (j: number) => (j === 0 ? DEFAULTS.interceptPrecision : DEFAULTS.precision)

function marginAt({ columns }: Problem, theta: Float64Array, i: number): number {
  let margin = theta[0]
  for (let j = 0; j < columns.length; j++) margin += theta[j + 1] * columns[j][i]
  return margin
}

function lossAt(problem: Problem, theta: Float64Array): number {
  const { y, weight, centre } = problem
  let loss = 0
  for (let i = 0; i < y.length; i++) {
    const margin = marginAt(problem, theta, i)
    const signed = y[i] === 1 ? -margin : margin
    loss += (weight ? weight[i] : 1) * (Math.max(signed, 0) + Math.log1p(Math.exp(-Math.abs(signed))))
  }
  for (let j = 0; j < SIZE; j++) loss += 0.5 * precision(j) * (theta[j] - centre[j]) ** 2
  return loss
}

function slopesAt(problem: Problem, theta: Float64Array) {
  const { columns, y, weight, centre } = problem
  const gradient = new Float64Array(SIZE)
  const hessian = new Float64Array(SIZE * SIZE)
  const row = new Float64Array(SIZE).fill(1)
  for (let i = 0; i < y.length; i++) {
    for (let j = 0; j < columns.length; j++) row[j + 1] = columns[j][i]
    const w = weight ? weight[i] : 1
    const p = logistic(marginAt(problem, theta, i))
    const g = w * (p - y[i])
    const h = w * p * (1 - p)
    for (let j = 0; j < SIZE; j++) {
      gradient[j] += g * row[j]
      for (let k = 0; k <= j; k++) hessian[j * SIZE + k] += h * row[j] * row[k]
    }
  }
  for (let j = 0; j < SIZE; j++) {
    gradient[j] += precision(j) * (theta[j] - centre[j])
    hessian[j * SIZE + j] += precision(j)
    for (let k = 0; k < j; k++) hessian[k * SIZE + j] = hessian[j * SIZE + k]
  }
  return { gradient, hessian }
}

/** Solves `hessian * x = gradient` over what is not held, by Gauss elimination; held entries are 0. */
function solve(hessian: Float64Array, gradient: Float64Array, held: readonly boolean[]): Float64Array {
  const free = held.flatMap((isHeld, j) => (isHeld ? [] : [j]))
  const n = free.length
  const a = free.map((j) => [...free.map((k) => hessian[j * SIZE + k]), gradient[j]])
  for (let c = 0; c < n; c++) {
    let pivot = c
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r][c]) > Math.abs(a[pivot][c])) pivot = r
    ;[a[c], a[pivot]] = [a[pivot], a[c]]
    for (let r = 0; r < n; r++) {
      if (r === c) continue
      const factor = a[r][c] / a[c][c]
      for (let k = c; k <= n; k++) a[r][k] -= factor * a[c][k]
    }
  }
  const out = new Float64Array(SIZE)
  free.forEach((j, r) => {
    out[j] = a[r][n] / a[r][r]
  })
  return out
}
