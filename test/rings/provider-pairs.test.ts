import { afterEach, expect, test } from 'vitest'
import { denseBlocks } from '../../src/rings/dense-groups.ts'
import { findRings } from '../../src/rings/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { smallBook, type TestClaim } from '../graph/small-book.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

const day = (i: number) => new Date(Date.UTC(2025, 0, 1 + (i % 300))).toISOString().slice(0, 10)
const stamp = `'test' as book, 'test/rows' as source, 'b1' as batch_id, 0 as source_line, timestamp '2025-01-01' as event_at, timestamp '2025-01-01' as known_at`

async function ringsOf(claims: readonly TestClaim[], more: string) {
  warehouse = await smallBook([], claims)
  await warehouse.execute(more)
  await findRings(warehouse, { asOf: new Date('2026-01-01'), seed: 1, nullBooks: 2 })
  const rings = await warehouse.db.selectFrom('graph.ring').selectAll().execute()
  const members = await warehouse.db
    .selectFrom('graph.ring_member')
    .where('node_kind', '=', 'entity')
    .select('node_id')
    .orderBy('node_id')
    .execute()
  return { rings, members: members.map((m) => m.node_id.slice(7)) }
}

test('a physician whose hospital reports other diagnoses than he bills is found with it, by those claims alone', async () => {
  const claims = Array.from({ length: 200 }, (_, i) => ({
    id: `C${i}`,
    day: day(i),
    line: 'health',
    claimant: `P${i}`,
    parties: [`insured P${i}`, `hospital H${i % 5}`, `physician D${i % 20}`],
  }))
  const { rings, members } = await ringsOf(
    claims,
    `insert into core.claim_item by name select 'I' || claim_id as item_id, claim_id, 'diagnosis' as item_kind, 'S52' as code, 100 as amount, ${stamp} from core.claim;
     insert into core.medical_visit by name select 'V' || c.claim_id as visit_id, c.claimant_id as party_id, h.party_id as hospital_id, c.loss_date as visit_date,
       case when d.party_id = 'D3' then 'S93' else 'S52' end as diagnosis_code, c.claimed_amount as amount, ${stamp}
     from core.claim c join core.claim_party h on h.claim_id = c.claim_id and h.role = 'hospital' join core.claim_party d on d.claim_id = c.claim_id and d.role = 'physician'`,
  )
  expect(rings).toHaveLength(1)
  expect(rings[0]).toMatchObject({ typology: 'provider_overbilling', claim_count: 10 })
  expect(members).toEqual(['D3', 'H3'])
})

test('a hospital whose bills differ from its reports under ever other physicians is found alone', async () => {
  const claims = Array.from({ length: 400 }, (_, i) => ({
    id: `C${i}`,
    day: day(i),
    line: 'health',
    claimant: `P${i}`,
    parties: [`insured P${i}`, `hospital H${i % 5}`, `physician D${i % 100}`],
  }))
  const { rings, members } = await ringsOf(
    claims,
    `insert into core.claim_item by name select 'I' || claim_id as item_id, claim_id, 'diagnosis' as item_kind, 'S52' as code, 100 as amount, ${stamp} from core.claim;
     insert into core.medical_visit by name select 'V' || c.claim_id as visit_id, c.claimant_id as party_id, h.party_id as hospital_id, c.loss_date as visit_date,
       case when h.party_id = 'H3' and substr(c.claim_id, 2)::integer < 40 then 'S93' else 'S52' end as diagnosis_code, c.claimed_amount as amount, ${stamp}
     from core.claim c join core.claim_party h on h.claim_id = c.claim_id and h.role = 'hospital'`,
  )
  expect(rings).toHaveLength(1)
  expect(rings[0]).toMatchObject({ typology: 'provider_overbilling', claim_count: 8 })
  expect(members).toEqual(['H3'])
})

test('a garage that is dear with one adjuster alone is found with him; one that is dear with everybody is not', async () => {
  const claims = Array.from({ length: 240 }, (_, i) => ({
    id: `C${i}`,
    day: day(i),
    claimant: `P${i}`,
    parties: [`driver P${i}`, `repairer R${i % 4}`, `adjuster A${Math.floor(i / 4) % 5}`],
  }))
  const { rings, members } = await ringsOf(
    claims,
    `insert into core.claim_item by name
     select 'I' || c.claim_id as item_id, c.claim_id, 'part' as item_kind, 'P1' as code,
       1000 * exp(0.05 * sin(hash(c.claim_id) % 1000)) * case when r.party_id = 'R1' and a.party_id = 'A2' then 1.4 when r.party_id = 'R3' then 1.5 else 1 end as amount, ${stamp}
     from core.claim c join core.claim_party r on r.claim_id = c.claim_id and r.role = 'repairer' join core.claim_party a on a.claim_id = c.claim_id and a.role = 'adjuster'`,
  )
  expect(rings.map((ring) => ring.typology)).toEqual(['repairer_adjuster'])
  expect(members).toEqual(['A2', 'R1'])
})

test('dense blocks are cut out of what hangs on to them, the densest first', () => {
  // Four households meet in six rows; a chain of others hangs on; a row of everybody ties nobody.
  const meetings = [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 2],
    [1, 3],
    [2, 3],
    [3, 4],
    [4, 5],
    [5, 6],
  ]
  const offsets = [0]
  for (const row of meetings) offsets.push((offsets.at(-1) ?? 0) + row.length)
  const rows = {
    count: meetings.length,
    claims: meetings.length,
    row: Int32Array.from(meetings.keys()),
    offsets: Int32Array.from(offsets),
    homes: Int32Array.from(meetings.flat()),
  }
  expect(denseBlocks(rows, [...meetings.keys()])[0]).toEqual({
    homes: [0, 1, 2, 3],
    rows: [0, 1, 2, 3, 4, 5],
  })
})
