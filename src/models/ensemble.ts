/**
 * A weighted mean of margins: bags of one model over several seeds, or a blend of different kinds. Margins are averaged, not
 * scores, so that explanations stay sums.
 */
import { invalid, UserError } from '../errors.ts'
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
} from '../model.ts'
import { inverseLink } from './objective.ts'

const VERSION = 1

export interface EnsembleMember {
  readonly model: Model
  /** Share in the mean before normalisation; default 1. */
  readonly weight?: number
  /** Fits of this member with different seeds, averaged; default 1. */
  readonly bag?: number
}

/** Fits every member (each `bag` times) on the same rows, e.g. `ensemble([{ model: trees(), bag: 5 }, { model: logistic() }])`. */
export function ensemble(members: readonly EnsembleMember[]): Model {
  if (members.length === 0) throw invalid('ensemble', 0, 'at least one member')
  return {
    kind: 'ensemble',
    async fit(x: FeatureMatrix, labels: Labels, options: FitOptions = {}): Promise<FittedEnsemble> {
      const { seed = 1, onProgress, ...rest } = options
      const total = members.reduce((sum, { bag = 1 }) => sum + bag, 0)
      const fitted: FittedModel[] = []
      const weights: number[] = []
      for (const { model, weight = 1, bag = 1 } of members) {
        for (let k = 0; k < bag; k++) {
          // Bags of neighbouring seeds must not share members.
          fitted.push(await model.fit(x, labels, { ...rest, seed: Math.imul(seed, 1009) + k }))
          weights.push(weight / bag)
          onProgress?.({ done: fitted.length, total })
        }
      }
      return new FittedEnsemble(fitted, weights)
    },
  }
}

export class FittedEnsemble implements FittedModel {
  readonly kind = 'ensemble'
  readonly objective: Objective
  readonly features: readonly string[]
  readonly members: readonly FittedModel[]
  /** One a member, summing to 1. */
  readonly weights: readonly number[]

  constructor(members: readonly FittedModel[], weights: readonly number[]) {
    const total = weights.reduce((a, b) => a + b, 0)
    if (
      members.length === 0 ||
      members.length !== weights.length ||
      !(total > 0) ||
      weights.some((w) => !(w >= 0))
    ) {
      throw invalid('ensemble weights', weights, 'one weight of 0 or more a member, not all 0')
    }
    const [first] = members
    for (const { objective, features } of members) {
      if (objective !== first.objective)
        throw new UserError(`invalid ensemble: members are ${first.objective} and ${objective}`)
      if (features.join('\n') !== first.features.join('\n'))
        throw new UserError('invalid ensemble: members differ in features')
    }
    this.objective = first.objective
    this.features = first.features
    this.members = members
    // Weights read back sum to 1 already; dividing again would move the last digit.
    this.weights = Math.abs(total - 1) < 1e-12 ? [...weights] : weights.map((w) => w / total)
  }

  margin(x: FeatureMatrix): Float64Array {
    requireFeatures(x, this.features)
    const out = new Float64Array(x.rows)
    this.members.forEach((member, k) => {
      addTo(out, member.margin(x), this.weights[k])
    })
    return out
  }

  score(x: FeatureMatrix): Float64Array {
    return this.margin(x).map((margin) => inverseLink(margin, this.objective))
  }

  explain(
    x: FeatureMatrix,
    rows: Int32Array = Int32Array.from({ length: x.rows }, (_, i) => i),
  ): Explanation {
    requireFeatures(x, this.features)
    const parts = this.features.map(() => new Float64Array(rows.length))
    let bias = 0
    this.members.forEach((member, k) => {
      const one = member.explain(x, rows)
      bias += this.weights[k] * one.bias
      one.parts.forEach((part, j) => {
        addTo(parts[j], part, this.weights[k])
      })
    })
    return { rows, names: this.features, bias, parts }
  }

  toJSON(): ModelFile {
    const members = this.members.map((member): Json => {
      const { kind, version, features, body } = member.toJSON()
      return { kind, version, features, body }
    })
    return {
      kind: this.kind,
      version: VERSION,
      features: this.features,
      body: { weights: this.weights, members },
    }
  }
}

function addTo(out: Float64Array, add: Float64Array, weight: number): void {
  for (let i = 0; i < out.length; i++) out[i] += weight * add[i]
}

/** Reads an ensemble back; `restore` reads its members. */
export function ensembleFromJson(
  { version, body }: ModelFile,
  restore: (file: Json) => FittedModel,
): FittedEnsemble {
  if (version !== VERSION) throw invalid('version of ensemble', version, `this release reads ${VERSION}`)
  const { weights, members } = body
  if (!Array.isArray(members) || !Array.isArray(weights))
    throw invalid('ensemble', 'members', 'members and weights belong here')
  return new FittedEnsemble(
    members.map((member: Json) => restore(member)),
    weights.map((weight: Json) => (typeof weight === 'number' ? weight : Number.NaN)),
  )
}
