/** Every word is there in both languages, and figures read as people write them. */
import { beforeAll, expect, test } from 'vitest'
import { views } from '../../features/index.ts'
import { links } from '../../src/links/index.ts'
import { typologies } from '../../src/rings/typologies/index.ts'
import {
  EVENT_KINDS,
  ITEM_KINDS,
  NODE_KINDS,
  PARTY_TYPES,
  RING_CHANGES,
  ROLES,
  SCORE_PARTS,
} from '../../src/schema/words.ts'
import { REGIONS } from '../../src/synthetic/places.ts'
import { CHINA } from '../../src/transforms/region-table.ts'
import { browserGlobals } from './dom.ts'

browserGlobals()
const { setLanguage } = await import('../../dashboards/language.ts')
const { TERMS, term, titled } = await import('../../dashboards/terms.ts')
const { REGION_TERMS } = await import('../../dashboards/terms-regions.ts')
const { WORDS, words } = await import('../../dashboards/words.ts')
const { DATA_WORDS } = await import('../../dashboards/words-data.ts')
const { EXPLANATION_WORDS } = await import('../../dashboards/words-explanation.ts')
const { GRAPH_WORDS } = await import('../../dashboards/words-graph.ts')
const { MODEL_WORDS } = await import('../../dashboards/words-models.ts')
const { RING_WORDS } = await import('../../dashboards/words-rings.ts')
const { SEGMENT_WORDS } = await import('../../dashboards/words-segments.ts')
const { THRESHOLD_WORDS } = await import('../../dashboards/words-thresholds.ts')
const { UNDERWRITING_WORDS } = await import('../../dashboards/words-underwriting.ts')
const { peerGroupName, shownValue } = await import('../../dashboards/shown.ts')
const { methodName } = await import('../../dashboards/parts/method-name.ts')
const { metricName } = await import('../../dashboards/parts/metric-name.ts')
const format = await import('../../dashboards/format.ts')

beforeAll(() => setLanguage('en'))

test('no word is empty in either language', () => {
  for (const [key, text] of [...Object.entries(WORDS), ...Object.entries(TERMS)]) {
    expect(text.en.trim(), key).not.toBe('')
    expect(text.zh.trim(), key).not.toBe('')
  }
})

test('Chinese words are Chinese, but for names and signs that both languages share', () => {
  const shared = new Set(['ofTotal', 'brand', 'otherLanguage'])
  for (const [key, text] of Object.entries(WORDS)) {
    if (shared.has(key)) continue
    expect(text.zh, key).toMatch(/\p{Script=Han}/u)
  }
})

test('no page takes a word from another: every key is written once', () => {
  const all = [
    DATA_WORDS,
    EXPLANATION_WORDS,
    GRAPH_WORDS,
    MODEL_WORDS,
    RING_WORDS,
    SEGMENT_WORDS,
    THRESHOLD_WORDS,
    UNDERWRITING_WORDS,
  ].flatMap((words) => Object.entries(words))
  expect(new Set(all.map(([key]) => key)).size).toBe(all.length)
  for (const [key, text] of all) expect((WORDS as Record<string, unknown>)[key], key).toBe(text)
})

test('every category of an indicator has its words in Chinese, but for codes', () => {
  const categories = views.flatMap(({ features }) =>
    Object.entries(features).flatMap(([name, { categories = [] }]) => categories.map((word) => [name, word])),
  )
  expect(categories.length).toBeGreaterThan(100)
  setLanguage('zh')
  for (const [name, word] of categories) {
    const isCode = /^[a-z]?\d*$/.test(word) || name === 'region'
    if (!isCode)
      expect(shownValue({ en: word, zh: word }, name), `${name} ${word}`).toMatch(/\p{Script=Han}/u)
  }
  expect(shownValue({ en: 'single', zh: 'single' }, 'marital_status')).toBe('未婚')
  expect(shownValue({ en: 'family', zh: 'family' }, 'product_type')).toBe('家庭')
  setLanguage('en')
})

test('methods of forecasting and peer groups are told in words', () => {
  expect(methodName('ETS(A,N,N) 0.26 + MSTL with dynamic Theta 0.25')).toBe(
    'exponential smoothing ETS(A,N,N) 26% + seasons taken out (MSTL), then Theta method dynamic Theta 25%',
  )
  expect(peerGroupName('auto/2')).toBe('auto, group 2')
  setLanguage('zh')
  expect(methodName('seasonal naive')).toBe('季节朴素法')
  expect(peerGroupName('auto/2')).toBe('车险第 2 组')
  setLanguage('en')
})

test('the closed vocabularies of the tables all have their words', () => {
  for (const word of [...PARTY_TYPES, ...ROLES, ...EVENT_KINDS, ...ITEM_KINDS, ...NODE_KINDS, ...SCORE_PARTS])
    expect(TERMS[word], word).toBeDefined()
  for (const change of RING_CHANGES) expect(TERMS[`change:${change}`], change).toBeDefined()
})

test('every link and every typology has its words', () => {
  for (const { name } of links) expect(TERMS[name], name).toBeDefined()
  for (const { id } of typologies) expect(TERMS[id], id).toBeDefined()
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

test('every region of the demo book has its name, and Chinese names are those of the gazetteer', () => {
  for (const { code } of REGIONS) expect(REGION_TERMS, code).toHaveProperty(code)
  const cities = new Map<string, string>(
    CHINA.flatMap((line) => {
      const [head, ...rest] = line.split(' ')
      const at = head.slice(0, 2)
      return rest.map((city) => [`${at}${city.slice(0, 2)}00`, city.slice(2)] as const)
    }),
  )
  for (const [code, { zh }] of Object.entries(REGION_TERMS))
    if (cities.has(code)) expect(cities.get(code), code).toBe(zh)
  expect(titled({ en: 'Claims a week (330200): 7', zh: '每周赔案数（330200）：7' })).toBe(
    'Claims a week (Ningbo): 7',
  )
  expect(titled({ en: 'Claims a week (auto, AU-NSW)', zh: '' })).toBe('Claims a week (auto, New South Wales)')
})

test('measures of a run are told in words, whatever they are put together from', () => {
  setLanguage('zh')
  expect(metricName('key_network_gain_roc_auc')).toBe(
    '对照答案: 关联网络的增益: ROC AUC：欺诈排在正常案件之前的概率',
  )
  expect(metricName('rate_decile_07_observed')).toBe('第 7 个十分位：实际')
  for (const name of ['rate_cost_gini_of_glm', 'linkage_f1', 'ring_member_recall', 'prior_brier'])
    expect(metricName(name)).not.toContain('_')
  setLanguage('en')
  expect(metricName('linkage_f1')).toBe('who is who: F1')
})
