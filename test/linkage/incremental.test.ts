/** Linking night after night: only what is new, by the weights kept, with entity ids that last. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addPeople } from '../../src/bench/people.ts'
import { evaluatePairs, linkParties } from '../../src/linkage/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { addParties, emptyWarehouse, entities } from './parties.ts'

let warehouse: Warehouse
beforeEach(async () => {
  warehouse = await emptyWarehouse()
  await addPeople(warehouse, 0, 400)
})
afterEach(() => warehouse.close())

const jonathan = {
  name: 'Jonathan Whitfield',
  birth_date: '1984-03-09',
  id_number: 'AB123456C',
  phone: '07111222333',
  address: '4 Mill Lane, Ely',
}
const AT = new Date('2025-06-01T02:00:00Z')
const LATER = new Date('2025-06-02T02:00:00Z')

const changes = () =>
  warehouse.db
    .selectFrom('core.entity_change')
    .selectAll()
    .orderBy('changed_at')
    .orderBy('party_id')
    .execute()
const remove = (party: string) =>
  warehouse.execute(
    `delete from core.party where party_id = '${party}'; delete from core.party_identity where party_id = '${party}'`,
  )

test('nothing new is nothing done', async () => {
  const first = await linkParties(warehouse)
  expect(first).toMatchObject({ mode: 'learned', parties: 400 })
  const before = await entities(warehouse)
  const again = await linkParties(warehouse)
  expect(again).toMatchObject({ mode: 'unchanged', pairs: 0, changes: { added: 0, changed: 0, removed: 0 } })
  expect(again.entities).toBe(first.entities)
  expect(again.matches).toBe(first.matches)
  expect(again.expectedMatches).toBe(first.expectedMatches)
  expect(await entities(warehouse)).toEqual(before)
})

test('three batches give the entities of one go with the same weights', async () => {
  await linkParties(warehouse)
  for (const [from, to] of [
    [400, 440],
    [440, 500],
  ]) {
    await addPeople(warehouse, from, to)
    const report = await linkParties(warehouse, { growth: 1 })
    expect(report).toMatchObject({ mode: 'incremental', parties: to, changes: { added: to - from } })
  }
  const matches = 'select party_id_l, party_id_r, match_weight from core.match order by all'
  const kinds = { party_id_l: 'string', party_id_r: 'string', match_weight: 'f64' } as const
  const inBatches = await entities(warehouse)
  const matchesInBatches = await warehouse.columns(matches, kinds)
  // All records forgotten but not the weights: the next run sees one batch of everybody.
  await warehouse.execute(
    'delete from linkage.record; delete from linkage.key; delete from core.match; delete from core.entity',
  )
  const whole = await linkParties(warehouse, { growth: 1 })
  expect(whole).toMatchObject({ mode: 'incremental', changes: { added: 500 } })
  const inOneGo = await entities(warehouse)
  expect(evaluatePairs(inBatches, inOneGo)).toMatchObject({ precision: 1, recall: 1 })
  // A block may outgrow its cap between two batches, so a few pairs that match nothing come in one way only.
  const matchesInOneGo = await warehouse.columns(matches, kinds)
  expect(matchesInOneGo.rows / matchesInBatches.rows).toBeCloseTo(1, 1)
}, 120_000)

test('a night of new, changed and removed parties gives the pairs and entities of one go', async () => {
  await linkParties(warehouse)
  await addPeople(warehouse, 400, 460)
  await warehouse.execute(`
    delete from core.party where party_id[-2:] in ('13', '77'); delete from core.party_identity where party_id[-2:] in ('13', '77');
    update core.party set birth_date = birth_date + 1 where party_id[-2:] = '05';
    update core.party_identity set phone = '07000' || party_id[-6:], address = null where party_id[-1:] = '8';
    update core.party_identity set name = split_part(name, ' ', 2) || ', ' || split_part(name, ' ', 1) where party_id[-2:] = '42'`)
  const night = await linkParties(warehouse, { growth: 1 })
  expect(night).toMatchObject({ mode: 'incremental', changes: { added: 59, changed: 48, removed: 8 } })
  expect(await linkParties(warehouse, { growth: 1 })).toMatchObject({
    mode: 'unchanged',
    entities: night.entities,
  })
  const pairs = async () => {
    const { columns, rows } = await warehouse.columns(
      'select party_id_l as l, party_id_r as r, match_weight as weight, is_vetoed, waterfall from core.match where match_weight >= 0 order by all',
      { l: 'string', r: 'string', weight: 'f64', is_vetoed: 'i32', waterfall: 'string' },
    )
    expect(rows).toBeGreaterThan(100)
    return columns
  }
  const [pairsOfNights, nights] = [await pairs(), await entities(warehouse)]
  await warehouse.execute(
    'delete from linkage.record; delete from linkage.key; delete from core.match; delete from core.entity',
  )
  const whole = await linkParties(warehouse, { growth: 1 })
  expect(whole).toMatchObject({ matches: night.matches, entities: night.entities })
  expect(await pairs()).toEqual(pairsOfNights)
  expect(evaluatePairs(nights, await entities(warehouse))).toMatchObject({ precision: 1, recall: 1 })
})

test('rows that only moved are no news, and are watched where they went', async () => {
  await addPeople(warehouse, 400, 4200)
  await linkParties(warehouse)
  await warehouse.execute(`
    create table held as from core.party_identity where party_id = 'P00000007';
    delete from core.party_identity where party_id = 'P00000007'; insert into core.party_identity from held`)
  expect(await linkParties(warehouse)).toMatchObject({ mode: 'unchanged' })
  await warehouse.execute("update core.party_identity set phone = '1' where party_id = 'P00000007'")
  expect((await linkParties(warehouse)).changes).toEqual({ added: 0, changed: 1, removed: 0 })
  await remove('P00000007')
  await remove('P00000011')
  expect((await linkParties(warehouse)).changes).toEqual({ added: 0, changed: 0, removed: 2 })
  await warehouse.execute('update linkage.record set party_row = null, identity_row = null')
  expect(await linkParties(warehouse)).toMatchObject({ mode: 'unchanged' })
})

test('a block far over its cap is not met again', async () => {
  const crowd = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({
      party_id: `C${from + i}`,
      name: `Person${String.fromCharCode(97 + ((from + i) % 26))}x Number${from + i}`,
      bank_account: 'POOL',
    }))
  const skipped = (report: Awaited<ReturnType<typeof linkParties>>) =>
    report.byRule.find((rule) => rule.rule === 'same_account')
  await addParties(warehouse, crowd(0, 90))
  const first = await linkParties(warehouse, { largestBlock: 30 })
  expect(skipped(first)).toMatchObject({ skippedBlocks: 1, skippedRecords: 90 })
  await addParties(warehouse, crowd(90, 95))
  const night = await linkParties(warehouse, { largestBlock: 30 })
  expect(skipped(night)).toMatchObject({ pairs: 0, skippedBlocks: 1, skippedRecords: 5 })
})

test('a book that has grown is learned anew, and entities keep their ids', async () => {
  await linkParties(warehouse)
  const before = await entities(warehouse)
  await addPeople(warehouse, 400, 520)
  const report = await linkParties(warehouse)
  expect(report).toMatchObject({ mode: 'learned', changes: { added: 520 } })
  const after = await entities(warehouse)
  let kept = 0
  for (const [party, entity] of before) if (after.get(party) === entity) kept++
  expect(kept / before.size).toBeGreaterThan(0.98)
  expect((await linkParties(warehouse, { relearn: true })).mode).toBe('learned')
  expect((await linkParties(warehouse, { largestBlock: 50 })).mode).toBe('learned')
})

test('an entity keeps its id when a party with a smaller one joins', async () => {
  await addParties(warehouse, [{ party_id: 'Q5', ...jonathan }])
  await linkParties(warehouse)
  await addParties(warehouse, [{ party_id: 'A1', ...jonathan, phone: null }])
  await linkParties(warehouse)
  const found = await entities(warehouse)
  expect([found.get('Q5'), found.get('A1')]).toEqual(['Q5', 'Q5'])
  expect(await changes()).toEqual([])
})

test('two entities that a new party brings together become the larger one, and the merge is noted', async () => {
  const young = { ...jonathan, id_number: null, birth_date: null, address: null }
  const moved = { ...jonathan, phone: '07999888777', address: '9 Hill Road, York', name: 'J Whitfield' }
  await addParties(warehouse, [
    { party_id: 'B1', ...young },
    { party_id: 'C1', ...moved, phone: null },
    { party_id: 'C2', ...moved },
  ])
  await linkParties(warehouse, { verdicts: [{ party_id_l: 'B1', party_id_r: 'C1', same: false }] })
  const before = await entities(warehouse)
  expect(['B1', 'C1', 'C2'].map((id) => before.get(id))).toEqual(['B1', 'C1', 'C1'])
  await linkParties(warehouse, { at: AT, verdicts: [{ party_id_l: 'C2', party_id_r: 'B1', same: true }] })
  const after = await entities(warehouse)
  expect(['B1', 'C1', 'C2'].map((id) => after.get(id))).toEqual(['C1', 'C1', 'C1'])
  expect(await changes()).toEqual([
    { party_id: 'B1', changed_at: AT, kind: 'merge', from_entity_id: 'B1', to_entity_id: 'C1' },
  ])
})

test('a party whose details turn out to be another person leaves, and takes no name that is in use', async () => {
  await addParties(warehouse, [
    { party_id: 'B1', ...jonathan },
    { party_id: 'B2', ...jonathan },
    { party_id: 'B3', ...jonathan, phone: null },
  ])
  await linkParties(warehouse)
  await warehouse.execute(`
    update core.party_identity set name = 'Susan Ashdown', id_number = 'ZZ998877D', phone = '01999000111', address = '1 Far End, Hull'
    where party_id = 'B1'; update core.party set birth_date = '1951-12-30' where party_id = 'B1'`)
  const report = await linkParties(warehouse, { at: AT })
  expect(report).toMatchObject({ mode: 'incremental', changes: { added: 0, changed: 1, removed: 0 } })
  const after = await entities(warehouse)
  expect([after.get('B2'), after.get('B3')]).toEqual(['B1', 'B1'])
  const own = after.get('B1')
  expect(own).not.toBe('B1')
  expect(await changes()).toEqual([
    { party_id: 'B1', changed_at: AT, kind: 'split', from_entity_id: 'B1', to_entity_id: own },
  ])
  const { columns } = await warehouse.columns(
    "select count(*) as n from core.match where 'B1' in (party_id_l, party_id_r) and match_weight > 4",
    { n: 'f64' },
  )
  expect(columns.n[0]).toBe(0)
})

test('a party that is gone leaves its entity, and the rest stays what it was', async () => {
  await addParties(warehouse, [
    { party_id: 'B1', ...jonathan },
    { party_id: 'B2', ...jonathan },
    { party_id: 'B3', ...jonathan, phone: null },
  ])
  await linkParties(warehouse)
  await remove('B1')
  const report = await linkParties(warehouse)
  expect(report.changes).toEqual({ added: 0, changed: 0, removed: 1 })
  const after = await entities(warehouse)
  expect(after.has('B1')).toBe(false)
  expect([after.get('B2'), after.get('B3')]).toEqual(['B1', 'B1'])
  expect(await linkParties(warehouse)).toMatchObject({ mode: 'unchanged' })
  // It comes back, and finds its people.
  await addParties(warehouse, [{ party_id: 'B1', ...jonathan }])
  await linkParties(warehouse)
  expect((await entities(warehouse)).get('B1')).toBe('B1')
})

test('people who say the same or different are heard whatever the weights are, and may change their minds', async () => {
  await addParties(warehouse, [
    { party_id: 'B1', ...jonathan },
    { party_id: 'B2', ...jonathan, phone: null, address: null },
    { party_id: 'B3', ...jonathan },
    { party_id: 'X1', name: 'Petra Oldham', birth_date: '1970-01-01' },
  ])
  const same = { party_id_l: 'X1', party_id_r: 'B1', same: true }
  const different = { party_id_l: 'B1', party_id_r: 'B3', same: false }
  await linkParties(warehouse)
  const plain = await entities(warehouse)
  expect(['B1', 'B2', 'B3', 'X1'].map((id) => plain.get(id))).toEqual(['B1', 'B1', 'B1', 'X1'])

  const joined = await linkParties(warehouse, { verdicts: [same, different], at: AT })
  expect(joined.mode).toBe('incremental')
  const decided = await entities(warehouse)
  expect(decided.get('X1')).toBe(decided.get('B1'))
  expect(decided.get('B3')).not.toBe(decided.get('B1'))
  expect((await linkParties(warehouse, { verdicts: [different, same] })).mode).toBe('unchanged')

  // A newcomer like all three joins one side, never both.
  await addParties(warehouse, [{ party_id: 'B4', ...jonathan }])
  await linkParties(warehouse, { verdicts: [same, different] })
  const held = await entities(warehouse)
  expect(held.get('B3')).not.toBe(held.get('B1'))

  await linkParties(warehouse, { at: LATER })
  const back = await entities(warehouse)
  expect(['B1', 'B2', 'B3', 'B4'].map((id) => back.get(id))).toEqual(['B1', 'B1', 'B1', 'B1'])
  expect(back.get('X1')).toBe('X1')
})

test('another line makes the entities anew from the pairs kept, without comparing any', async () => {
  await linkParties(warehouse)
  const loose = await linkParties(warehouse, { matchProbability: 0.2 })
  const strict = await linkParties(warehouse, { matchProbability: 0.999999 })
  expect([loose.mode, loose.pairs, strict.pairs]).toEqual(['incremental', 0, 0])
  expect(strict.entities).toBeGreaterThan(loose.entities)
})
