/**
 * Minimises a sum of squares over a few variables, derivatives by differences.
 *
 * Reference: Marquardt (1963), "An algorithm for least-squares estimation of nonlinear parameters".
 */
import { solveDamped } from './cholesky.ts'

const DEFAULTS = {
  steps: 25,
  /** Smallest relative gain of a step. */
  tolerance: 1e-5,
  /** Distance of the differences. */
  apart: 1e-4,
} as const

export interface LeastSquares {
  readonly at: Float64Array
  readonly squares: number
}

/** `errors` fills its second argument, of length `count`, for a point. */
export function leastSquares(
  errors: (x: Float64Array, out: Float64Array) => void,
  start: Float64Array,
  count: number,
): LeastSquares {
  const n = start.length
  let x: Float64Array = start.slice()
  let now = new Float64Array(count)
  let other = new Float64Array(count)
  errors(x, now)
  let squares = sumOfSquares(now)
  if (n === 0 || !Number.isFinite(squares)) return { at: x, squares }
  const slopes = Array.from({ length: n }, () => new Float64Array(count))
  const gram = new Float64Array(n * n)
  const right = new Float64Array(n)
  const factor = new Float64Array(n * n)
  const step = new Float64Array(n)
  let damping = 1e-3
  for (let round = 0; round < DEFAULTS.steps; round++) {
    for (let i = 0; i < n; i++) {
      const beside = x.slice()
      beside[i] += DEFAULTS.apart
      errors(beside, slopes[i])
      for (let t = 0; t < count; t++) slopes[i][t] = (slopes[i][t] - now[t]) / DEFAULTS.apart
    }
    for (let i = 0; i < n; i++) {
      right[i] = -dot(slopes[i], now)
      for (let j = 0; j <= i; j++) gram[i * n + j] = dot(slopes[i], slopes[j])
    }
    let gain = 0
    for (let attempt = 0; attempt < 6; attempt++) {
      if (solveDamped(gram, n, n, damping, right, factor, step)) {
        const next = x.map((v, i) => v + step[i])
        errors(next, other)
        const reached = sumOfSquares(other)
        if (reached < squares) {
          gain = (squares - reached) / squares
          squares = reached
          x = next
          ;[now, other] = [other, now]
          damping = Math.max(1e-9, damping / 8)
          break
        }
      }
      damping *= 6
    }
    if (gain < DEFAULTS.tolerance) break
  }
  return { at: x, squares }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t]
  return sum
}

const sumOfSquares = (a: Float64Array) => dot(a, a)
