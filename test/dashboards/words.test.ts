/** Every word is there in both languages, and figures read as people write them. */
import { beforeAll, expect, test } from 'vitest'
import {
  EVENT_KINDS,
  ITEM_KINDS,
  NODE_KINDS,
  PARTY_TYPES,
  ROLES,
  SCORE_PARTS,
} from '../../src/schema/words.ts'
import { browserGlobals } from './dom.ts'

browserGlobals()
const { setLanguage } = await import('../../dashboards/language.ts')
const { TERMS, term } = await import('../../dashboards/terms.ts')
const { WORDS, words } = await import('../../dashboards/words.ts')
const format = await import('../../dashboards/format.ts')

beforeAll(() => setLanguage('en'))

test('no word is empty in either language', () => {
  for (const [key, text] of [...Object.entries(WORDS), ...Object.entries(TERMS)]) {
    expect(text.en.trim(), key).not.toBe('')
    expect(text.zh.trim(), key).not.toBe('')
  }
})

test('Chinese words are Chinese, but for names and signs that both languages share', () => {
  const shared = new Set(['brand', 'otherLanguage'])
  for (const [key, text] of Object.entries(WORDS)) {
    if (shared.has(key)) continue
    expect(text.zh, key).toMatch(/\p{Script=Han}/u)
  }
})

test('the closed vocabularies of the tables all have their words', () => {
  for (const word of [...PARTY_TYPES, ...ROLES, ...EVENT_KINDS, ...ITEM_KINDS, ...NODE_KINDS, ...SCORE_PARTS])
    expect(TERMS[word], word).toBeDefined()
})

test('the language changes words and figures', () => {
  expect(words('alerts')).toBe('Alerts')
  setLanguage('zh')
  expect(words('alerts')).toBe('预警队列')
  expect(term('in_claim')).toBe('参与案件')
  expect(format.money(123_456)).toMatch(/12(\.3)?万/)
  setLanguage('en')
  expect(format.money(123_456)).toBe('123.5K')
})

test('a term that nobody wrote down is shown as it is', () => {
  expect(term('some_new_peril')).toBe('some new peril')
  expect(term(null)).toBe('–')
})

test('what is not known is a dash, never zero', () => {
  for (const show of [format.count, format.money, format.percent, format.decimal]) {
    expect(show(null)).toBe('–')
    expect(show(Number.NaN)).toBe('–')
    expect(show(0)).not.toBe('–')
  }
})

test('signs are spelled out', () => {
  expect(format.signed(1.234)).toBe('+1.23')
  expect(format.signed(-0.5)).toBe('−0.50')
})
