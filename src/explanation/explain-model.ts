/** A model explained as a whole: what matters, how a value turns into a contribution, how the margin moves along each feature. */
import { type FeatureMatrix, type FittedModel, select } from '../model.ts'
import { type AccumulatedEffects, accumulatedEffects } from './accumulated.ts'
import { type Dependence, dependence } from './dependence.ts'
import { type Importance, importances } from './importance.ts'

export const DEFAULTS = {
  /** Features that get curves. */
  features: 16,
} as const

/** Mean contribution of the rows of one category. */
interface CategoryEffect {
  readonly code: number
  readonly rows: number
  readonly effect: number
}

interface ExplainedFeature extends Importance, Dependence {
  /** Null for categories and for a feature without two values. */
  readonly curve: AccumulatedEffects | null
  /** Null for numbers. */
  readonly categories: readonly CategoryEffect[] | null
}

export interface ModelExplanation {
  readonly rows: number
  /** Every feature, the weightiest first. */
  readonly importances: readonly Importance[]
  /** The weightiest, in full. */
  readonly features: readonly ExplainedFeature[]
}

/** Explains a model over the given rows. */
export function explainModel(
  model: FittedModel,
  matrix: FeatureMatrix,
  features: number = DEFAULTS.features,
): ModelExplanation {
  const x = select(matrix, model.features)
  const explanation = model.explain(x)
  const all = importances(explanation)
  return {
    rows: x.rows,
    importances: all,
    features: all
      .filter(({ importance }) => importance > 0)
      .slice(0, features)
      .map(({ name, importance }) => {
        const j = x.names.indexOf(name)
        const byCategory = x.categorical?.[j] === true
        return {
          name,
          importance,
          ...dependence(x, explanation, j),
          curve: byCategory ? null : accumulatedEffects(x, j, (rows) => model.margin(rows)),
          categories: byCategory ? categoryEffects(x.columns[j], explanation.parts[j]) : null,
        }
      }),
  }
}

function categoryEffects(column: Float32Array, part: Float64Array): CategoryEffect[] {
  const found = new Map<number, { rows: number; sum: number }>()
  column.forEach((code, i) => {
    if (!Number.isFinite(code)) return
    const one = found.get(code) ?? { rows: 0, sum: 0 }
    one.rows++
    one.sum += part[i]
    found.set(code, one)
  })
  return [...found]
    .map(([code, { rows, sum }]) => ({ code, rows, effect: sum / rows }))
    .sort((a, b) => b.effect - a.effect)
}
