/** Regression models: logistic, and counts, amounts or both by their log mean (offset: log exposure). */
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
import { checkLabels, inverseLink, priorMargin, TWEEDIE_POWER } from '../objective.ts'
import { chooseDesign, type DesignColumn, designRows, designValue } from './design.ts'
import { withDesign } from './newton.ts'

const VERSION = 1
const OBJECTIVES: readonly Objective[] = ['binary', 'poisson', 'gamma', 'tweedie', 'squared']

export interface LinearParameters {
  readonly objective: Objective
  /** Penalty on the absolute coefficients of standardised columns, against the summed loss; takes columns out altogether. */
  readonly l1: number
  /** Penalty on half the squared coefficients of standardised columns, against the summed loss. */
  readonly l2: number
  /** Power of the variance of `tweedie`, above 1 and below 2. */
  readonly power: number
  readonly iterations: number
  readonly tolerance: number
}

export const DEFAULTS: LinearParameters = {
  objective: 'binary',
  l1: 0,
  l2: 1,
  power: TWEEDIE_POWER,
  iterations: 100,
  tolerance: 1e-8,
}

type Given = Partial<Omit<LinearParameters, 'objective' | 'power'>>

/** Logistic regression. Numbers are standardised, missing values get a flag, categories one flag each. */
export function logistic(parameters: Given = {}): Model {
  return linear({ ...parameters, objective: 'binary' })
}

/** Poisson regression of counts with the log of exposure as offset. */
export function poissonRegression(parameters: Given = {}): Model {
  return linear({ ...parameters, objective: 'poisson' })
}

/** Gamma regression of amounts above 0 by the log of their mean. */
export function gammaRegression(parameters: Given = {}): Model {
  return linear({ ...parameters, objective: 'gamma' })
}

/** Tweedie regression of amounts that are often 0, by the log of their mean, with the log of exposure as offset. */
export function tweedieRegression(parameters: Given & Partial<Pick<LinearParameters, 'power'>> = {}): Model {
  return linear({ ...parameters, objective: 'tweedie' })
}

function linear(given: Partial<LinearParameters>): Model {
  const p = { ...DEFAULTS, ...given }
  checkParameters(p)
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
      const start = new Float64Array(design.length + 1)
      start[0] = priorMargin(labels, p.objective)
      const beta = await withDesign(
        (from, to) => designRows(x, design, from, to),
        design.length,
        labels,
        p.objective,
        p.power,
        (problem) => problem.minimise(start, { ...p, signal, onProgress }),
      )
      return fittedLinear(p, x.names, design, beta)
    },
  }
}

/** Refuses penalties and powers that have no optimum. */
export function checkParameters({ l1, l2, power }: Pick<LinearParameters, 'l1' | 'l2' | 'power'>): void {
  for (const [name, value] of Object.entries({ l1, l2 }))
    if (!(value >= 0 && Number.isFinite(value)))
      throw invalid(`linear parameter ${name}`, value, 'a number of 0 or more')
  if (!(power > 1 && power < 2)) throw invalid('linear parameter power', power, 'a number between 1 and 2')
}

/** The model of coefficients, the intercept first; columns that a penalty took out are left out. */
export function fittedLinear(
  { objective, l1, l2 }: Pick<LinearParameters, 'objective' | 'l1' | 'l2'>,
  features: readonly string[],
  design: readonly DesignColumn[],
  beta: Float64Array,
): FittedLinear {
  const stays = (_: unknown, j: number) => l1 === 0 || beta[j + 1] !== 0
  const coefficients = beta.slice(1).filter(stays)
  return new FittedLinear(objective, [...features], beta[0], design.filter(stays), coefficients, { l1, l2 })
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
  /** Penalties that it was learned under, against the summed loss. */
  readonly penalty: { readonly l1: number; readonly l2: number }

  constructor(
    objective: Objective,
    features: readonly string[],
    bias: number,
    design: readonly DesignColumn[],
    coefficients: Float64Array,
    penalty: FittedLinear['penalty'],
  ) {
    this.objective = objective
    this.features = features
    this.bias = bias
    this.design = design
    this.coefficients = coefficients
    this.penalty = penalty
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
        ...this.penalty,
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
  const { bias, l1 = 0, l2 = 0 } = body
  const objective = OBJECTIVES.find((known) => known === body.objective)
  if (!objective) throw invalid('objective', body.objective, OBJECTIVES.join(', '))
  if (typeof l1 !== 'number' || typeof l2 !== 'number') throw invalid('penalty', [l1, l2], 'two numbers')
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
  return new FittedLinear(objective, features, bias, design, Float64Array.from(coefficient), { l1, l2 })
}

function listOf(value: Json | undefined, name: string): readonly Json[] {
  return Array.isArray(value) ? value : raise(name)
}

function raise(name: string): never {
  throw invalid('model file', name, 'one entry a design column belongs here')
}
