/**
 * Trains the layers of an autoencoder on TensorFlow: mini-batches, Adam, early stopping on rows held out.
 *
 * Reference: Kingma and Ba (2015), "Adam: a method for stochastic optimization"; Glorot and Bengio (2010) for the first weights.
 */
import type { Tensor2D, Variable } from '@tensorflow/tfjs'
import type { FitOptions } from '../../model.ts'
import { random } from '../../util/random.ts'
import { type TensorFlow, tensorflow } from '../tensorflow.ts'
import type { CodedRows } from './coding.ts'
import type { Layer } from './layers.ts'

export interface AutoencoderRows {
  readonly training: CodedRows
  readonly heldOut: CodedRows
  /** Values a row. */
  readonly width: number
}

export interface AutoencoderTraining {
  readonly hidden: number
  readonly code: number
  readonly epochs: number
  readonly batch: number
  readonly learningRate: number
  readonly patience: number
}

/** The layers at the pass whose held-out loss was least. All native memory is freed, however it ends. */
export async function trainAutoencoder(
  { training, heldOut, width }: AutoencoderRows,
  p: AutoencoderTraining,
  { seed, signal, onProgress }: { seed: number } & Pick<FitOptions, 'signal' | 'onProgress'>,
): Promise<Layer[]> {
  const tf = await tensorflow()
  const middle = Math.max(p.code, Math.round(width * p.hidden))
  const widths = [width, middle, p.code, middle, width]
  const rng = random(seed).fork('autoencoder')
  const variables: Variable[] = []
  const held: Tensor2D[] = []
  const optimizer = tf.train.adam(p.learningRate)
  try {
    for (let l = 0; l + 1 < widths.length; l++) {
      const [inputs, outputs] = [widths[l], widths[l + 1]]
      const spread = Math.sqrt(6 / (inputs + outputs))
      const first = Float32Array.from({ length: inputs * outputs }, () => (2 * rng.next() - 1) * spread)
      variables.push(
        tf.tidy(() => tf.variable(tf.tensor2d(first, [inputs, outputs]))),
        tf.tidy(() => tf.variable(tf.zeros([1, outputs]))),
      )
    }
    const rows = training.values.length / width
    const order = Int32Array.from({ length: rows }, (_, i) => i)
    const heldRows = heldOut.values.length / width
    held.push(tf.tensor2d(heldOut.values, [heldRows, width]), tf.tensor2d(heldOut.known, [heldRows, width]))
    let best = { loss: Number.POSITIVE_INFINITY, layers: takenFrom(variables, widths) }
    let since = 0
    for (let epoch = 0; epoch < p.epochs && since < p.patience; epoch++) {
      rng.shuffle(order)
      for (let from = 0; from < rows; from += p.batch) {
        signal?.throwIfAborted()
        const batch = order.subarray(from, from + p.batch)
        step(tf, variables, optimizer, gathered(training, batch, width), batch.length, width)
      }
      const loss = tf.tidy(() => errorOf(tf, variables, held[0], held[1]).dataSync()[0])
      onProgress?.({ done: epoch + 1, total: p.epochs, loss })
      since = loss < best.loss ? 0 : since + 1
      if (loss < best.loss) best = { loss, layers: takenFrom(variables, widths) }
      // Lets others have the thread, and an abort come through.
      await new Promise((resolve) => setImmediate(resolve))
    }
    return best.layers
  } finally {
    tf.dispose(held)
    tf.dispose(variables)
    optimizer.dispose()
  }
}

function step(
  tf: TensorFlow,
  variables: Variable[],
  optimizer: ReturnType<TensorFlow['train']['adam']>,
  { values, known }: CodedRows,
  rows: number,
  width: number,
): void {
  tf.tidy(() => {
    const x = tf.tensor2d(values, [rows, width])
    const mask = tf.tensor2d(known, [rows, width])
    optimizer.minimize(() => errorOf(tf, variables, x, mask).asScalar(), false, variables)
  })
}

/** A product whose slopes are plain products too: WebAssembly takes many times longer over one with a turned side. */
function times(tf: TensorFlow, a: Tensor2D, b: Tensor2D): Tensor2D {
  const product = tf.customGrad((left, right, save) => {
    const [x, y] = [left as Tensor2D, right as Tensor2D]
    const keep = save as (tensors: Tensor2D[]) => void
    keep([x, y])
    return {
      value: tf.matMul(x, y),
      gradFunc: (slope, saved) => {
        const [l, r] = saved as Tensor2D[]
        return [tf.matMul(slope as Tensor2D, r.transpose()), tf.matMul(l.transpose(), slope as Tensor2D)]
      },
    }
  })
  return product(a, b) as Tensor2D
}

/** Mean squared error of what is known. */
function errorOf(tf: TensorFlow, variables: readonly Variable[], x: Tensor2D, mask: Tensor2D) {
  let now: Tensor2D = x
  for (let i = 0; i < variables.length; i += 2) {
    const sum = times(tf, now, variables[i] as unknown as Tensor2D).add(variables[i + 1]) as Tensor2D
    now = i + 2 < variables.length ? sum.tanh() : sum
  }
  return now.sub(x).square().mul(mask).sum().div(mask.sum())
}

function gathered({ values, known }: CodedRows, rows: Int32Array, width: number): CodedRows {
  const take = (from: Float32Array) => {
    const out = new Float32Array(rows.length * width)
    rows.forEach((row, i) => {
      out.set(from.subarray(row * width, (row + 1) * width), i * width)
    })
    return out
  }
  return { values: take(values), known: take(known) }
}

function takenFrom(variables: readonly Variable[], widths: readonly number[]): Layer[] {
  return widths.slice(1).map((outputs, l) => ({
    inputs: widths[l],
    outputs,
    weights: Float32Array.from(variables[2 * l].dataSync()),
    bias: Float32Array.from(variables[2 * l + 1].dataSync()),
  }))
}
