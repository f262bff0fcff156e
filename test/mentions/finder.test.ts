/** What a person would say that a text speaks of, held against what is found. */
import { expect, test } from 'vitest'
import { lexicon } from '../../pipelines/insurer/web/lexicon.ts'
import { mentionFinder } from '../../src/mentions/index.ts'
import { normalise } from '../../src/mentions/normalise.ts'

const party = (
  partyId: string,
  partyType: 'hospital' | 'repairer' | 'employer' | 'physician' | 'lawyer' | 'agent' | 'person',
  name: string,
  regionCode: string,
  more: { readonly employerId?: string; readonly entityId?: string } = {},
) => ({ partyId, partyType, name, regionCode, entityId: partyId, employerId: null, knownAt: 0, ...more })

const find = mentionFinder(lexicon, [
  party('H1', 'hospital', '杭州同泰示例医院', '330100'),
  party('H2', 'hospital', '宁波同泰示例医院', '330200'),
  party('H3', 'hospital', 'Harbour Penrith Sample Hospital', 'AU-NSW'),
  party('R1', 'repairer', '杭州远航示例汽车维修', '330100'),
  party('R2', 'repairer', '远航示例汽车维修有限公司', '330100', { entityId: 'R1' }),
  party('R3', 'repairer', 'Gumtree Preston Sample Smash Repairs Pty Ltd', 'AU-VIC'),
  party('E1', 'employer', '华盛', '320100'),
  party('E2', 'employer', '杭州安康示例有限公司', '330100'),
  party('D1', 'physician', '王伟', '330100', { employerId: 'H1' }),
  party('D2', 'physician', '王伟', '330200', { employerId: 'H2' }),
  party('D3', 'physician', 'Sarah Wilson', 'AU-NSW', { employerId: 'H3' }),
  party('L1', 'lawyer', '欧阳明德', '320500'),
  party('K1', 'person', '李小龙', '330100'),
])
const found = (body: string, title: string | null = null) =>
  find({ title, body })
    .map(({ kind, value }) => `${kind} ${value}`)
    .sort()

test.each<readonly [string, readonly string[]]>([
  // Perils and places.
  ['杭州突降冰雹，多车受损', ['peril hail', 'place 330100']],
  ['颱風影響紹興，多地積水嚴重', ['peril flood', 'peril storm', 'peril wind', 'place 330600']],
  ['Ｈａｉｌ　ｓｔｏｒｍ hits NSW', ['peril hail', 'peril storm', 'peril wind', 'place AU-NSW']],
  ['Another rear-ender in Victoria', ['peril rear_end', 'place AU-VIC']],
  ['杭州市无锡市', ['place 320200', 'place 330100']],
  // Words inside of other words are others.
  ['南京东路的服装店开业', []],
  ['The floodlights of the hailed winner', []],
  ['有没有人知道宁波哪家修理厂可以多开发票', ['event fraud', 'place 330200']],
  ['有人说坐车上报个受伤就能拿钱', ['event fraud']],
  // What did not happen.
  ['苏州今天没有冰雹，但是暴雨', ['peril flood', 'place 320500']],
  ['There was no hail, only a flood, in Queensland', ['peril flood', 'place AU-QLD']],
  ['警方称并未发现骗保', []],
  ['没有人受伤。温州遭遇冰雹', ['peril hail', 'place 330300']],
  // Organisations by their names, short and long.
  ['杭州同泰示例医院因虚开发票被处罚', ['event fraud', 'event penalty', 'party H1']],
  ['宁波消息：同泰示例医院被罚款', ['event penalty', 'party H2', 'place 330200']],
  ['同泰示例医院被罚款', ['event penalty']],
  ['杭州和宁波的同泰示例医院', ['place 330100', 'place 330200']],
  ['南京的同泰示例医院', ['place 320100']],
  ['Harbour  Penrith Sample\nHospital opens a ward', ['party H3']],
  ['Gumtree Preston Sample Smash Repairs was raided', ['event investigation', 'party R3']],
  ['杭州市远航示例汽车维修有限公司', ['party R2', 'place 330100']],
  ['杭州市远航示例汽车维修', ['party R1', 'place 330100']],
  ['杭州安康示例发布公告', ['party E2']],
  // A name that is a word of its own needs the region.
  ['华盛顿今天下雨', []],
  ['华盛今天上市', []],
  ['南京华盛今天上市', ['party E1', 'place 320100']],
  // People: at their work, with what ties them to the text.
  ['杭州同泰示例医院的王伟被调查', ['event investigation', 'party D1', 'party H1']],
  ['宁波医生王伟被调查', ['event investigation', 'party D2', 'place 330200']],
  ['王伟医生被调查', ['event investigation']],
  ['宁波市民王伟说', ['place 330200']],
  ['国王伟大的功绩', []],
  ['Dr Sarah Wilson of Harbour Penrith Sample Hospital', ['party D3', 'party H3']],
  ['Sarah Wilson won a race in New South Wales', ['place AU-NSW']],
  ['苏州律师欧阳明德代理此案', ['party L1', 'place 320500']],
  // Customers: never.
  ['杭州客户李小龙在杭州同泰示例医院报案', ['party H1', 'place 330100']],
])('%s', (text, expected) => {
  expect(found(text)).toEqual([...expected].sort())
})

test('the title ties what the body says', () => {
  expect(found('同泰示例医院被罚款', '宁波要闻')).toEqual(['event penalty', 'party H2', 'place 330200'])
})

test('each thing once, with its first place in the text as it stands there', () => {
  const title = '𠮷報：ＨＡＩＬ in 杭州'
  const body = '杭州的冰雹，㈱杭州同泰示例醫院, 冰雹'
  for (const { field, start, matched, times, value } of find({ title, body })) {
    expect((field === 'title' ? title : body).slice(start, start + matched.length)).toBe(matched)
    if (value === 'hail') expect([matched, times]).toEqual(['ＨＡＩＬ', 3])
    if (value === 'H1') expect([field, matched]).toEqual(['body', '杭州同泰示例醫院'])
  }
  expect(find({ title, body })).toHaveLength(3)
})

test('every place of a normalised text leads back to its character', () => {
  for (const text of ['', 'ABC', '㈱ＡＢ臺灣', 'İstanbul ﬀ', '😀冰雹', '\ud800x']) {
    const { text: result, place } = normalise(text)
    expect(place(result.length)).toBe(text.length)
    for (let i = 0; i < result.length; i++) expect(place(i)).toBeLessThan(text.length)
  }
  expect(normalise('㈱ＡＢ臺灣').text).toBe('(株)ab台湾')
})

test('hostile texts end', () => {
  for (const text of ['杭'.repeat(200_000), '- '.repeat(200_000), 'no '.repeat(20_000), '\0\u202e冰雹'])
    expect(() => find({ title: null, body: text })).not.toThrow()
})
