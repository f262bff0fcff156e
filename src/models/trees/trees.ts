/** Boosted trees as a model: fit, score, explain, JSON. */
import { invalid } from '../../errors.ts'
import {
  type Explanation,
  type FeatureMatrix,
  type FitOptions,
  type FittedModel,
  type Labels,
  type Model,
  type ModelFile,
  type ModelKind,
  type Objective,
  requireFeatures,
} from '../../model.ts'
import { inverseLink, isObjective, OBJECTIVES } from '../objective.ts'
import { boost } from './boost.ts'
import { type Forest, forestFromJson, forestToJson, walkMargins } from './forest.ts'
import { type TreeParameters, treeParameters } from './parameters.ts'
import { addScores, type Scorer, scorerOf } from './scorer.ts'
import { treeShap } from './shap.ts'

const VERSION = 1

/** Boosted trees with the given hyper-parameters, e.g. `trees({ objective: 'binary', maxDepth: 4 })`. */
export function trees(
  parameters: Partial<TreeParameters> = {},
): Model & { readonly parameters: TreeParameters } {
  const p = treeParameters(parameters)
  return {
    kind: 'trees',
    parameters: p,
    async fit(x: FeatureMatrix, labels: Labels, options: FitOptions = {}): Promise<FittedTrees> {
      const { base, forest } = await boost(x, labels, p, options)
      return new FittedTrees(p.objective, [...x.names], base, forest)
    },
  }
}

export class FittedTrees implements FittedModel {
  readonly kind: ModelKind = 'trees'
  readonly objective: Objective
  readonly features: readonly string[]
  /** Margin before the first tree. */
  readonly base: number
  readonly forest: Forest
  #scorer: Scorer | null | undefined

  constructor(objective: Objective, features: readonly string[], base: number, forest: Forest) {
    this.objective = objective
    this.features = features
    this.base = base
    this.forest = forest
  }

  margin(x: FeatureMatrix): Float64Array {
    requireFeatures(x, this.features)
    const out = new Float64Array(x.rows).fill(this.base)
    if (this.#scorer === undefined) this.#scorer = scorerOf(this.forest, this.features.length)
    if (this.#scorer) addScores(this.#scorer, x.columns, out)
    else walkMargins(this.forest, x.columns, out)
    return out
  }

  score(x: FeatureMatrix): Float64Array {
    return this.margin(x).map((margin) => inverseLink(margin, this.objective))
  }

  /** Exact path-dependent Shapley values; `bias` is the mean margin of the training rows. */
  explain(
    x: FeatureMatrix,
    rows: Int32Array = Int32Array.from({ length: x.rows }, (_, i) => i),
  ): Explanation {
    requireFeatures(x, this.features)
    const { bias, parts } = treeShap(this.forest, x.columns, rows)
    return { rows, names: this.features, bias: this.base + bias, parts }
  }

  toJSON(): ModelFile {
    return {
      kind: this.kind,
      version: VERSION,
      features: this.features,
      body: { objective: this.objective, base: this.base, ...forestToJson(this.forest) },
    }
  }
}

/** Reads boosted trees back; UserError when the file does not hold them. */
export function treesFromJson({ version, features, body }: ModelFile): FittedTrees {
  if (version !== VERSION) throw invalid('version of trees', version, `this release reads ${VERSION}`)
  const { objective, base } = body
  if (!isObjective(objective)) throw invalid('objective', objective, OBJECTIVES.join(', '))
  if (typeof base !== 'number' || !Number.isFinite(base))
    throw invalid('base margin', base, 'a finite number')
  return new FittedTrees(objective, features, base, forestFromJson(body, features.length))
}
