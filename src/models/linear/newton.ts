/**
 * Penalised maximum likelihood by Newton's method (iteratively reweighted least squares); with an absolute penalty, proximal
 * Newton steps, each solved by coordinate descent.
 *
 * The gram matrices, where nearly all the work is, are TensorFlow products of row blocks in float32; gradient, loss and the
 * solution are in float64, so the optimum is exact although the curvature is rounded.
 *
 * Reference: McCullagh and Nelder (1989), "Generalized Linear Models", chapter 2; Lee, Sun and Saunders (2014), "Proximal
 * Newton-type methods for minimizing composite functions".
 */
import type { Tensor2D } from '@tensorflow/tfjs'
import { UserError } from '../../errors.ts'
import type { FitOptions, Labels, Objective } from '../../model.ts'
import { gradients, meanLoss } from '../objective.ts'
import { type TensorFlow, tensorflow } from '../tensorflow.ts'
import { descend } from './coordinate-descent.ts'

/** Rows of a block; also bounds the float32 rounding of a product. */
const BLOCK_ROWS = 16_384
/** A kept curvature serves on while each step is at most this share of the one before it. */
const SHRINK = 0.3

export interface NewtonOptions extends Pick<FitOptions, 'signal' | 'onProgress'> {
  /** Penalty on the absolute coefficients; the intercept is free. */
  readonly l1: number
  /** Penalty on half the squared coefficients; the intercept is free. */
  readonly l2: number
  /** Power of the variance, for `tweedie`. */
  readonly power: number
  readonly iterations: number
  /** Largest change of a coefficient that counts as none. */
  readonly tolerance: number
  /** Keeps the curvature from fit to fit along a path of penalties, where it hardly changes. Default: anew at every step. */
  readonly keepCurvature?: boolean
}

/** What is minimised; the design stays on the backend until `work` has ended, however it ends. */
export interface Problem {
  /** Coefficients at the optimum, the intercept first, from `start` on. */
  minimise(start: Float64Array, options: NewtonOptions): Promise<Float64Array>
  /** Slope of the unpenalised loss at `beta`, summed over the rows. */
  slope(beta: Float64Array): Float64Array
}

interface Block {
  readonly from: number
  readonly values: Float32Array
  readonly tensor: Tensor2D
}

/** Holds a design for one or more fits. `block` gives its rows, row after row, `width` values each. */
export async function withDesign<T>(
  block: (from: number, to: number) => Float32Array,
  width: number,
  labels: Labels,
  objective: Objective,
  power: number,
  work: (problem: Problem) => Promise<T>,
): Promise<T> {
  const tf = await tensorflow()
  const n = labels.y.length
  const blocks: Block[] = []
  try {
    for (let from = 0; from < n; from += BLOCK_ROWS) {
      const to = Math.min(n, from + BLOCK_ROWS)
      const values = withIntercept(block(from, to), width)
      blocks.push({ from, values, tensor: tf.tensor2d(values, [to - from, width + 1]) })
    }
    return await work(problemOf(tf, blocks, labels, objective, power))
  } finally {
    for (const { tensor } of blocks) tensor.dispose()
  }
}

function problemOf(
  tf: TensorFlow,
  blocks: readonly Block[],
  labels: Labels,
  objective: Objective,
  power: number,
): Problem {
  const n = labels.y.length
  const g = new Float64Array(n)
  const h = new Float64Array(n)
  let kept: Float64Array | undefined
  const penalised = (margin: Float64Array, beta: Float64Array, { l1, l2 }: NewtonOptions) =>
    lossSum(margin, labels, objective, power) + penalty(beta, l1, l2)
  return {
    slope(beta) {
      gradients(margins(blocks, beta, n), labels, objective, g, h, power)
      return gradientOf(blocks, g, beta, 0)
    },
    async minimise(start, options) {
      const { l1, l2, iterations, tolerance, keepCurvature, signal, onProgress } = options
      let beta = Float64Array.from(start)
      let margin = margins(blocks, beta, n)
      let loss = penalised(margin, beta, options)
      let before = Number.POSITIVE_INFINITY
      for (let step = 0; step < iterations; step++) {
        signal?.throwIfAborted()
        gradients(margin, labels, objective, g, h, power)
        if (!keepCurvature) kept = undefined
        kept ??= gramOf(tf, blocks, h, beta.length)
        const gram = ridged(kept, beta.length, l2)
        const slope = gradientOf(blocks, g, beta, l2)
        const change = l1 > 0 ? descend(gram, slope, beta, l1) : solve(gram, slope)
        // Newton may overshoot far from the optimum: halve the step until the loss falls.
        let scale = 1
        let next = beta
        for (; scale > 1e-6; scale /= 2) {
          next = beta.map((b, j) => b - scale * change[j])
          const nextMargin = margins(blocks, next, n)
          const nextLoss = penalised(nextMargin, next, options)
          if (nextLoss <= loss + 1e-10 * Math.abs(loss)) {
            margin = nextMargin
            loss = nextLoss
            break
          }
        }
        onProgress?.({ done: step + 1, total: iterations })
        if (scale <= 1e-6) return beta
        const moved = change.reduce((most, c) => Math.max(most, Math.abs(scale * c)), 0)
        beta = next
        if (moved < tolerance) return beta
        if (moved > SHRINK * before) kept = undefined
        before = moved
      }
      throw new UserError(
        `invalid fit: no convergence in ${iterations} steps [raise l2 or the iterations]`,
        422,
      )
    },
  }
}

