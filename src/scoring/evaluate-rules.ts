/** Runs red flags over a matrix, column by column: who hits what. */
import type { FeatureMatrix } from '../model.ts'
import type { Rule } from '../rule.ts'
import type { Entity } from '../schema/words.ts'

export interface RuleHits {
  /** Rules that could be asked: of this entity, not deprecated, every feature that they read is there. */
  readonly rules: readonly Rule[]
  /** One array a rule, one byte a row: 1 when the rule speaks. */
  readonly hits: readonly Uint8Array[]
  /** Rules left out because the matrix lacks what they read, with the names. */
  readonly notAsked: readonly { readonly id: string; readonly missing: readonly string[] }[]
}

/** Evaluates `rules` on every row. A rule of one line of business is asked on rows of that line only. */
export function evaluateRules(
  rules: readonly Rule[],
  entity: Entity,
  matrix: FeatureMatrix,
  lines: readonly (string | null)[],
): RuleHits {
  const place = new Map(matrix.names.map((name, j) => [name, j]))
  const asked: Rule[] = []
  const hits: Uint8Array[] = []
  const notAsked: { id: string; missing: string[] }[] = []
  for (const rule of rules) {
    if (rule.entity !== entity || rule.status === 'deprecated') continue
    const missing = rule.reads.filter((name) => !place.has(name))
    if (missing.length > 0) {
      notAsked.push({ id: rule.id, missing })
      continue
    }
    const columns = rule.reads.map((name) => matrix.columns[place.get(name) as number])
    const speaks = new Uint8Array(matrix.rows)
    // One object for all rows: a rule sees values, it keeps nothing.
    const features: Record<string, number> = {}
    for (let i = 0; i < matrix.rows; i++) {
      if (rule.line !== 'any' && rule.line !== lines[i]) continue
      for (let j = 0; j < columns.length; j++) features[rule.reads[j]] = columns[j][i]
      if (rule.when(features)) speaks[i] = 1
    }
    asked.push(rule)
    hits.push(speaks)
  }
  return { rules: asked, hits, notAsked }
}

/** What a hit adds before weighting: its weight, nothing while it is experimental. */
export function ruleLogOdds(rule: Rule): number {
  return rule.status === 'stable' ? rule.weight : 0
}

/** The features that a rule reads, for one row: what its `reason` is told. */
export function readsOf(rule: Rule, matrix: FeatureMatrix, row: number): Record<string, number> {
  return Object.fromEntries(
    rule.reads.map((name) => [name, matrix.columns[matrix.names.indexOf(name)]?.[row] ?? Number.NaN]),
  )
}
