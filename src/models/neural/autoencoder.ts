/**
 * Autoencoder: a network that must say a row through a few numbers learns how features usually go together; what it cannot say
 * again is unusual, feature by feature.
 *
 * It is trained on TensorFlow and scores without it, so that a score is the same on every backend and needs no native memory.
 *
 * Reference: Hawkins, He, Williams and Baxter (2002), "Outlier detection using replicator neural networks"; Sakurada and Yairi
 * (2014), "Anomaly detection using autoencoders with nonlinear dimensionality reduction".
 */
import { invalid } from '../../errors.ts'
import {
  type Explanation,
  type FeatureMatrix,
  type FitOptions,
  type FittedModel,
  type Json,
  type ModelFile,
  requireFeatures,
  takeRows,
} from '../../model.ts'
import { random } from '../../util/random.ts'
import { chooseDesign, type DesignColumn } from '../linear/design.ts'
import { percentileOf, quantilesOf } from '../percentile.ts'
import { codeRows } from './coding.ts'
import { type Layer, reconstruct } from './layers.ts'
import { trainAutoencoder } from './train-autoencoder.ts'

const VERSION = 1

export interface AutoencoderParameters {
  /** Width of the layers on both sides of the code, as a share of the inputs. */
  readonly hidden: number
  /** Numbers that a row is said through; default a twelfth of the inputs, 2 to 24. */
  readonly code: number | undefined
  /** Passes over the rows at most. */
  readonly epochs: number
  readonly batch: number
  readonly learningRate: number
  /** Share of the rows that say when to stop. */
  readonly heldOut: number
  /** Passes without a better held-out loss, after which it stops and the best weights stand. */
  readonly patience: number
  /** Rows (evenly drawn) that it learns from at most. */
  readonly sample: number
}

const DEFAULTS: AutoencoderParameters = {
  hidden: 0.25,
  code: undefined,
  epochs: 10,
  batch: 128,
  learningRate: 0.006,
  heldOut: 0.15,
  patience: 3,
  sample: 5000,
}

/** Values are cut here, in standard deviations, so that one wild value does not draw all the learning to itself. */
const REACH = 6
/** Rows (evenly spaced) that the percentiles are taken from. */
const PERCENTILE_ROWS = 5000
/** A column that is hardly ever said wrong must not shout at the first slip. */
const LEAST_ERROR = 0.05

/** Learns what is usual; needs no labels. Same rows, parameters, seed and backend: the same model. */
export async function fitAutoencoder(
  x: FeatureMatrix,
  parameters: Partial<AutoencoderParameters> = {},
  { seed = 1, signal, onProgress }: Omit<FitOptions, 'validation'> = {},
): Promise<FittedAutoencoder> {
  const p = { ...DEFAULTS, ...parameters }
  requireFeatures(x, x.names)
  if (x.rows < 20) throw invalid('training rows', x.rows, 'at least twenty')
  if (!(p.heldOut > 0 && p.heldOut < 1)) throw invalid('autoencoder heldOut', p.heldOut, 'between 0 and 1')
  const design = chooseDesign(x).map((column) => ({ ...column, scale: scaleOf(column) }))
  if (design.length < 2)
    throw invalid('features', x.names.length, 'at least two that are not the same in every row')
  const drawn = random(seed)
    .shuffle(Int32Array.from({ length: x.rows }, (_, i) => i))
    .slice(0, p.sample)
  const held = Math.max(5, Math.round(drawn.length * p.heldOut))
  const layers = await trainAutoencoder(
    {
      training: codeRows(x, design, drawn.subarray(held), REACH),
      heldOut: codeRows(x, design, drawn.subarray(0, held), REACH),
      width: design.length,
    },
    { ...p, code: p.code ?? Math.min(24, Math.max(2, Math.round(design.length / 12))) },
    { seed, signal, onProgress },
  )
  // What a column is usually wrong by comes from rows that were not learned from.
  const usual = meanErrors(x, design, layers, drawn.subarray(0, held))
  const made = (quantiles: Float64Array) =>
    new FittedAutoencoder([...x.names], design, layers, usual, quantiles)
  const step = Math.max(1, x.rows / PERCENTILE_ROWS)
  const spaced = Int32Array.from({ length: Math.floor(x.rows / step) }, (_, i) => Math.floor(i * step))
  return made(quantilesOf(made(new Float64Array(1)).anomaly(takeRows(x, spaced))))
}

/** Flags by their standard deviation, so that a rare one counts as a rare one; bounded, as the rarest say little. */
const scaleOf = ({ kind, mean, scale }: DesignColumn): number =>
  kind === 'number' ? scale : Math.max(0.2, Math.sqrt(mean * (1 - mean)))

function meanErrors(
  x: FeatureMatrix,
  design: readonly DesignColumn[],
  layers: readonly Layer[],
  rows: Int32Array,
): Float64Array {
  const { values, known } = codeRows(x, design, rows, REACH)
  const said = reconstruct(layers, values, rows.length)
  return Float64Array.from(design, (_, c) => {
    let [sum, count] = [0, 0]
    for (let i = 0, at = c; i < rows.length; i++, at += design.length) {
      sum += known[at] * (values[at] - said[at]) ** 2
      count += known[at]
    }
    return Math.max(count > 0 ? sum / count : 1, LEAST_ERROR)
  })
}

export class FittedAutoencoder implements FittedModel {
  readonly kind = 'autoencoder'
  readonly objective = 'binary'
  readonly features: readonly string[]
  readonly #design: readonly DesignColumn[]
  readonly #layers: readonly Layer[]
  /** Mean squared error of each column on rows that were not learned from. */
  readonly #usual: Float64Array
  /** Evenly spaced quantiles of the training rows' anomaly. */
  readonly #quantiles: Float64Array

