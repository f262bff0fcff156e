/** Expected costs of the demo book: parts add up, unseen policies claim as often as said, applications get the batch's cost. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shelves } from '../../src/cli/shelves.ts'
import { type ApplicationScorer, openApplicationScorer } from '../../src/run/application.ts'
import { BUILT_IN } from '../../src/thresholds/index.ts'
import { snapshots, type Warehouse } from '../../src/warehouse/index.ts'
import { demoHome } from '../demo-home.ts'

let warehouse: Warehouse
let scorer: ApplicationScorer

beforeAll(async () => {
  const home = await demoHome()
  const store = snapshots(home, 'insurer')
  const opened = await store.openCurrent()
  warehouse = opened.warehouse
  const { model_id } = await warehouse.db
    .selectFrom('score.policy_cost')
    .select('model_id')
    .executeTakeFirstOrThrow()
  scorer = await openApplicationScorer({
    home,
    book: 'insurer',
    snapshotPath: store.path(opened.manifest.id),
    modelId: model_id,
    asOf: new Date(String(opened.manifest.extra.asOf)),
    shelves,
    thresholds: BUILT_IN.set,
  })
})

afterAll(async () => {
  await scorer?.close()
  await warehouse?.close()
})

test('parts add up to the expected cost, reasons to their parts, and the score says the same', async () => {
  const { db } = warehouse
  const rows = await db.selectFrom('score.policy_cost').selectAll().execute()
  expect(rows.length).toBeGreaterThan(500)
  for (const row of rows) {
    const sum = row.base_log + row.line_log + row.term_log + row.frequency_log + row.severity_log
    // Amounts are kept to the cent.
    expect(Math.abs(Math.exp(sum) - row.expected_cost_amount)).toBeLessThan(0.006)
    expect(row.expected_claims).toBeCloseTo(row.frequency * row.term_years, 9)
  }
  const reasons = await db
    .selectFrom('score.cost_reason')
    .select(({ fn }) => ['policy_id', 'part', fn.sum<number>('log_effect').as('sum')])
    .groupBy(['policy_id', 'part'])
    .execute()
  const byPolicy = new Map(rows.map((row) => [row.policy_id, row]))
  expect(reasons.length).toBeGreaterThan(1000)
  for (const { policy_id, part, sum } of reasons) {
    const row = byPolicy.get(policy_id)
    expect(Math.abs(sum - Number(part === 'severity' ? row?.severity_log : row?.frequency_log))).toBeLessThan(
      1e-9,
    )
  }
  const risks = await db.selectFrom('score.risk').where('entity', '=', 'policy').selectAll().execute()
  for (const risk of risks) {
    expect(risk.probability).toBeCloseTo(Number(byPolicy.get(risk.entity_id)?.claim_probability), 12)
    expect(risk.expected_loss_amount).toBe(byPolicy.get(risk.entity_id)?.expected_cost_amount)
  }
})

test('policies that were held out claim as often as they were expected to', async () => {
  const rows = await warehouse.db.selectFrom('score.policy_backtest').selectAll().execute()
  expect(rows.length).toBeGreaterThan(300)
  const expected = rows.reduce((sum, row) => sum + row.expected_claims, 0)
  const observed = rows.reduce((sum, row) => sum + row.claims, 0)
  expect(Math.abs(observed / expected - 1)).toBeLessThan(0.15)
  const half = [...rows].sort(
    (a, b) => a.expected_claims / a.exposure_years - b.expected_claims / b.exposure_years,
  )
  for (const part of [half.slice(0, half.length >> 1), half.slice(half.length >> 1)]) {
    const said = part.reduce((sum, row) => sum + row.expected_claims, 0)
    const seen = part.reduce((sum, row) => sum + row.claims, 0)
    expect(Math.abs(seen / said - 1)).toBeLessThan(0.25)
  }
})

test('a policy of the book, handed in as an application, is expected to cost what the batch said', async () => {
  const { db } = warehouse
  const all = await db.selectFrom('score.policy_cost').selectAll().orderBy('policy_id').execute()
  const lines = [...new Set(all.map((row) => row.line))]
  expect(lines.length).toBe(6)
  for (const batch of lines.map((line) => all.filter((row) => row.line === line)[7])) {
    const id = batch.policy_id
    const policy = await db
      .selectFrom('core.policy')
      .selectAll()
      .where('policy_id', '=', id)
      .executeTakeFirstOrThrow()
    const known = <T extends { known_at: Date }>(rows: T[]) =>
      rows.filter((row) => row.known_at <= batch.as_of)
    const result = await scorer.score({
      policy,
      holder: undefined,
      coverages: known(
        await db.selectFrom('core.coverage').selectAll().where('policy_id', '=', id).execute(),
      ),
      objects: known(
        await db.selectFrom('core.insured_object').selectAll().where('policy_id', '=', id).execute(),
      ),
      asOf: batch.as_of,
    })
    expect(Math.abs(result.frequency - batch.frequency), id).toBeLessThan(1e-9)
    expect(Math.abs(result.claimProbability - batch.claim_probability), id).toBeLessThan(1e-9)
    expect(Math.abs(result.expectedCost - batch.expected_cost_amount), id).toBeLessThan(0.006)
    expect(result.peerGroup).toBe(batch.peer_group)
    const sum = Object.values(result.parts).reduce((a, b) => a + b, 0)
    expect(Math.exp(sum)).toBeCloseTo(result.expectedCost, 6)
    for (const part of ['frequency', 'severity'] as const) {
      const own = result.reasons.filter((reason) => reason.part === part)
      const whole = own.reduce((all, { logEffect }) => all + logEffect, 0)
      expect(Math.abs(whole - result.parts[part])).toBeLessThan(1e-9)
    }
    expect(result.peers?.policies).toBeGreaterThan(0)
  }
})

test('a person that nobody knows is judged by what is declared, and leaves nothing behind', async () => {
  const apply = (birth_date: string, past_claims: number) =>
    scorer.score({
      policy: {
        policy_id: 'application',
        line: 'auto',
        premium_amount: 4000,
        sum_insured_amount: 500_000,
        past_claims,
        expiry_date: '2026-12-31',
        inception_date: '2026-01-01',
      },
      holder: { birth_date, gender: 'female' },
      coverages: [],
      objects: [{ object_kind: 'vehicle', model_year: 2020, value_amount: 120_000 }],
      asOf: undefined,
    })
  const first = await apply('1985-05-05', 0)
  await apply('2005-05-05', 4)
  const again = await apply('1985-05-05', 0)
  expect(again).toEqual(first)
  expect(first.expectedCost).toBeGreaterThan(0)
  expect(first.termYears).toBe(1)
  expect(first.reasons.some(({ name }) => name === 'gender')).toBe(false)
  const age = first.reasons.find(({ name }) => name === 'holder_age')
  if (age) expect(age.value).toBe(40)
})
