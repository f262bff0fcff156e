/** The value of a feature in words: `37 days`, `CNY 12,300`, `yes`. */
import type { FeatureMeta } from '../feature.ts'
import type { Language } from '../util/text.ts'

/** Words after a number, in English (one, many) and Chinese. */
const AFTER: Readonly<Record<string, readonly [string, string, string]>> = {
  days: ['day', 'days', '天'],
  years: ['year', 'years', '年'],
  claims: ['claim', 'claims', '件'],
  points: ['point', 'points', '分'],
  hours: [':00', ':00', '时'],
  mm: [' mm', ' mm', '毫米'],
  'm/s': [' m/s', ' m/s', '米/秒'],
  sd: [' sd', ' sd', '个标准差'],
}

/**
 * Shows a value as its unit asks: amounts with the currency, shares as percentages, 0/1 as yes or no, categories as their word.
 * @returns `unknown` for NaN.
 */
export function describeFeature(
  meta: FeatureMeta,
  value: number,
  language: Language = 'en',
  currency = 'CNY',
): string {
  const zh = language === 'zh'
  if (Number.isNaN(value)) return zh ? '未知' : 'unknown'
  const number = (digits: number) => value.toLocaleString('en-US', { maximumFractionDigits: digits })
  if (meta.categories) return (meta.categories[value - 1] ?? number(0)).replaceAll('_', ' ')
  switch (meta.unit) {
    case '0/1':
      return value === 1 ? (zh ? '是' : 'yes') : zh ? '否' : 'no'
    case 'money':
      return zh && currency === 'CNY' ? `${number(0)}元` : `${currency} ${number(0)}`
    case 'share':
      return `${(value * 100).toLocaleString('en-US', { maximumFractionDigits: 1 })}%`
    case 'ratio':
      return zh ? `${number(2)}倍` : `${number(2)}×`
    default: {
      const after = AFTER[meta.unit]
      if (!after) return number(2)
      const [one, many, chinese] = after
      if (zh) return `${number(1)}${chinese}`
      return `${number(1)}${/^[a-z]/.test(many) ? ' ' : ''}${value === 1 ? one : many}`
    }
  }
}
