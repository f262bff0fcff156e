import { afterEach, expect, test } from 'vitest'
import { judgeRings, ringMetrics } from '../../src/run/judge-rings.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import type { AnswerKey } from '../../src/synthetic/answer-key.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

const key: AnswerKey = {
  claims: new Map(),
  duplicates: new Map(),
  plantedDuplicates: new Set(),
  listings: new Map(),
  rings: [
    { ring_id: 'K1', typology: 'staged_accident', members: ['a', 'b', 'c'] },
    { ring_id: 'K2', typology: 'identity_reuse', members: ['k', 'k2'] },
    { ring_id: 'K3', typology: 'identity_reuse', members: ['z'] },
  ],
  lookalikes: [{ lookalike_id: 'L1', kind: 'family', parties: ['f', 'g', 'h'], claims: [] }],
}

test('rings are judged by what they hold, whom they accuse, and how far a desk gets', async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  await warehouse.execute(schemaDdl())
  const rings = [
    { id: 'R1', score: 0.9, members: 'abc', p: 0.01, explanation: null },
    { id: 'R2', score: 0.8, members: 'k', p: null, explanation: null },
    { id: 'R3', score: 0.35, members: 'fgx', p: 0.5, explanation: null },
    { id: 'R4', score: 0.1, members: 'fgh', p: 0.4, explanation: 'family' },
  ] as const
  for (const { id, score, members, p, explanation } of rings) {
    await warehouse.execute(`insert into graph.ring by name select '${id}' as ring_id, 'staged_accident' as typology, ${score} as score,
      ${p ?? 'null'} as p_value, ${members.length} as member_count, 2 as claim_count, 'auto' as line, 90000 as claimed_amount,
      90000 as at_stake_amount, timestamp '2025-01-01' as first_at, timestamp '2025-02-01' as last_at,
      timestamp '2025-02-02' as known_at, '[]' as reasons, ${explanation ? `'${explanation}'` : 'null'} as explanation`)
    for (const member of members)
      await warehouse.execute(`insert into graph.ring_member by name select '${id}' as ring_id, 'entity:${member}' as node_id,
        'entity' as node_kind, 0.5 as centrality`)
  }
  // Two identities of one person are one entity.
  const judged = await judgeRings(warehouse, key, new Map([['k2', 'k']]))
  expect(judged.listed).toMatchObject({ reported: 3, found: 2, falseRings: 1, lookalikes: { family: 1 } })
  expect(judged.listed.precision).toBeCloseTo(2 / 3, 12)
  expect(judged.listed.memberRecall).toBeCloseTo(4 / 5, 12)
  expect(judged.alerts).toMatchObject({ reported: 2, found: 2, precision: 1 })
  expect(judged.desk).toMatchObject({ capacity: 40, reported: 3 })
  expect(judged.explained).toEqual({ rings: 1, planted: 0, lookalikes: { family: 1 } })
  expect(judged.pValues).toEqual({
    planted: [0.01, 0.01, 0.01, 0.01, 0.01],
    false: [0.5, 0.5, 0.5, 0.5, 0.5],
  })
  expect(judged.scores.reduce((sum, row) => sum + row.rings, 0)).toBe(3)
  expect(ringMetrics(judged)).toMatchObject({ rings_found: { value: 2 }, ring_lookalikes: { value: 1 } })
})
