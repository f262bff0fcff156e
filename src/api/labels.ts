/** Names of features and rules in words, and their values as people read them. */
import type { FeatureMeta } from '../feature.ts'
import type { Rule } from '../rule.ts'
import type { Entity } from '../schema/words.ts'
import type { Text } from '../util/text.ts'
import type { ApiCatalog } from './context.ts'

export interface Labels {
  /** Meaning of a feature or title of a rule; the name itself for what no shelf knows. */
  label(entity: Entity, name: string): Text
  /** `3 claims`, `yes`, `sedan`, `1,250.00 CNY`; `-` when not known. */
  shown(entity: Entity, name: string, value: number | null): string
  feature(entity: Entity, name: string): FeatureMeta | undefined
  rule(id: string): Rule | undefined
}

const OTHER: Text = { en: 'all other indicators together', zh: '其余指标合计' }
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
      if (name === 'other') return OTHER
      return feature(entity, name)?.meaning ?? rules.get(name)?.title ?? { en: words, zh: words }
    },
    shown(entity, name, value) {
      if (value === null || !Number.isFinite(value)) return '-'
      if (rules.has(name) && !feature(entity, name)) return value === 0 ? 'no' : 'yes'
      return format(value, feature(entity, name))
    },
  }
  kept.set(catalog, labels)
  return labels
}

function format(value: number, meta: FeatureMeta | undefined): string {
  if (!meta) return rounded(value)
  const word = meta.categories?.[value - 1]
  if (word !== undefined) return word
  switch (meta.unit) {
    case '0/1':
      return value === 0 ? 'no' : 'yes'
    case 'share':
      return `${rounded(value * 100)} %`
    case 'ratio':
    case 'category':
    case 'score':
      return rounded(value)
    default:
      return `${rounded(value)} ${meta.unit}`
  }
}

function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}
