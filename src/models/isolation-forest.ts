/**
 * Isolation forest: how few random cuts set a row apart from the others.
 *
 * Missing values go with the majority at every cut, so a row is not odd for having gaps.
 *
 * Reference: Liu, Ting and Zhou (2008), "Isolation forest"; the reasons follow Carletti et al. (2019), "Explainable machine
 * learning in industry 4.0: DIFFI".
 */
import { invalid } from '../errors.ts'
import {
  type Explanation,
  type FeatureMatrix,
  type FittedModel,
  type Json,
  type ModelFile,
  requireFeatures,
  takeRows,
} from '../model.ts'
import { random } from '../util/random.ts'
import { anomalies, goesLeft } from './isolation/depths.ts'
import { IsolationGrower, type Nodes } from './isolation/grow.ts'
import { percentileOf, quantilesOf } from './percentile.ts'

const VERSION = 1

export interface IsolationParameters {
  readonly trees: number
  /** Rows drawn for a tree; more only hide the odd ones among themselves. */
  readonly sample: number
  readonly seed: number
}

const DEFAULTS: IsolationParameters = { trees: 100, sample: 256, seed: 1 }

/** Training rows (evenly spaced) that the percentiles are taken from. */
const PERCENTILE_ROWS = 20_000

/** Grows an isolation forest; needs no labels. Codes of categories are cut like numbers. */
export function fitIsolationForest(
  x: FeatureMatrix,
  parameters: Partial<IsolationParameters> = {},
): FittedIsolationForest {
  requireFeatures(x, x.names)
  const { trees, sample, seed } = { ...DEFAULTS, ...parameters }
  if (x.rows < 2) throw invalid('training rows', x.rows, 'at least two rows')
  if (!(trees >= 1 && sample >= 2))
    throw invalid('isolation forest', [trees, sample], 'at least one tree of two rows')
  const rng = random(seed)
  const size = Math.min(sample, x.rows)
  const limit = Math.ceil(Math.log2(size))
  const grower = new IsolationGrower(x, limit, rng)
  const order = Int32Array.from({ length: x.rows }, (_, i) => i)
  for (let t = 0; t < trees; t++) {
    // The first `size` places of a partial shuffle are a draw without replacement.
    for (let i = 0; i < size; i++) {
      const k = rng.int(i, x.rows - 1)
      const row = order[i]
      order[i] = order[k]
      order[k] = row
    }
    grower.grow(order.slice(0, size))
  }
  const nodes = grower.nodes()
  const step = Math.max(1, x.rows / PERCENTILE_ROWS)
  const spaced = Int32Array.from({ length: Math.floor(x.rows / step) }, (_, i) => Math.floor(i * step))
  const quantiles = quantilesOf(anomalies(nodes, takeRows(x, spaced).columns, spaced.length, size))
  return new FittedIsolationForest([...x.names], nodes, size, quantiles)
}

export class FittedIsolationForest implements FittedModel {
  readonly kind = 'isolation_forest'
  readonly objective = 'binary'
  readonly features: readonly string[]
  readonly #nodes: Nodes
  readonly #size: number
  /** Evenly spaced quantiles of the training rows' anomaly. */
  readonly #quantiles: Float64Array

  constructor(features: readonly string[], nodes: Nodes, size: number, quantiles: Float64Array) {
    this.features = features
    this.#nodes = nodes
    this.#size = size
    this.#quantiles = quantiles
  }

