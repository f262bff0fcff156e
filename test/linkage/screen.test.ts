import { afterEach, beforeEach, expect, test } from 'vitest'
import { consonantsOf } from '../../src/linkage/consonants.ts'
import { evaluateScreen, screenParties } from '../../src/linkage/index.ts'
import { Screen } from '../../src/linkage/screen.ts'
import { damerauLevenshtein, jaroWinkler } from '../../src/linkage/text-distance.ts'
import { random } from '../../src/util/random.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { addParties, emptyWarehouse } from './parties.ts'

let warehouse: Warehouse
beforeEach(async () => {
  warehouse = await emptyWarehouse()
})
afterEach(() => warehouse.close())

test('likeness of texts is what the database says', async () => {
  const draw = random(3)
  const word = () => Array.from({ length: draw.int(1, 12) }, () => draw.pick(['a', 'b', 'c', 'd'])).join('')
  const pairs = Array.from({ length: 400 }, () => [word(), word()] as const)
  await warehouse.execute(
    'create schema if not exists staging; create table staging.pair (a varchar, b varchar)',
  )
  await warehouse.append('staging.pair', { a: pairs.map((p) => p[0]), b: pairs.map((p) => p[1]) })
  const { columns } = await warehouse.columns(
    'select a, b, jaro_winkler_similarity(a, b) as j, damerau_levenshtein(a, b) as d from staging.pair',
    { a: 'string', b: 'string', j: 'f64', d: 'f64' },
  )
  for (let i = 0; i < pairs.length; i++) {
    const [a, b] = [String(columns.a[i]), String(columns.b[i])]
    // The database takes a prefix into account above 0.7 alone.
    if (columns.j[i] > 0.7) expect(jaroWinkler(a, b), `${a} ${b}`).toBeCloseTo(columns.j[i], 6)
    expect(damerauLevenshtein(a, b), `${a} ${b}`).toBeGreaterThanOrEqual(columns.d[i])
    expect(damerauLevenshtein(a, b) - columns.d[i]).toBeLessThanOrEqual(1)
  }
  expect([damerauLevenshtein('abcd', 'acbd'), damerauLevenshtein('', 'ab'), jaroWinkler('', 'a')]).toEqual([
    1, 2, 0,
  ])
})

const LIST = [
  'AL-QADHAFI, Muammar',
  'GUZMAN LOERA, Joaquin',
  'PETROVICH, Ivan',
  'IVANOV, Pyotr Sergeyevich',
  'BANCO NACIONAL DE CUBA',
  'AEROCARIBBEAN AIRLINES',
  'OCEAN STAR SHIPPING COMPANY LIMITED',
  'OCEAN TRADE LIMITED LIABILITY COMPANY',
  'SMITH, Robert',
  '王小丽',
  'ZHANG, Wei',
].map((name, i) => ({ entryId: `E${i}`, partyId: `P${i}`, name }))
const first = (screen: Screen, name: string) => screen.ask(name)[0]?.name

test('other spellings, order, short forms, initials of a firm, words written as one, legal forms', () => {
  const screen = new Screen(LIST)
  for (const [query, listed] of [
    ['Muammar Qadafi', 'AL-QADHAFI, Muammar'],
    ['JOAQUIN GUZMAN', 'GUZMAN LOERA, Joaquin'],
    ['Ivan Petrovic', 'PETROVICH, Ivan'],
    ['Bob Smyth', 'SMITH, Robert'],
    ['BNC', 'BANCO NACIONAL DE CUBA'],
    ['Aero-Caribbean', 'AEROCARIBBEAN AIRLINES'],
    ['OOO Ocean Trade', 'OCEAN TRADE LIMITED LIABILITY COMPANY'],
    ['Wang Xiaoli', '王小丽'],
    ['王小麗', '王小丽'],
    ['张伟', 'ZHANG, Wei'],
  ])
    expect([query, first(screen, query)]).toEqual([query, listed])
  expect(screen.ask('Completely Otherwise')).toEqual([])
  for (const odd of ['', '   ', ',,,', 'x'.repeat(10_000), '🙂', 'a b '.repeat(50)])
    expect(() => screen.ask(odd)).not.toThrow()
})

test('a family name counts as one where both names say which it is, however the Arabic is written', () => {
  const screen = new Screen(
    ['REZA, Ahmad', 'VAZIRI, Hossein', 'AL-SALEH, Abd al-Latif', 'KHALIL, Yusuf'].map((name, i) => ({
      entryId: `E${i}`,
      partyId: `P${i}`,
      name,
    })),
  )
  const weights = (query: string) => new Map(screen.ask(query).map((hit) => [hit.name, hit.weight] as const))
  const told = weights('VAZIRI, Reza')
  // Without a comma nothing is known of which is which.
  const untold = weights('Vaziri Reza')
  expect(told.get('VAZIRI, Hossein')).toBeCloseTo(untold.get('VAZIRI, Hossein') as number, 6)
  expect(told.get('REZA, Ahmad')).toBeLessThan(untold.get('REZA, Ahmad') as number)
  for (const query of ['Abdul Latif Saleh', 'Abdel Latif Salih', 'SALIH, Abdullatif'])
    expect([query, first(screen, query)]).toEqual([query, 'AL-SALEH, Abd al-Latif'])
  expect(screen.resembles('Youssef', 'KHALIL, Yusuf')).toBe(true)
})