  constructor(
    features: readonly string[],
    design: readonly DesignColumn[],
    layers: readonly Layer[],
    usual: Float64Array,
    quantiles: Float64Array,
  ) {
    this.features = features
    this.#design = design
    this.#layers = layers
    this.#usual = usual
    this.#quantiles = quantiles
  }

  /** Errors of each feature over their usual size, log-damped; one array a feature. A missing number is no error, that it is missing may be. */
  #errors(x: FeatureMatrix, rows: Int32Array): Float64Array[] {
    const { values, known } = codeRows(x, this.#design, rows, REACH)
    const said = reconstruct(this.#layers, values, rows.length)
    const out = this.features.map(() => new Float64Array(rows.length))
    this.#design.forEach(({ feature }, c) => {
      for (let i = 0, at = c; i < rows.length; i++, at += this.#design.length)
        if (known[at] === 1) out[feature][i] += Math.log1p((values[at] - said[at]) ** 2 / this.#usual[c])
    })
    return out
  }

  /** How much of a row could not be said again: the sum over its features. */
  anomaly(x: FeatureMatrix): Float64Array {
    requireFeatures(x, this.features)
    const out = new Float64Array(x.rows)
    for (const errors of this.#errors(x, allRows(x))) for (let i = 0; i < out.length; i++) out[i] += errors[i]
    return out
  }

  /** Share of training rows that are less odd, in (0, 1). */
  score(x: FeatureMatrix): Float64Array {
    return this.anomaly(x).map((anomaly) => percentileOf(this.#quantiles, anomaly))
  }

  /** Log-odds of the percentile: a margin to be calibrated, 0 for the median row. */
  margin(x: FeatureMatrix): Float64Array {
    return this.score(x).map((p) => Math.log(p / (1 - p)))
  }

  /** Splits a row's margin among the features by their share of its error. The bias is 0; the parts have the sign of the margin. */
  explain(x: FeatureMatrix, rows: Int32Array = allRows(x)): Explanation {
    requireFeatures(x, this.features)
    const errors = this.#errors(x, rows)
    const parts = this.features.map(() => new Float64Array(rows.length))
    for (let i = 0; i < rows.length; i++) {
      const total = errors.reduce((sum, list) => sum + list[i], 0)
      const p = percentileOf(this.#quantiles, total)
      const margin = Math.log(p / (1 - p))
      errors.forEach((list, j) => {
        parts[j][i] = total > 0 ? (margin * list[i]) / total : margin / errors.length
      })
    }
    return { rows, names: this.features, bias: 0, parts }
  }

  toJSON(): ModelFile {
    const list = <K extends keyof DesignColumn>(key: K) => this.#design.map((column) => column[key])
    return {
      kind: this.kind,
      version: VERSION,
      features: this.features,
      body: {
        feature: list('feature'),
        column: list('kind'),
        code: list('code'),
        mean: list('mean'),
        scale: list('scale'),
        usual: [...this.#usual],
        quantiles: [...this.#quantiles],
        layers: this.#layers.map(({ inputs, outputs, weights, bias }) => ({
          inputs,
          outputs,
          weights: [...weights],
          bias: [...bias],
        })),
      },
    }
  }
}

const allRows = (x: FeatureMatrix): Int32Array => Int32Array.from({ length: x.rows }, (_, i) => i)

/** Reads an autoencoder back; UserError when the file does not hold one. */
export function autoencoderFromJson({ version, features, body }: ModelFile): FittedAutoencoder {
  if (version !== VERSION) throw invalid('version of autoencoder', version, `this release reads ${VERSION}`)
  const fail = (name: string): never => {
    throw invalid('model file', name, 'an autoencoder needs it, one number each')
  }
  const numbers = (value: Json | undefined, name: string, length?: number): number[] => {
    if (!Array.isArray(value) || (length !== undefined && value.length !== length)) return fail(name)
    return value.map((v: Json) => (typeof v === 'number' && Number.isFinite(v) ? v : fail(name)))
  }
  const feature = numbers(body.feature, 'feature')
  const width = feature.length
  const [code, mean, scale, usual] = ['code', 'mean', 'scale', 'usual'].map((name) =>
    numbers(body[name], name, width),
  )
  const kinds: readonly Json[] = Array.isArray(body.column) ? body.column : fail('column')
  const design = feature.map((at, c): DesignColumn => {
    const kind = kinds[c]
    if (kind !== 'number' && kind !== 'missing' && kind !== 'code') return fail('column')
    if (!(at >= 0 && at < features.length) || scale[c] === 0 || !(usual[c] > 0)) return fail('feature')
    return { feature: at, kind, code: code[c], mean: mean[c], scale: scale[c] }
  })
  if (!Array.isArray(body.layers)) return fail('layers')
  let inputs = width
  const layers = body.layers.map((layer: Json): Layer => {
    if (typeof layer !== 'object' || layer === null || Array.isArray(layer)) return fail('layers')
    const { outputs, weights, bias, ...rest } = layer as { readonly [key: string]: Json }
    if (typeof outputs !== 'number' || rest.inputs !== inputs) return fail('layers')
    const made = {
      inputs,
      outputs,
      weights: Float32Array.from(numbers(weights, 'weights', inputs * outputs)),
      bias: Float32Array.from(numbers(bias, 'bias', outputs)),
    }
    inputs = outputs
    return made
  })
  if (layers.length === 0 || inputs !== width) fail('layers')
  const quantiles = numbers(body.quantiles, 'quantiles')
  if (quantiles.length === 0) fail('quantiles')
  return new FittedAutoencoder(
    features,
    design,
    layers,
    Float64Array.from(usual),
    Float64Array.from(quantiles),
  )
}
