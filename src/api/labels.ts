/** Names of features and rules in words, and their values as people read them. */
import type { FeatureMeta } from '../feature.ts'
import { describeFeature } from '../featurization/index.ts'
import type { Rule } from '../rule.ts'
import type { Entity } from '../schema/words.ts'
import type { Language, Text } from '../util/text.ts'
import type { ApiCatalog } from './context.ts'

export interface Labels {
  /** Meaning of a feature or title of a rule; the name itself for what no shelf knows. */
  label(entity: Entity, name: string): Text
  /** `3 claims`, `yes`, `sedan`, `CNY 1,250`; `unknown` when it is not; empty where there is no value. */
  shown(entity: Entity, name: string, value: number | null, language?: Language): string
  feature(entity: Entity, name: string): FeatureMeta | undefined
  rule(id: string): Rule | undefined
}

/** Reasons that are neither a feature nor a rule. */
const WORDS: Readonly<Record<string, Text>> = {
  base: { en: 'starting point: how common it is in the book', zh: '起点：本业务中的总体水平' },
  other: { en: 'all other indicators together', zh: '其余指标合计' },
}
const YES: Readonly<Record<Language, readonly [string, string]>> = { en: ['no', 'yes'], zh: ['否', '是'] }

const kept = new WeakMap<ApiCatalog, Labels>()

export function labelsOf(catalog: ApiCatalog): Labels {
  const known = kept.get(catalog)
  if (known) return known
  const features = new Map<string, FeatureMeta>()
  for (const view of catalog.views) {
    for (const [name, meta] of Object.entries(view.features)) {
      features.set(`${view.entity}.${name}`, meta)
      if (!features.has(name)) features.set(name, meta)
    }
  }
  const rules = new Map(catalog.rules.map((rule) => [rule.id, rule]))
  const feature = (entity: Entity, name: string) => features.get(`${entity}.${name}`) ?? features.get(name)
  const labels: Labels = {
    feature,
    rule: (id) => rules.get(id),
    label(entity, name) {
      const words = name.replaceAll('_', ' ')
      return (
        feature(entity, name)?.meaning ?? rules.get(name)?.title ?? WORDS[name] ?? { en: words, zh: words }
      )
    },
    shown(entity, name, value, language = 'en') {
      const meta = feature(entity, name)
      if (meta) return describeFeature(meta, value ?? Number.NaN, language)
      if (value === null) return ''
      return rules.has(name) ? YES[language][value === 0 ? 0 : 1] : rounded(value)
    },
  }
  kept.set(catalog, labels)
  return labels
}

function rounded(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 2 })
}