test('ways of writing a name meet on its consonants, other names do not', () => {
  for (const [a, b] of [
    ['youssef', 'yusuf'],
    ['khairy', 'hairi'],
    ['shamkhani', 'chamhani'],
    ['qassim', 'kasem'],
    ['moghadam', 'mogadam'],
  ])
    expect([a, consonantsOf(a)]).toEqual([a, consonantsOf(b)])
  expect(consonantsOf('qassim')).not.toBe(consonantsOf('hassan'))
  for (const short of ['', 'a', 'ali', 'wei', 'ww']) expect(consonantsOf(short)).toBe('')
})

test('weights add up and have no ceiling: more evidence is always more', () => {
  const screen = new Screen(LIST)
  const weights = ['Pyotr', 'Pyotr Ivanov', 'Pyotr Sergeyevich Ivanov'].map((name) => screen.ask(name)[0])
  expect(new Set(weights.map((hit) => hit.name)).size).toBe(1)
  expect(weights[1].weight).toBeGreaterThan(weights[0].weight)
  expect(weights[2].weight).toBeGreaterThan(weights[1].weight)
  const [exact] = screen.ask('OCEAN STAR SHIPPING COMPANY LIMITED')
  const sum = exact.reasons.reduce((bits, reason) => bits + reason.bits, screen.prior)
  expect(exact.weight).toBeCloseTo(sum, 10)
})

test('a name that is left out does not answer for itself', () => {
  const screen = new Screen(LIST)
  expect(screen.ask('SMITH, Robert', { except: 'E8' }).map((hit) => hit.entryId)).not.toContain('E8')
})

test('an evaluation counts what is found, what is the same string, and what no name can find', () => {
  const found = evaluateScreen(
    LIST.map((name) => ({ ...name, kind: 'person' })),
    [
      { entryId: 'A1', partyId: 'P0', name: 'QADDAFI, Muamar' },
      { entryId: 'A2', partyId: 'P1', name: 'EL CHAPO' },
      { entryId: 'A3', partyId: 'P8', name: 'Smith Robert' },
      { entryId: 'A4', partyId: 'unknown', name: 'Nobody' },
    ],
  )
  expect(found).toMatchObject({
    queries: 3,
    identical: 1,
    unlike: 1,
    alike: { queries: 2, top1: 1, top5: 1 },
  })
  expect(found.top1).toBeCloseTo(2 / 3, 10)
  expect(found.byKind.person.queries).toBe(3)
})

test('parties of a book: a date of birth or a number decides where the name is common', async () => {
  const at = new Date('2024-01-01T00:00:00Z')
  await addParties(warehouse, [
    { party_id: 'P1', name: '王伟', birth_date: '1980-05-06', id_number: '110101198005060011' },
    { party_id: 'P2', name: '王伟', birth_date: '1991-01-01' },
    { party_id: 'P3', name: 'Zbigniew Kowalczyk', birth_date: '1970-02-03' },
    { party_id: 'P4', name: 'Somebody Else', id_number: '1101 0119 7709 0100 22' },
    ...Array.from({ length: 300 }, (_, i) => ({ party_id: `Q${i}`, name: i % 3 ? '王伟' : '李娜' })),
    { party_id: 'R1', name: null, id_number: null },
    { party_id: 'S1', name: '赵敏', id_number: '110101197709010022' },
    { party_id: 'S2', name: '召闵' },
  ])
  const listed = [
    ['W1', '王伟', null, '1980-05-06'],
    ['W2', 'KOWALCZYK Zbignew', null, '1970-02-03'],
    ['W3', '赵敏', '110101197709010022', null],
  ] as const
  await warehouse.append('core.watchlist_entry', {
    entry_id: listed.map((one) => one[0]),
    list: listed.map(() => 'sanctions'),
    name: listed.map((one) => one[1]),
    id_number: listed.map((one) => one[2]),
    birth_date: listed.map((one) => one[3]),
    reason: listed.map(() => 'listed'),
    book: listed.map(() => 'test'),
    source: listed.map(() => 'test/list'),
    batch_id: listed.map(() => 'b1'),
    source_line: Int32Array.from(listed, (_, i) => i + 1),
    event_at: listed.map(() => at),
    known_at: listed.map(() => at),
  })
  const { hits, parties, entries } = await screenParties(warehouse)
  expect([parties, entries]).toEqual([306, 3])
  const likely = hits.filter((hit) => hit.probability >= 0.5).map((hit) => `${hit.partyId} ${hit.entryId}`)
  expect(likely.sort()).toEqual(['P1 W1', 'P3 W2', 'P4 W3', 'S1 W3'])
  // Read alike and written otherwise says less. The number of an entry bears its date of birth.
  const other = hits.find((hit) => hit.partyId === 'S2')
  expect(other?.reasons.map((reason) => reason.comparison)).toEqual(['name', 'characters'])
  const [best] = hits.filter((hit) => hit.partyId === 'S1')
  expect(best.reasons.map((reason) => `${reason.comparison} ${reason.level}`)).toContain('birth_date exact')
  for (const hit of hits) {
    const evidence = hit.reasons.reduce((sum, reason) => sum + reason.weight, 0)
    expect(hit.weight).toBeCloseTo(evidence + Math.log2(0.001 / 3), 10)
  }
})
