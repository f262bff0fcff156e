/** A claim scored live gets the score that the batch gave it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shelves } from '../../src/cli/shelves.ts'
import { type LiveScorer, openLiveScorer } from '../../src/run/live.ts'
import { BUILT_IN } from '../../src/thresholds/index.ts'
import { snapshots, type Warehouse } from '../../src/warehouse/index.ts'
import { demoHome } from '../demo-home.ts'

let warehouse: Warehouse
let live: LiveScorer

beforeAll(async () => {
  const home = await demoHome()
  const store = snapshots(home, 'insurer')
  const opened = await store.openCurrent()
  warehouse = opened.warehouse
  const risk = await warehouse.db
    .selectFrom('score.risk')
    .where('entity', '=', 'claim')
    .select('model_id')
    .executeTakeFirstOrThrow()
  live = await openLiveScorer({
    home,
    book: 'insurer',
    snapshotPath: store.path(opened.manifest.id),
    modelId: String(risk.model_id),
    asOf: new Date(String(opened.manifest.extra.asOf)),
    shelves,
    thresholds: BUILT_IN.set,
  })
})

afterAll(async () => {
  await live?.close()
  await warehouse?.close()
})

/** Two claims of every line: the riskiest and a middling one. */
async function chosen() {
  const rows = await warehouse.db
    .selectFrom('score.risk')
    .where('entity', '=', 'claim')
    .selectAll()
    .orderBy('line')
    .orderBy('probability', 'desc')
    .orderBy('entity_id')
    .execute()
  const lines = [...new Set(rows.map((r) => r.line))]
  return lines.flatMap((line) => {
    const mine = rows.filter((r) => r.line === line)
    return [mine[0], mine[mine.length >> 1]]
  })
}

test('live scores equal batch scores to 1e-9, part by part', async () => {
  const { db } = warehouse
  const claims = await chosen()
  expect(claims).toHaveLength(12)
  for (const batch of claims) {
    const id = batch.entity_id
    const claim = await db
      .selectFrom('core.claim')
      .selectAll()
      .where('claim_id', '=', id)
      .executeTakeFirstOrThrow()
    const parties = await db.selectFrom('core.claim_party').selectAll().where('claim_id', '=', id).execute()
    const items = await db.selectFrom('core.claim_item').selectAll().where('claim_id', '=', id).execute()
    const result = await live.score({ claim, parties, items, asOf: batch.as_of })
    expect(Math.abs(result.score.logOdds - batch.log_odds), `log-odds of ${id}`).toBeLessThan(1e-9)
    expect(Math.abs(result.score.probability - batch.probability)).toBeLessThan(1e-9)
    expect(result.peerGroup).toBe(batch.peer_group)
    const parts = await db
      .selectFrom('score.part')
      .selectAll()
      .where('entity', '=', 'claim')
      .where('entity_id', '=', id)
      .execute()
    for (const { part, log_odds } of parts) {
      const mine = result.score.parts.find((p) => p.part === part)
      expect(Math.abs((mine?.logOdds ?? 0) - log_odds), `${part} of ${id}`).toBeLessThan(1e-9)
      const reasons = mine?.reasons.reduce((sum, r) => sum + r.logOdds, 0) ?? 0
      expect(Math.abs(reasons - (mine?.logOdds ?? 0))).toBeLessThan(1e-9)
    }
  }
})

test('a claim that the warehouse does not know is scored, and leaves nothing behind', async () => {
  const before = await live.score(await unheardOf('NEW-1', 12_000))
  const higher = await live.score(await unheardOf('NEW-2', 900_000))
  const again = await live.score(await unheardOf('NEW-1', 12_000))
  expect(again.score.logOdds).toBe(before.score.logOdds)
  expect(higher.score.logOdds).not.toBe(before.score.logOdds)
  expect(before.score.probability).toBeGreaterThan(0)
  expect(before.score.probability).toBeLessThan(1)
})

async function unheardOf(id: string, amount: number) {
  const policy = await warehouse.db
    .selectFrom('core.policy')
    .selectAll()
    .where('line', '=', 'auto')
    .orderBy('policy_id')
    .executeTakeFirstOrThrow()
  const loss = new Date(new Date(String(policy.inception_date)).getTime() + 9 * 86_400_000)
  return {
    claim: {
      claim_id: id,
      line: 'auto' as const,
      policy_id: policy.policy_id,
      claimant_id: policy.policyholder_id,
      loss_at: loss,
      reported_at: loss,
      claimed_amount: amount,
    },
    parties: [],
    items: [],
    asOf: new Date(loss.getTime() + 5 * 86_400_000),
  }
}
