/** The reasons of a score in words: rules by their own sentence, features by meaning and value beside their peers'. */
import type { Rule } from '../rule.ts'
import type { Entity } from '../schema/words.ts'
import type { Text } from '../util/text.ts'
import { DEFAULTS, type ProposeOptions } from './context.ts'

export interface StoredReason {
  readonly part: string
  readonly name: string
  readonly value: number | null
  readonly peer_value: number | null
  readonly log_odds: number
}

/** Known feature values of one subject, for the sentences of rules. */
export type Facts = Readonly<Record<string, number>>

/** Reasons told, the weightiest first. Those that speak for the subject are told too when they weigh enough. */
export function whyOf(
  entity: Entity,
  reasons: readonly StoredReason[],
  facts: Facts,
  options: ProposeOptions,
): { readonly text: Text; readonly logOdds: number }[] {
  const rules = new Map(options.rules.map((rule) => [rule.id, rule]))
  return [...reasons]
    .filter(({ name, part }) => part !== 'base' && name !== 'other')
    .sort((a, b) => Math.abs(b.log_odds) - Math.abs(a.log_odds))
    .slice(0, DEFAULTS.reasons)
    .map((reason) => ({ text: sentence(entity, reason, rules, facts, options), logOdds: reason.log_odds }))
}

/** Rules that spoke, the weightiest first. */
export function rulesOf(reasons: readonly StoredReason[], rules: readonly Rule[]): Rule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  return reasons
    .filter(({ part }) => part === 'rules')
    .sort((a, b) => b.log_odds - a.log_odds)
    .flatMap(({ name }) => byId.get(name) ?? [])
}

function sentence(
  entity: Entity,
  reason: StoredReason,
  rules: ReadonlyMap<string, Rule>,
  facts: Facts,
  options: ProposeOptions,
): Text {
  const rule = reason.part === 'rules' ? rules.get(reason.name) : undefined
  if (rule) return rule.reads.every((name) => name in facts) ? rule.reason(facts) : rule.title
  const meta = options.feature(entity, reason.name)
  if (!meta) {
    const words = reason.name.replaceAll('_', ' ')
    return { en: words, zh: words }
  }
  const say = (language: 'en' | 'zh') => {
    const value = options.describe(meta, reason.value ?? Number.NaN, language)
    if (reason.peer_value === null || meta.categories) return value
    const peers = options.describe(meta, reason.peer_value, language)
    return language === 'en' ? `${value} (peers: ${peers})` : `${value}（同组中位数：${peers}）`
  }
  const unusual = reason.part === 'anomaly'
  return {
    en: `${unusual ? 'Unusual: ' : ''}${meta.meaning.en}: ${say('en')}`,
    zh: `${unusual ? '异常：' : ''}${meta.meaning.zh}：${say('zh')}`,
  }
}