function withIntercept(rows: Float32Array, width: number): Float32Array {
  const count = width === 0 ? rows.length : rows.length / width
  const out = new Float32Array(count * (width + 1))
  for (let i = 0; i < count; i++) {
    out[i * (width + 1)] = 1
    out.set(rows.subarray(i * width, (i + 1) * width), i * (width + 1) + 1)
  }
  return out
}

function margins(
  blocks: readonly { from: number; values: Float32Array }[],
  beta: Float64Array,
  n: number,
): Float64Array {
  const out = new Float64Array(n)
  const d = beta.length
  for (const { from, values } of blocks) {
    for (let i = 0, o = 0; o < values.length; i++) {
      let sum = 0
      for (let j = 0; j < d; j++) sum += beta[j] * values[o++]
      out[from + i] = sum
    }
  }
  return out
}

function gradientOf(
  blocks: readonly { from: number; values: Float32Array }[],
  g: Float64Array,
  beta: Float64Array,
  l2: number,
): Float64Array {
  const out = beta.map((b, j) => (j === 0 ? 0 : l2 * b))
  const d = beta.length
  for (const { from, values } of blocks) {
    for (let i = 0, o = 0; o < values.length; i++) {
      const v = g[from + i]
      for (let j = 0; j < d; j++) out[j] += v * values[o++]
    }
  }
  return out
}

/** Sum of h x x' over the rows. */
function gramOf(
  tf: TensorFlow,
  blocks: readonly { from: number; tensor: Tensor2D }[],
  h: Float64Array,
  d: number,
): Float64Array {
  const gram = new Float64Array(d * d)
  for (const { from, tensor } of blocks) {
    const product = tf.tidy(() => {
      const roots = tf.tensor2d(Float32Array.from(h.subarray(from, from + tensor.shape[0]), Math.sqrt), [
        tensor.shape[0],
        1,
      ])
      const scaled = tensor.mul(roots)
      // Turned first: WebAssembly takes many times longer over a product that turns a side itself.
      return tf.matMul(scaled.transpose() as Tensor2D, scaled as Tensor2D).dataSync()
    })
    for (let k = 0; k < gram.length; k++) gram[k] += product[k]
  }
  return gram
}

/** The gram matrix plus the penalty on squares. */
function ridged(gram: Float64Array, d: number, l2: number): Float64Array {
  const out = gram.slice()
  for (let j = 1; j < d; j++) out[j * d + j] += l2
  return out
}

/** Solves a symmetric positive system by Cholesky, with a ridge at the level of rounding where it is singular. */
function solve(a: Float64Array, b: Float64Array): Float64Array {
  const d = b.length
  const l = a.slice()
  const out = b.slice()
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = l[i * d + j]
      for (let k = 0; k < j; k++) sum -= l[i * d + k] * l[j * d + k]
      if (i === j) l[i * d + i] = Math.sqrt(Math.max(sum, 1e-6 * Math.max(a[i * d + i], 1e-12)))
      else l[i * d + j] = sum / l[j * d + j]
    }
  }
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) out[i] -= l[i * d + k] * out[k]
    out[i] /= l[i * d + i]
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) out[i] -= l[k * d + i] * out[k]
    out[i] /= l[i * d + i]
  }
  return out
}

function lossSum(margin: Float64Array, labels: Labels, objective: Objective, power: number): number {
  const weights = labels.weight ? labels.weight.reduce((a, b) => a + b, 0) : margin.length
  // Deviance and squared error are twice the loss whose slope `gradients` gives.
  return meanLoss(margin, labels, objective, power) * weights * (objective === 'binary' ? 1 : 0.5)
}

function penalty(beta: Float64Array, l1: number, l2: number): number {
  let [squares, absolutes] = [0, 0]
  for (let j = 1; j < beta.length; j++) {
    squares += beta[j] * beta[j]
    absolutes += Math.abs(beta[j])
  }
  return (l2 / 2) * squares + l1 * absolutes
}
