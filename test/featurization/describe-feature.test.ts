import { expect, test } from 'vitest'
import type { FeatureMeta } from '../../src/feature.ts'
import { describeFeature } from '../../src/featurization/index.ts'

const meta = (unit: string, categories?: readonly string[]): FeatureMeta => ({
  meaning: { en: 'a fact', zh: '事实' },
  unit,
  direction: 'none',
  group: 'claims',
  ...(categories ? { categories } : {}),
})

test.each([
  ['days', 37, '37 days', '37天'],
  ['days', 1, '1 day', '1天'],
  ['money', 12300.4, 'CNY 12,300', '12,300元'],
  ['0/1', 1, 'yes', '是'],
  ['0/1', 0, 'no', '否'],
  ['share', 0.125, '12.5%', '12.5%'],
  ['ratio', 2.345, '2.35×', '2.35倍'],
  ['hours', 23, '23:00', '23时'],
  ['mm', 1.5, '1.5 mm', '1.5毫米'],
  ['sd', -2.5, '-2.5 sd', '-2.5个标准差'],
  ['claims', 3, '3 claims', '3件'],
  ['count', 1234, '1,234', '1,234'],
  ['days', Number.NaN, 'unknown', '未知'],
] as const)('%s %d reads %s', (unit, value, en, zh) => {
  expect(describeFeature(meta(unit), value)).toBe(en)
  expect(describeFeature(meta(unit), value, 'zh')).toBe(zh)
})

test('a category reads as its word, an amount in the currency of the book', () => {
  expect(describeFeature(meta('category', ['rear_end', 'hail']), 1)).toBe('rear end')
  expect(describeFeature(meta('money'), 5, 'en', 'USD')).toBe('USD 5')
})
