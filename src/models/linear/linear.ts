/** Logistic regression and Poisson regression (offset: log exposure) as models. */
import { invalid } from '../../errors.ts'
import {
  type Explanation,
  type FeatureMatrix,
  type FitOptions,
  type FittedModel,
  type Json,
  type Labels,
  type Model,
  type ModelFile,
  type Objective,
  requireFeatures,
} from '../../model.ts'
import { checkLabels, inverseLink, priorMargin } from '../objective.ts'
import { chooseDesign, type DesignColumn, designRows, designValue } from './design.ts'
import { newton } from './newton.ts'

const VERSION = 1

export interface LinearParameters {
  readonly objective: Objective
  /** Penalty on half the squared coefficients of standardised columns, against the summed log likelihood. */
  readonly l2: number
  readonly iterations: number
  readonly tolerance: number
}

const DEFAULTS: LinearParameters = { objective: 'binary', l2: 1, iterations: 100, tolerance: 1e-8 }

/** Logistic regression. Numbers are standardised, missing values get a flag, categories one flag each. */
export function logistic(parameters: Partial<Omit<LinearParameters, 'objective'>> = {}): Model {
  return linear({ ...parameters, objective: 'binary' })
}

/** Poisson regression of counts with the log of exposure as offset. */
export function poissonRegression(parameters: Partial<Omit<LinearParameters, 'objective'>> = {}): Model {
  return linear({ ...parameters, objective: 'poisson' })
}

function linear(given: Partial<LinearParameters>): Model {
  const p = { ...DEFAULTS, ...given }
  if (!(p.l2 >= 0)) throw invalid('linear parameter l2', p.l2, 'a number of 0 or more')
  return {
    kind: 'linear',
    async fit(
      x: FeatureMatrix,
      labels: Labels,
      { signal, onProgress }: FitOptions = {},
    ): Promise<FittedLinear> {
      requireFeatures(x, x.names)
      checkLabels(labels, x.rows, p.objective)
      const design = chooseDesign(x, labels.weight)
      const beta = await newton(
        (from, to) => designRows(x, design, from, to),
        design.length,
        labels,
        p.objective,
        priorMargin(labels, p.objective),
        { ...p, signal, onProgress },
      )
      return new FittedLinear(p.objective, [...x.names], beta[0], design, beta.slice(1))
    },
  }
}

export class FittedLinear implements FittedModel {
  readonly kind = 'linear'
  readonly objective: Objective
  readonly features: readonly string[]
  /** Margin of a row whose every design column is at its mean. */
  readonly bias: number
  readonly design: readonly DesignColumn[]
  /** One a design column, for its centred and scaled value. */
  readonly coefficients: Float64Array

  constructor(
    objective: Objective,
    features: readonly string[],
    bias: number,
    design: readonly DesignColumn[],
    coefficients: Float64Array,
  ) {
    this.objective = objective
    this.features = features
    this.bias = bias
    this.design = design
    this.coefficients = coefficients
  }

  margin(x: FeatureMatrix): Float64Array {
    const out = new Float64Array(x.rows).fill(this.bias)
    for (const part of this.explain(x).parts) for (let i = 0; i < out.length; i++) out[i] += part[i]
    return out
  }

  score(x: FeatureMatrix): Float64Array {
    return this.margin(x).map((margin) => inverseLink(margin, this.objective))
  }

  /** Coefficient times the distance from the mean; the flags of a feature are added to its part. */
  explain(
    x: FeatureMatrix,
    rows: Int32Array = Int32Array.from({ length: x.rows }, (_, i) => i),
  ): Explanation {
    requireFeatures(x, this.features)
    const parts = this.features.map(() => new Float64Array(rows.length))
    this.design.forEach((column, j) => {
      const [values, part, coefficient] = [
        x.columns[column.feature],
        parts[column.feature],
        this.coefficients[j],
      ]
      for (let i = 0; i < rows.length; i++) part[i] += coefficient * designValue(column, values[rows[i]])
    })
    return { rows, names: this.features, bias: this.bias, parts }
  }

  toJSON(): ModelFile {
    const list = <K extends keyof DesignColumn>(key: K) => this.design.map((column) => column[key])
    return {
      kind: this.kind,
      version: VERSION,
      features: this.features,
      body: {
        objective: this.objective,
        bias: this.bias,
        feature: list('feature'),
        column: list('kind'),
        code: list('code'),
        mean: list('mean'),
        scale: list('scale'),
        coefficient: [...this.coefficients],
      },
    }
  }
}

/** Reads a linear model back; UserError when the file does not hold one. */
export function linearFromJson({ version, features, body }: ModelFile): FittedLinear {
  if (version !== VERSION) throw invalid('version of linear', version, `this release reads ${VERSION}`)
  const { objective, bias } = body
  if (objective !== 'binary' && objective !== 'poisson')
    throw invalid('objective', objective, 'binary or poisson')
  if (typeof bias !== 'number') throw invalid('bias', bias, 'a number')
  const numbers = (name: string): number[] =>
    listOf(body[name], name).map((v) => (typeof v === 'number' ? v : raise(name)))
  const [feature, code, mean, scale, coefficient] = ['feature', 'code', 'mean', 'scale', 'coefficient'].map(
    numbers,
  )
  const kinds = listOf(body.column, 'column')
  const design = feature.map((at, j): DesignColumn => {
    const kind = kinds[j]
    if (kind !== 'number' && kind !== 'missing' && kind !== 'code') return raise('column')
    if (!(at >= 0 && at < features.length) || scale[j] === 0) return raise('feature')
    return { feature: at, kind, code: code[j], mean: mean[j], scale: scale[j] }
  })
  if ([code, mean, scale, coefficient].some((list) => list.length !== design.length)) raise('coefficient')
  return new FittedLinear(objective, features, bias, design, Float64Array.from(coefficient))
}

function listOf(value: Json | undefined, name: string): readonly Json[] {
  return Array.isArray(value) ? value : raise(name)
}

function raise(name: string): never {
  throw invalid('model file', name, 'one entry a design column belongs here')
}
