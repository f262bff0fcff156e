/** What each part of a score has to say about every row, before it is weighted. */
import type { FeatureMeta } from '../feature.ts'
import { type FeatureMatrix, type FittedModel, select } from '../model.ts'
import type { Rule } from '../rule.ts'
import type { Entity } from '../schema/words.ts'
import { COMPONENTS, type Component, type ComponentValues } from './combiner.ts'
import { evaluateRules, type RuleHits, ruleLogOdds } from './evaluate-rules.ts'

/** The learned components; null for one that the book has no data or outcomes for. */
export const LEARNED = ['model', 'anomaly', 'network'] as const
export type LearnedComponent = (typeof LEARNED)[number]
export type ScoringModels = Readonly<Record<LearnedComponent, FittedModel | null>>

/** Rows to be scored. */
export interface Subjects {
  readonly entity: Entity
  /** Every feature that models and rules read; others may stand in it too. */
  readonly matrix: FeatureMatrix
  /** Line of business a row, null when it has none. */
  readonly lines: readonly (string | null)[]
  /** Peer group a row, null when it has none. */
  readonly peerGroups: readonly (string | null)[]
}

/**
 * Divides the features so that no fact counts twice: `network` for the network component, `model` for all others. Protected
 * features are in neither; they are measured, never used.
 */
export function divideFeatures(
  names: readonly string[],
  metas: Readonly<Record<string, FeatureMeta>>,
): { readonly model: readonly string[]; readonly network: readonly string[] } {
  const usable = names.filter((name) => !metas[name]?.isProtected)
  return {
    model: usable.filter((name) => metas[name]?.group !== 'network'),
    network: usable.filter((name) => metas[name]?.group === 'network'),
  }
}

/** The mean that a model measures from, so that its component is 0 for an average row. */
export function biasOf(model: FittedModel, matrix: FeatureMatrix): number {
  return model.explain(select(matrix, model.features), Int32Array.of(0)).bias
}

export type Biases = Readonly<Record<LearnedComponent, number>>

export interface Components {
  readonly values: ComponentValues
  readonly hits: RuleHits
}

/** Rules: the weights of those that speak. The learned ones: margin above their bias. */
export function componentsOf(
  subjects: Subjects,
  models: ScoringModels,
  rules: readonly Rule[],
  biases: Biases,
): Components {
  const { entity, matrix, lines } = subjects
  const hits = evaluateRules(rules, entity, matrix, lines)
  const values = Object.fromEntries(
    COMPONENTS.map((name) => [name, new Float64Array(matrix.rows)]),
  ) as Record<Component, Float64Array>
  hits.rules.forEach((rule, r) => {
    const weight = ruleLogOdds(rule)
    for (let i = 0; i < matrix.rows; i++) values.rules[i] += hits.hits[r][i] * weight
  })
  for (const name of LEARNED) {
    const model = models[name]
    if (!model || matrix.rows === 0) continue
    const margin = model.margin(select(matrix, model.features))
    for (let i = 0; i < matrix.rows; i++) values[name][i] = margin[i] - biases[name]
  }
  return { values, hits }
}
