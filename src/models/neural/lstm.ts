/**
 * One recurrent network for many series: it learns from all of them together how the next points differ from the season before.
 *
 * A single series teaches a network little, so it is for a family of series of one frequency. Each window is scaled by its own
 * mean size; the network sees the changes and says all steps ahead at once, as changes on the last season.
 *
 * References: Hochreiter and Schmidhuber (1997), "Long short-term memory"; Hewamalage, Bergmeir and Bandara (2021), "Recurrent
 * neural networks for time series forecasting: current status and future directions".
 */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs'
import { invalid } from '../../errors.ts'
import { random } from '../../util/random.ts'
import { tensorflow } from '../tensorflow.ts'

const DEFAULTS = {
  units: 16,
  epochs: 15,
  batch: 128,
  learningRate: 0.005,
  /** Windows, evenly drawn, that it learns from at most. */
  windows: 3000,
} as const

export interface LstmOptions {
  /** Points in a season; 1 for none. */
  readonly season: number
  readonly horizon: number
  readonly seed: number
  /** Passes over the windows. */
  readonly epochs?: number
}

/** Fits on the series and forecasts each: `horizon` points, in the order of the series. Native memory is freed. */
export async function forecastTogether(
  series: readonly Float64Array[],
  { season, horizon, seed, epochs = DEFAULTS.epochs }: LstmOptions,
): Promise<readonly Float64Array[]> {
  if (!Number.isInteger(season) || season < 1) throw invalid('season', season, 'a whole number from 1')
  if (!Number.isInteger(horizon) || horizon < 1) throw invalid('horizon', horizon, 'a whole number from 1')
  const width = widthOf(season)
  const rng = random(seed).fork('lstm')
  const inputs: Float32Array[] = []
  const targets: Float32Array[] = []
  for (const values of series)
    for (let end = values.length - horizon; end >= width; end -= Math.max(1, horizon >> 1)) {
      const window = values.subarray(end - width, end)
      const scale = sizeOf(window)
      if (!(scale > 0)) continue
      inputs.push(seen(window, scale))
      targets.push(
        Float32Array.from(
          { length: horizon },
          (_, h) => (values[end + h] - window[width - season + (h % season)]) / scale,
        ),
      )
    }
  if (inputs.length < 2)
    throw invalid('series', series.length, 'too few and too short for a window and its steps ahead')
  const order = rng
    .shuffle(Int32Array.from({ length: inputs.length }, (_, i) => i))
    .slice(0, DEFAULTS.windows)
  const tf = await tensorflow()
  const layers = [
    tf.layers.lstm({
      units: DEFAULTS.units,
      inputShape: [width, 1],
      kernelInitializer: tf.initializers.glorotUniform({ seed: rng.int(0, 1e6) }),
      recurrentInitializer: tf.initializers.glorotUniform({ seed: rng.int(0, 1e6) }),
    }),
    tf.layers.dense({ units: horizon, kernelInitializer: 'zeros' }),
  ]
  const model = tf.sequential({ layers })
  const optimizer = tf.train.adam(DEFAULTS.learningRate)
  const tensors: (Tensor2D | Tensor3D)[] = []
  try {
    model.compile({ optimizer, loss: 'meanAbsoluteError' })
    const x = tf.tensor3d(flat(order, inputs, width), [order.length, width, 1])
    const y = tf.tensor2d(flat(order, targets, horizon), [order.length, horizon])
    tensors.push(x, y)
    await model.fit(x, y, { epochs, batchSize: DEFAULTS.batch, shuffle: false, verbose: 0 })
    const lasts = series.map((values) => lastOf(values, width))
    const scales = lasts.map((window) => sizeOf(window) || 1)
    const rows = lasts.map((window, i) => seen(window, scales[i]))
    const every = Int32Array.from(rows, (_, i) => i)
    const last = tf.tensor3d(flat(every, rows, width), [rows.length, width, 1])
    tensors.push(last)
    const changes = tf.tidy(() => (model.predict(last) as Tensor2D).dataSync())
    return lasts.map((window, i) =>
      Float64Array.from(
        { length: horizon },
        (_, h) => window[width - season + (h % season)] + scales[i] * changes[i * horizon + h],
      ),
    )
  } finally {
    tf.dispose(tensors)
    model.dispose()
    optimizer.dispose()
  }
}

/** Points that the network sees: a season, or two short ones. */
const widthOf = (season: number) => Math.max(5, season <= 6 ? 2 * season : season)

function sizeOf(window: Float64Array): number {
  return window.reduce((sum, v) => sum + Math.abs(v), 0) / window.length
}

/** A window as the network sees it: its distance from its mean size. */
const seen = (window: Float64Array, scale: number) => Float32Array.from(window, (v) => v / scale - 1)

/** The last `width` points; what is before a shorter series is like its first point. */
function lastOf(values: Float64Array, width: number): Float64Array {
  return Float64Array.from({ length: width }, (_, i) => values[Math.max(0, values.length - width + i)] ?? 0)
}

function flat(order: Int32Array, rows: readonly Float32Array[], width: number): Float32Array {
  const out = new Float32Array(order.length * width)
  order.forEach((row, i) => {
    out.set(rows[row], i * width)
  })
  return out
}