  /** 2^(-mean depth / expected depth), in (0, 1): near 0.5 is ordinary, towards 1 is odd. */
  anomaly(x: FeatureMatrix): Float64Array {
    requireFeatures(x, this.features)
    return anomalies(this.#nodes, x.columns, x.rows, this.#size)
  }

  /** Share of training rows that are less odd, in (0, 1). */
  score(x: FeatureMatrix): Float64Array {
    return this.anomaly(x).map((anomaly) => percentileOf(this.#quantiles, anomaly))
  }

  /** Log-odds of the percentile: a margin to be calibrated, 0 for the median row. */
  margin(x: FeatureMatrix): Float64Array {
    return this.score(x).map((p) => Math.log(p / (1 - p)))
  }

  /**
   * Splits a row's margin among the features by the information of the cuts that isolated it: a cut that leaves 1 of 100
   * rows on the row's side earns its feature log2(100) bits, squared so that one telling cut outweighs many ordinary ones. The bias is 0; the parts have the sign of the margin.
   */
  explain(
    x: FeatureMatrix,
    rows: Int32Array = Int32Array.from({ length: x.rows }, (_, i) => i),
  ): Explanation {
    requireFeatures(x, this.features)
    const { roots, feature, left, right, count } = this.#nodes
    const parts = this.features.map(() => new Float64Array(rows.length))
    const earned = new Float64Array(this.features.length)
    const columns = x.columns.map((column) => Float32Array.from(rows, (row) => column[row]))
    const margin = this.margin({ ...x, rows: rows.length, columns })
    for (let i = 0; i < rows.length; i++) {
      earned.fill(0)
      for (const root of roots) {
        let node = root
        for (let f = feature[node]; f >= 0; f = feature[node]) {
          const next = goesLeft(this.#nodes, node, columns[f][i]) ? left[node] : right[node]
          earned[f] += Math.log2(count[node] / Math.max(count[next], 0.5)) ** 2
          node = next
        }
      }
      const total = earned.reduce((a, b) => a + b, 0)
      for (let j = 0; j < earned.length; j++)
        parts[j][i] = total > 0 ? (margin[i] * earned[j]) / total : margin[i] / earned.length
    }
    return { rows, names: this.features, bias: 0, parts }
  }

  toJSON(): ModelFile {
    const { roots, feature, cut, left, right, missingLeft, count } = this.#nodes
    return {
      kind: this.kind,
      version: VERSION,
      features: this.features,
      body: {
        size: this.#size,
        quantiles: [...this.#quantiles],
        roots: [...roots],
        feature: [...feature],
        cut: [...cut],
        left: [...left],
        right: [...right],
        missing_left: [...missingLeft],
        count: [...count],
      },
    }
  }
}

/** Reads an isolation forest back; UserError when the file does not hold one. */
export function isolationForestFromJson({ version, features, body }: ModelFile): FittedIsolationForest {
  if (version !== VERSION)
    throw invalid('version of isolation_forest', version, `this release reads ${VERSION}`)
  const numbers = (name: string): number[] => {
    const list: Json | undefined = body[name]
    if (!Array.isArray(list)) throw invalid('model file', name, 'an array of numbers belongs here')
    return list.map((v: Json) => {
      if (typeof v !== 'number') throw invalid('model file', name, 'an array of numbers belongs here')
      return v
    })
  }
  const nodes: Nodes = {
    roots: Int32Array.from(numbers('roots')),
    feature: Int32Array.from(numbers('feature')),
    cut: Float64Array.from(numbers('cut')),
    left: Int32Array.from(numbers('left')),
    right: Int32Array.from(numbers('right')),
    missingLeft: Uint8Array.from(numbers('missing_left')),
    count: Int32Array.from(numbers('count')),
  }
  const total = nodes.feature.length
  const sound = nodes.feature.every((f, i) => {
    if (f < 0) return true
    return (
      f < features.length &&
      nodes.left[i] > i &&
      nodes.right[i] > i &&
      nodes.left[i] < total &&
      nodes.right[i] < total
    )
  })
  if (!sound || nodes.roots.some((root) => root < 0 || root >= total)) {
    throw invalid('model file', 'isolation_forest', 'a node points outside of the model')
  }
  if (typeof body.size !== 'number' || body.size < 2) throw invalid('model file', 'size', 'a number from 2')
  return new FittedIsolationForest(features, nodes, body.size, Float64Array.from(numbers('quantiles')))
}
