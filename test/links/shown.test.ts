import { afterEach, expect, test } from 'vitest'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { smallBook, type TestClaim } from '../graph/small-book.ts'
import { evidenceOf } from './evidence-of.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

const claim = (id: string, claimant: string, more: Partial<TestClaim> = {}): TestClaim => ({
  id,
  day: '2024-05-01',
  claimant,
  ...more,
})

/** Claims C1, C2, ... of A1, A2, ..., on days that follow each other. */
const claims = (n: number, more: Partial<TestClaim> = {}): TestClaim[] =>
  Array.from({ length: n }, (_, i) =>
    claim(`C${i + 1}`, `A${i + 1}`, { day: `2024-05-${String(i + 1).padStart(2, '0')}`, ...more }),
  )

async function photos(w: Warehouse, rows: readonly (readonly [claim: string, hash: string])[]) {
  const at = new Date('2024-06-01')
  await w.append('core.claim_photo', {
    photo_id: rows.map((_, i) => `F${i}`),
    claim_id: rows.map(([id]) => id),
    content_hash: rows.map(([, hash]) => hash),
    book: rows.map(() => 'test'),
    source: rows.map(() => 'test/rows'),
    batch_id: rows.map(() => 'b1'),
    source_line: Int32Array.from(rows, (_, i) => i),
    event_at: rows.map(() => at),
    known_at: rows.map(([id]) => new Date(at.getTime() + 86_400_000 * Number(id.slice(1)))),
  })
}

const tell = (w: Warehouse, texts: Readonly<Record<string, string>>) =>
  w.execute(
    Object.entries(texts)
      .map(([id, text]) => `update core.claim set description = '${text}' where claim_id = '${id}'`)
      .join(';'),
  )

test('a device ties those who reported with it; one of one person, or of one entity, is no evidence', async () => {
  warehouse = await smallBook([], claims(5))
  await warehouse.execute(`
    update core.claim set device_id = 'ab-1' where claim_id in ('C1', 'C2');
    update core.claim set device_id = 'AB 2' where claim_id = 'C3';
    update core.claim set device_id = 'ab3' where claim_id in ('C4', 'C5');
    insert into core.entity values ('A4', 'A4', 20, timestamp '2024-01-01'), ('A5', 'A4', 20, timestamp '2024-01-01')`)
  expect(await evidenceOf(warehouse, 'reports_with')).toEqual(['A1 AB1 C1', 'A2 AB1 C2'])
})

test('a device with which one garage reports for its customers is the garage’s too', async () => {
  warehouse = await smallBook(
    [],
    [...claims(3, { parties: ['repairer R', 'adjuster D'] }), ...claims(5).slice(3)],
  )
  await warehouse.execute(`
    update core.claim set device_id = 'g' where claim_id in ('C1', 'C2', 'C3');
    update core.claim set device_id = 'x' where claim_id in ('C4', 'C5')`)
  expect(await evidenceOf(warehouse, 'reports_with')).toEqual([
    'A1 G C1',
    'A2 G C2',
    'A3 G C3',
    'A4 X C4',
    'A5 X C5',
    'R G C1',
  ])
})

test('photos of one scene are found within three bits, and bear the name of the first', async () => {
  warehouse = await smallBook([], claims(8))
  await photos(warehouse, [
    ['C1', '7b862f7dd38ee88e'],
    ['C2', '7B862F7DD38EE88F'],
    ['C3', '7b862f7dd38ee889'],
    ['C4', 'fb862f7dd38ee881'],
    ['C5', 'a018be3617bc39f6'],
    ['C6', '0000000000000001'],
    ['C7', '0000000000000000'],
    ['C8', 'none'],
  ])
  expect(await evidenceOf(warehouse, 'same_photo')).toEqual(
    [
      'A1 7b862f7dd38ee88e C1',
      'A2 7b862f7dd38ee88e C2',
      'A3 7b862f7dd38ee88e C3',
      'A4 7b862f7dd38ee889 C4',
      'A3 7b862f7dd38ee889 C3',
    ].sort(),
  )
})

const STORY =
  'I was driving north in the middle lane past the oval when a dog ran out and the van in front of me braked so hard that I could not stop in time and slid into its left corner'

test('stories that are nearly the same are one; short ones and those of chance are not', async () => {
  warehouse = await smallBook([], claims(6))
  await tell(warehouse, {
    C1: `${STORY}.`,
    C2: `${STORY.toUpperCase()}!`,
    C3: STORY.replace('a dog', 'a small dog'),
    C4: 'We came home from the airport and found the window of the kitchen open and the drawer on the floor and nobody had seen or heard anything although the neighbours were at home',
    C5: 'Hail damaged the roof and the windscreen',
    C6: 'Hail damaged the roof and the windscreen',
  })
  expect(await evidenceOf(warehouse, 'same_text')).toEqual(['A1 C1 C1', 'A2 C1 C2', 'A3 C1 C3'])
})

test('a form letter of many is one text, however many send it', async () => {
  warehouse = await smallBook([], claims(28))
  await tell(warehouse, Object.fromEntries(Array.from({ length: 28 }, (_, i) => [`C${i + 1}`, STORY])))
  const rows = await evidenceOf(warehouse, 'same_text')
  expect(rows).toHaveLength(28)
  expect(new Set(rows.map((row) => row.split(' ')[1]))).toEqual(new Set(['C1']))
})

test('strangers whose losses meet in place and hour are found; weather, guests of one claim and crowds are not', async () => {
  const day = { day: '2024-05-01' }
  warehouse = await smallBook(
    [],
    [
      ...claims(2, day),
      claim('C3', 'A3', { ...day, peril: 'hail' }),
      claim('C4', 'A4', { ...day, peril: 'hail' }),
      claim('C5', 'A5', { ...day, parties: ['counterparty A6'] }),
      claim('C6', 'A6', day),
      claim('C7', 'A7', day),
      claim('C8', 'A8', day),
      ...Array.from({ length: 70 }, (_, i) => claim(`D${i}`, `B${i}`, { day: '2024-05-09' })),
    ],
  )
  await warehouse.execute(`
    update core.claim set latitude = 30.2512, longitude = 120.1633 where claim_id in ('C1', 'C2');
    update core.claim set latitude = 31.2512, longitude = 121.1633 where claim_id in ('C3', 'C4');
    update core.claim set latitude = 32.2512, longitude = 118.1633 where claim_id in ('C5', 'C6');
    update core.claim set latitude = 33.2512, longitude = 118.1633 where claim_id in ('C7', 'C8');
    update core.claim set loss_at = reported_at + interval 1 hour where claim_id = 'C7';
    update core.claim set latitude = 34.2512, longitude = 118.1633 where claim_id like 'D%'`)
  expect(await evidenceOf(warehouse, 'same_moment_place')).toEqual([
    'A1 2024-05-01 12h 30.25 120.16 C1',
    'A2 2024-05-01 12h 30.25 120.16 C2',
  ])
})

test('two whom linkage left apart under one identity number are tied by it', async () => {
  warehouse = await smallBook([{ id: 'A' }, { id: 'B' }, { id: 'C' }, { id: 'D' }])
  await warehouse.execute(`
    update core.party_identity set id_number = '3302-9919 64x' where party_id = 'A';
    update core.party_identity set id_number = '3302991964X' where party_id = 'B';
    update core.party_identity set id_number = '000000000000' where party_id in ('C', 'D')`)
  expect(await evidenceOf(warehouse, 'bears_id_number')).toEqual(['A 3302991964X', 'B 3302991964X'])
})
