/** The contract of a rule: a red flag, an opinion over facts that feature views compute. */
import type { Entity, Line, Severity } from './schema/words.ts'
import type { Text } from './util/text.ts'

/** Shown wherever indicators are. */
export const CAVEAT: Text = {
  en: 'An indicator is a reason to look closer, never proof.',
  zh: '指标只是进一步核查的理由，绝不是证据。',
}

/** Feature values that must, or must not, make the rule speak. */
export interface RuleExample<K extends string> {
  readonly title: string
  readonly features: Readonly<Record<K, number>>
}

/** A rule. `when` sees only what it `reads`; a feature that is not known is NaN, and comparisons with NaN are false. */
export interface Rule<K extends string = string> {
  /** snake_case, unique; the file bears it in kebab-case. */
  readonly id: string
  readonly title: Text
  readonly entity: Entity
  readonly line: Line | 'any'
  readonly severity: Severity
  readonly status: 'experimental' | 'stable' | 'deprecated'
  /** What a hit adds before calibration, log-odds, above 0. */
  readonly weight: number
  readonly reads: readonly K[]
  readonly when: (features: Readonly<Record<K, number>>) => boolean
  readonly reason: (features: Readonly<Record<K, number>>) => Text
  /** What to do next, step by step. */
  readonly runbook: Text
  readonly falsePositives: readonly [string, ...string[]]
  readonly references: readonly string[]
  readonly hits: readonly [RuleExample<K>, ...RuleExample<K>[]]
  readonly misses: readonly [RuleExample<K>, ...RuleExample<K>[]]
}

/** Declares a rule; reading a feature that `reads` does not name does not compile. */
export function rule<const K extends string>(definition: Rule<K>): Rule<K> {
  return definition
}
