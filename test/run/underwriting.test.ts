/** Expected costs of the demo book: parts add up, unseen policies claim as often as said, applications get the batch's cost. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policyFrequency } from '../../pipelines/insurer/tasks.ts'
import { modelCard } from '../../src/api/schemas/index.ts'
import { shelves } from '../../src/cli/shelves.ts'
import { type ApplicationScorer, openApplicationScorer } from '../../src/run/application.ts'
import { cardDocument } from '../../src/run/card-document.ts'
import { cardMarkdown } from '../../src/run/card-text.ts'
import { compareKept } from '../../src/run/compare-kept.ts'
import { keptCard } from '../../src/run/keep.ts'
import { modelFiles } from '../../src/run/model-files.ts'
import { BUILT_IN } from '../../src/thresholds/index.ts'
import { snapshots, type Warehouse } from '../../src/warehouse/index.ts'
import { demoHome } from '../demo-home.ts'

let home: string
let modelId: string
let asOf: Date
let warehouse: Warehouse
let scorer: ApplicationScorer

beforeAll(async () => {
  home = await demoHome()
  const store = snapshots(home, 'insurer')
  const opened = await store.openCurrent()
  warehouse = opened.warehouse
  const { model_id } = await warehouse.db
    .selectFrom('score.policy_cost')
    .select('model_id')
    .executeTakeFirstOrThrow()
  modelId = model_id
  asOf = new Date(String(opened.manifest.extra.asOf))
  scorer = await openApplicationScorer({
    home,
    book: 'insurer',
    snapshotPath: store.path(opened.manifest.id),
    modelId: model_id,
    asOf,
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

test('the model of the rate keeps what it said of held-out policies, and its card says how each group fared', async () => {
  const rows = await warehouse.db.selectFrom('score.policy_backtest').selectAll().execute()
  const { entry, sha256, model } = await modelFiles(home, 'insurer').load(modelId)
  const { ids, margins } = entry.heldOut ?? { ids: [], margins: [] }
  expect(ids.length).toBe(rows.length)
  const said = new Map(ids.map((id, i) => [id, margins[i]]))
  for (const row of rows)
    expect(Math.exp(said.get(row.policy_id) ?? Number.NaN) * row.exposure_years).toBeCloseTo(
      row.expected_claims,
      9,
    )
  const card = keptCard(entry)
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((s, row) => s + of(row), 0)
  expect(card?.heldOut).toMatchObject({ rows: rows.length, known: rows.length, events: sum((r) => r.claims) })
  expect(card?.heldOut?.exposure).toBeCloseTo(
    sum((r) => r.exposure_years),
    6,
  )
  const byName = new Map(card?.dimensions.map((one) => [one.name, one]))
  expect([...byName.keys()]).toEqual(expect.arrayContaining(['line', 'region', 'holder_age', 'gender']))
  expect([byName.get('holder_age')?.isUsed, byName.get('gender')?.isUsed]).toEqual([true, false])
  const lines = byName.get('line')?.groups ?? []
  expect(lines.map(({ group }) => group)).toEqual([...new Set(rows.map((r) => String(r.line)))].sort())
  for (const one of lines) {
    if (!('rates' in one)) throw new Error('measured as yes or no')
    const own = rows.filter((row) => row.line === one.group)
    expect([one.rows, one.events]).toEqual([own.length, own.reduce((s, row) => s + row.claims, 0)])
    expect(one.expected).toBeCloseTo(
      own.reduce((s, row) => s + row.expected_claims, 0),
      6,
    )
    expect(one.isSmall).toBe(one.rows < 50 || one.events < 10)
    const { ratio, deviance } = one.rates
    for (const { value, low, high } of [ratio, deviance])
      expect([low <= value, value <= high]).toEqual([true, true])
  }
  expect(card?.reliability).toHaveLength(10)
  const markdown = cardMarkdown(cardDocument({ entry, sha256, model }, shelves.views, true))
  expect(markdown).toContain('| observed / expected | Poisson deviance | Gini |')
  expect(modelCard.parse(cardDocument({ entry, sha256, model }, shelves.views, true)).card).toEqual(card)
})

test('held against itself a model of a rate differs by nothing, on all the policies that it held out', async () => {
  const { entry } = await modelFiles(home, 'insurer').load(modelId)
  const found = await compareKept(warehouse, policyFrequency, entry, entry, asOf)
  expect(found.heldOut?.rows).toBe(entry.heldOut?.ids.length)
  expect(found.heldOut?.measures.poisson_deviance.champion).toBeCloseTo(
    Number(entry.metrics.rate_poisson_deviance.value),
    9,
  )
  expect(found.heldOut?.measures.gini.champion).toBeCloseTo(Number(entry.metrics.rate_gini.value), 9)
  expect(found.heldOut?.measures.gini.difference).toEqual({ value: 0, low: 0, high: 0 })
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
