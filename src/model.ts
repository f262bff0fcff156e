/** The contract of a risk model: typed columns in, scores and additive reasons out. */
import { UserError } from './errors.ts'

/** Column-major features: one Float32Array a column, all `rows` long; NaN is missing. */
export interface FeatureMatrix {
  readonly names: readonly string[]
  readonly rows: number
  readonly columns: readonly Float32Array[]
  /** True where a column holds codes without an order (0, 1, 2, ...); all false when absent. */
  readonly categorical?: readonly boolean[]
}

/** What a model learns from, aligned with the rows of a matrix. */
export interface Labels {
  /** 0 or 1 for `binary`; counts or amounts (>= 0) for `poisson` and `tweedie`; amounts (> 0) for `gamma`; anything for `squared`. */
  readonly y: Float64Array
  /** Importance of a row, >= 0; 1 when absent. */
  readonly weight?: Float64Array
  /** Time at risk, > 0, for `poisson` and `tweedie`; 1 when absent. */
  readonly exposure?: Float64Array
}

/**
 * What is learned. `binary`: margin = log-odds, score = probability. `poisson` and `tweedie`: margin = log-rate, score = rate a unit of
 * exposure. `gamma`: margin = log of the mean, score = mean amount. `squared`: margin = score = mean.
 */
export type Objective = 'binary' | 'poisson' | 'gamma' | 'tweedie' | 'squared'

/** Every kind that a model file may name; `src/models/kinds.ts` restores them. */
export type ModelKind =
  | 'trees'
  | 'decision_tree'
  | 'random_forest'
  | 'extra_trees'
  | 'linear'
  | 'ensemble'
  | 'isolation_forest'
  | 'autoencoder'
  | 'peer_groups'

/** How far a fit has come. */
export interface FitProgress {
  readonly done: number
  readonly total: number
  /** Loss on the validation set, when one was given. */
  readonly loss?: number
}

/** What a fit needs besides its data; hyper-parameters belong to the model. */
export interface FitOptions {
  /** Same seed, data and parameters: same model, bit for bit. Default 1. */
  readonly seed?: number
  /** Rows held out for early stopping; never the test period. */
  readonly validation?: { readonly x: FeatureMatrix; readonly labels: Labels }
  readonly onProgress?: (progress: FitProgress) => void
  /** Threads that a fit may use; the configuration's when absent. Never changes what is learned. */
  readonly threads?: number
  /** Aborting rejects the fit with the signal's reason. */
  readonly signal?: AbortSignal
}

/** A recipe: hyper-parameters only. `fit` learns and returns what can score; nothing else can. */
export interface Model {
  readonly kind: ModelKind
  fit(x: FeatureMatrix, labels: Labels, options?: FitOptions): Promise<FittedModel>
}

/** Contributions in margin space: for every row, `bias` plus its parts equals the margin to 1e-9. */
export interface Explanation {
  /** Row numbers of the matrix that are explained, in order. */
  readonly rows: Int32Array
  readonly names: readonly string[]
  readonly bias: number
  /** One array a feature, one value a row of `rows`. */
  readonly parts: readonly Float64Array[]
}

/** A model that has learned. Refuses a matrix whose feature names differ (UserError naming them). */
export interface FittedModel {
  readonly kind: ModelKind
  readonly objective: Objective
  readonly features: readonly string[]
  /** Log-odds or log-rate, one value a row; exposure is not included. */
  margin(x: FeatureMatrix): Float64Array
  /** Probability in [0, 1], or rate a unit of exposure. */
  score(x: FeatureMatrix): Float64Array
  /** Reasons of the given rows, or of all. */
  explain(x: FeatureMatrix, rows?: Int32Array): Explanation
  toJSON(): ModelFile
}

/** Values that JSON holds without loss. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A fitted model as plain JSON; `body` belongs to the kind. */
export interface ModelFile {
  readonly kind: ModelKind
  readonly version: number
  readonly features: readonly string[]
  readonly body: { readonly [key: string]: Json }
}

/** The columns `names` of a matrix, in that order; UserError naming those that it lacks. Copies nothing. */
export function select(x: FeatureMatrix, names: readonly string[]): FeatureMatrix {
  const place = new Map(x.names.map((name, i) => [name, i]))
  const absent = names.filter((name) => !place.has(name))
  if (absent.length > 0)
    throw new UserError(
      `missing features: ${absent.join(', ')} [the matrix has ${x.names.length} columns]`,
      422,
    )
  const picked = names.map((name) => place.get(name) as number)
  return {
    names,
    rows: x.rows,
    columns: picked.map((i) => x.columns[i]),
    ...(x.categorical ? { categorical: picked.map((i) => x.categorical?.[i] === true) } : {}),
  }
}

/** The given rows of a matrix, copied, in the given order. */
export function takeRows(x: FeatureMatrix, rows: Int32Array): FeatureMatrix {
  return {
    ...x,
    rows: rows.length,
    columns: x.columns.map((column) => {
      const taken = new Float32Array(rows.length)
      for (let i = 0; i < rows.length; i++) taken[i] = column[rows[i]]
      return taken
    }),
  }
}

/** The given rows of labels, copied, in the given order. */
export function takeLabels(labels: Labels, rows: Int32Array): Labels {
  const take = (from: Float64Array) => Float64Array.from(rows, (row) => from[row])
  return {
    y: take(labels.y),
    ...(labels.weight ? { weight: take(labels.weight) } : {}),
    ...(labels.exposure ? { exposure: take(labels.exposure) } : {}),
  }
}

/** Refuses a matrix whose names are not exactly `features` in order, or whose columns are ragged. */
export function requireFeatures(x: FeatureMatrix, features: readonly string[]): void {
  const absent = features.filter((name) => !x.names.includes(name))
  const extra = x.names.filter((name) => !features.includes(name))
  if (absent.length > 0 || extra.length > 0) {
    const parts = [
      absent.length > 0 ? `missing features: ${absent.join(', ')}` : '',
      extra.length > 0 ? `unknown features: ${extra.join(', ')}` : '',
    ].filter((part) => part !== '')
    throw new UserError(`${parts.join('; ')} [pick the model's columns with select()]`, 422)
  }
  const moved = features.findIndex((name, i) => x.names[i] !== name)
  if (moved >= 0 || x.names.length !== features.length) {
    throw new UserError(
      `invalid feature order: ${x.names[moved]} where ${features[moved]} belongs [use select()]`,
      422,
    )
  }
  const ragged = x.columns.findIndex((column) => column.length !== x.rows)
  if (ragged >= 0 || x.columns.length !== features.length) {
    throw new UserError(
      `invalid feature matrix: column ${x.names[ragged] ?? x.columns.length} [every column holds ${x.rows} rows]`,
      422,
    )
  }
}
