import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  candidatesUnder,
  openFindings,
  type ProposeOptions,
  proposeAlerts,
  raiseAlerts,
  readCandidates,
} from '../../src/alerting/index.ts'
import type { FeatureMeta } from '../../src/feature.ts'
import { openOperations } from '../../src/operations/index.ts'
import { rule } from '../../src/rule.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import type { Signal } from '../../src/signal.ts'
import { DEFAULT_THRESHOLDS } from '../../src/thresholds/index.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

const asOf = new Date('2026-06-30T00:00:00Z')

const early = rule({
  id: 'early_claim',
  title: { en: 'Early claim', zh: '早期出险' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.8,
  reads: ['policy_age_days'],
  when: (f) => f.policy_age_days < 30,
  reason: (f) => ({ en: `Day ${f.policy_age_days}`, zh: `第${f.policy_age_days}天` }),
  runbook: { en: '1. Read the policy. 2. Ask why.', zh: '1. 阅读保单。2. 询问原因。' },
  falsePositives: ['bad luck'],
  references: ['x'],
  hits: [{ title: 'day 3', features: { policy_age_days: 3 } }],
  misses: [{ title: 'day 300', features: { policy_age_days: 300 } }],
})
const meta: FeatureMeta = {
  meaning: { en: 'Amount claimed', zh: '索赔金额' },
  unit: 'money',
  direction: 'up',
  group: 'claims',
}
const signal: Signal = {
  name: 'claims_weekly',
  title: { en: 'Claims a week', zh: '每周赔案数' },
  period: 'week',
  unit: 'claims',
  kind: 'count',
  measure: 'claims',
  by: ['line'],
  direction: 'up',
  runbook: { en: '1. Look by region.', zh: '1. 按地区查看。' },
  query: (db) =>
    db.selectNoFrom((eb) => [
      eb.val('all').as('series'),
      eb.val('2026-06-01').as('period'),
      eb.val(1).as('value'),
    ]),
}
const options: ProposeOptions = {
  book: 'insurer',
  asOf,
  thresholds: DEFAULT_THRESHOLDS,
  rules: [early],
  signals: [signal],
  feature: (_, name) => (name === 'claimed_amount' ? meta : undefined),
  typology: (id) =>
    id === 'staged_accident'
      ? {
          title: { en: 'Staged accidents', zh: '故意制造事故' },
          runbook: { en: 'Look at the cars first.', zh: '先看车辆。' },
        }
      : undefined,
  describe: (_, value, language) => (language === 'en' ? `CNY ${value}` : `${value}元`),
}

let warehouse: Warehouse
let home: string
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'claimscope-alerting-'))
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write', threads: 1 })
  await warehouse.execute(schemaDdl())
})
afterEach(async () => {
  await warehouse.close()
  rmSync(home, { recursive: true, force: true })
})

async function addScores(
  rows: readonly [id: string, probability: number, loss: number, asOf: string, line: string][],
) {
  await warehouse.append('score.risk', {
    entity: rows.map(() => 'claim'),
    entity_id: rows.map(([id]) => id),
    as_of: rows.map((row) => new Date(row[3])),
    line: rows.map((row) => row[4]),
    probability: rows.map((row) => row[1]),
    log_odds: rows.map((row) => Math.log(row[1] / (1 - row[1]))),
    band: rows.map(() => 'high'),
    expected_loss_amount: rows.map((row) => row[2]),
    peer_group: rows.map(() => 'auto/2'),
    model_id: rows.map(() => 'm1'),
  })
}

test('every score is an alert, below, or settled; the ranking is by expected loss', async () => {
  await addScores([
    ['C1', 0.8, 30_000, '2026-06-01', 'auto'],
    ['C2', 0.3, 90_000, '2026-06-02', 'auto'],
    ['C3', 0.05, 90_000, '2026-06-02', 'auto'],
    ['C4', 0.9, 300, '2026-06-02', 'auto'],
    ['C5', 0.9, 300, '2026-06-02', 'travel'],
    ['C6', 0.9, 50_000, '2026-06-02', 'auto'],
    ['C7', 0.9, 50_000, '2025-01-02', 'auto'],
    ['C8', 0.9, 50_000, '2025-01-02', 'auto'],
  ])
  await warehouse.execute(`
    insert into core.investigation by name select 'I1' as investigation_id, 'claim' as subject_kind, 'C6' as subject_id,
      'cleared' as outcome, 'insurer' as book, 's' as source, 'b' as batch_id, 1 as source_line,
      timestamp '2026-06-10' as event_at, timestamp '2026-06-10' as known_at;
    insert into core.claim_event by name select 'E1' as claim_event_id, 'C8' as claim_id, 'reported' as event_kind,
      'insurer' as book, 's' as source, 'b' as batch_id, 1 as source_line,
      timestamp '2025-01-01' as event_at, timestamp '2025-01-01' as known_at`)
  const report = await proposeAlerts(warehouse, options)
  expect(report.byKind.claim).toEqual({ looked: 8, alerts: 4, below: 2, settled: 2, explained: 0 })
  expect(report.looked).toBe(report.alerts + report.below + report.settled + report.explained)
  const candidates = await readCandidates(warehouse)
  expect(candidates.map((c) => [c.subjectId, c.severity])).toEqual([
    ['C2', 'high'],
    ['C8', 'critical'],
    ['C1', 'critical'],
    ['C5', 'medium'],
  ])
})

test('an alert says why, how sure, compared with whom, and what to do next, in both languages', async () => {
  await addScores([['C1', 0.8, 30_000, '2026-06-01', 'auto']])
  await warehouse.append('score.reason', {
    entity: ['claim', 'claim', 'claim', 'claim'],
    entity_id: ['C1', 'C1', 'C1', 'C1'],
    part: ['base', 'rules', 'model', 'model'],
    name: ['base', 'early_claim', 'claimed_amount', 'other'],
    value: [null, 1, 900, null],
    peer_value: [null, null, 100, null],
    log_odds: [-3, 0.8, 1.5, 2],
  })
  await warehouse.execute(
    `create table feature.claim as select 'C1' as entity_id, 3::double as policy_age_days`,
  )
  await proposeAlerts(warehouse, options)
  const [candidate] = await readCandidates(warehouse)
  expect(candidate.title).toEqual({ en: 'Auto claim C1: Early claim', zh: '车险赔案C1：早期出险' })
  expect(candidate.detail.why).toEqual([
    {
      text: { en: 'Amount claimed: CNY 900 (peers: CNY 100)', zh: '索赔金额：900元（同组中位数：100元）' },
      logOdds: 1.5,
    },
    { text: { en: 'Day 3', zh: '第3天' }, logOdds: 0.8 },
  ])
  expect(candidate.detail.confidence.en).toMatch(/80 %.*about 80 turned out/)
  expect(candidate.detail.comparedWith.en).toContain('auto/2')
  expect(candidate.detail.nextSteps).toEqual([
    { en: 'Read the policy.', zh: '阅读保单。' },
    { en: 'Ask why.', zh: '询问原因。' },
  ])
  expect(candidate.asOf).toEqual(new Date('2026-06-01'))
})

test('rings speak unless an honest explanation holds', async () => {
  const ring = (id: string, score: number, atStake: number, explanation: string | null) => `
    insert into graph.ring by name select '${id}' as ring_id, 'staged_accident' as typology, ${score} as score, 5 as member_count,
      4 as claim_count, 'auto' as line, 100000 as claimed_amount, ${atStake} as at_stake_amount,
      timestamp '2026-01-01' as first_at, timestamp '2026-05-01' as last_at, timestamp '2026-05-02' as known_at,
      '[{"text":{"en":"shared phone","zh":"共用电话"},"log_odds":1.5}]' as reasons,
      ${explanation === null ? 'null' : `'${explanation}'`} as explanation`
  await warehouse.execute(
    [ring('R1', 0.9, 80_000, null), ring('R2', 0.9, 80_000, 'family'), ring('R3', 0.2, 80_000, null)].join(
      ';',
    ),
  )
  const { byKind } = await proposeAlerts(warehouse, options)
  expect(byKind.ring).toEqual({ looked: 3, alerts: 1, below: 1, settled: 0, explained: 1 })
  const [candidate] = await readCandidates(warehouse)
  expect(candidate).toMatchObject({
    kind: 'ring',
    subjectId: 'R1',
    severity: 'critical',
    expectedLossAmount: 72_000,
  })
  expect(candidate.title.en).toContain('staged accidents, 5 members, 4 claims')
  expect(candidate.title.zh).toContain('故意制造事故')
  expect(candidate.detail.nextSteps[0].en).toBe('Look at the cars first.')
  expect(candidate.detail.why).toEqual([{ text: { en: 'shared phone', zh: '共用电话' }, logOdds: 1.5 }])
})

test('a policy in force that costs many times its peers is an alert', async () => {
  const costs = [100, 110, 90, 105, 95, 400, 400, 1200]
  await warehouse.append('score.risk', {
    entity: costs.map(() => 'policy'),
    entity_id: costs.map((_, i) => `P${i}`),
    as_of: costs.map(() => asOf),
    line: costs.map(() => 'auto'),
    probability: costs.map(() => 0.9),
    log_odds: costs.map(() => 2.2),
    band: costs.map(() => 'high'),
    expected_loss_amount: costs,
    peer_group: costs.map(() => 'auto/1'),
    model_id: costs.map(() => 'm2'),
  })
  await warehouse.execute(`insert into core.policy by name select 'P6' as policy_id, 'auto' as line, date '2026-01-01' as expiry_date,
    'insurer' as book, 's' as source, 'b' as batch_id, 1 as source_line, timestamp '2025-01-01' as event_at, timestamp '2025-01-01' as known_at`)
  const { byKind } = await proposeAlerts(warehouse, options)
  expect(byKind.policy).toEqual({ looked: 8, alerts: 2, below: 5, settled: 1, explained: 0 })
  const candidates = await readCandidates(warehouse)
  expect(candidates.map((c) => [c.subjectId, c.severity, c.expectedLossAmount])).toEqual([
    ['P7', 'critical', 1092.5],
    ['P5', 'high', 292.5],
  ])
  expect(candidates[1].title.en).toBe('Auto policy P5: expected to cost 3.7 times its peers')
})

test('an episode is one alert, told with what explains it; a part of a wider one and an old one are none', async () => {
  const episode = (
    series: string,
    started: string,
    last: string,
    ended: string | null,
    z: number,
    partOf: string | null,
  ) => ({
    signal: 'claims_weekly',
    series,
    started,
    since: started,
    period: last,
    last,
    ended,
    periods: 3,
    value: 70,
    expected: 40,
    limit_value: 55,
    z,
    direction: 'up',
    observed_total: 195,
    expected_total: 120,
    ratio: 1.6,
    ratio_low: 1.3,
    ratio_high: 2,
    p: 1e-5,
    q: 0.002,
    part_of: partOf,
    compared_from: '2021-06-07',
    model: 'regression',
    mase: null,
    summary: 'Claims rose.',
    summary_zh: '赔案上升。',
    raised_at: asOf,
  })
  await warehouse.db
    .insertInto('signal.warning')
    .values([
      episode('all', '2025-01-06', '2025-01-06', '2025-01-13', 9, null),
      episode('auto', '2026-06-01', '2026-06-15', null, 4, null),
      episode('auto:330100', '2026-06-01', '2026-06-08', null, 5, 'claims_weekly/auto'),
    ])
    .execute()
  await warehouse.db
    .insertInto('signal.driver')
    .values(
      ['330100', 'other'].map((member, i) => ({
        signal: 'claims_weekly',
        series: 'auto',
        started: '2026-06-01',
        dimension: 'region',
        member,
        observed: 90,
        expected: 30,
        excess: 60,
        share: i === 0 ? 0.8 : 0.2,
      })),
    )
    .execute()
  const { byKind } = await proposeAlerts(warehouse, options)
  expect(byKind.signal).toEqual({ looked: 3, alerts: 1, below: 0, settled: 1, explained: 1 })
  const candidates = await readCandidates(warehouse)
  const open = candidates.find(({ detail }) => !detail.isOld)
  expect(open).toMatchObject({
    dedupeKey: 'insurer/signal/claims_weekly/auto/2026-06-01',
    line: 'auto',
    severity: 'high',
    title: { en: 'Claims a week (auto): 70 against 40 expected', zh: '每周赔案数（车险）：70，预期40' },
  })
  expect(open?.detail.why.map(({ text }) => text.en)).toEqual([
    'Claims rose.',
    'region 330100: 80 % of the excess',
  ])
  expect(open?.detail.ended).toBeUndefined()
  const old = candidates.find(({ detail }) => detail.isOld)
  expect(old?.detail.ended).toBe('2025-01-13')
  expect(old?.title.en).toContain('over since 2025-01-13')
})

test('what a run proposes is raised once, run after run', async () => {
  await addScores([
    ['C1', 0.8, 30_000, '2026-06-01', 'auto'],
    ['C2', 0.5, 90_000, '2026-06-02', 'auto'],
  ])
  await proposeAlerts(warehouse, options)
  const operations = await openOperations({ home })
  try {
    const context = {
      book: 'insurer',
      snapshot: 's1',
      modelId: 'm1',
      thresholdVersion: 't-1',
      actor: 'run',
      at: asOf,
    }
    const candidates = await readCandidates(warehouse)
    expect(await raiseAlerts(candidates, operations, context)).toMatchObject({ raised: 2 })
    await proposeAlerts(warehouse, options)
    const again = await readCandidates(warehouse)
    expect(again).toEqual(candidates)
    expect(await raiseAlerts(again, operations, { ...context, snapshot: 's2' })).toEqual({
      raised: 0,
      updated: 0,
      unchanged: 2,
      closedBefore: 0,
      ended: 0,
      below: 0,
    })
    expect((await operations.alerts.list()).items.map((alert) => alert.subjectId)).toEqual(['C2', 'C1'])
  } finally {
    await operations.close()
  }
})

test('other thresholds find more and less in the same snapshot, and what the run wrote stays', async () => {
  await addScores([
    ['C1', 0.8, 30_000, '2026-06-01', 'auto'],
    ['C2', 0.1, 600, '2026-06-02', 'auto'],
    ['C3', 0.06, 400, '2026-06-02', 'auto'],
    ['C4', 0.9, 50_000, '2025-01-02', 'auto'],
  ])
  await proposeAlerts(warehouse, options)
  const proposed = await readCandidates(warehouse)
  expect(proposed.map((one) => one.subjectId)).toEqual(['C1', 'C2'])
  const under = (watch: number, loss: number) => {
    const { limits } = DEFAULT_THRESHOLDS
    const claim = { ...limits.claim, watch: { probability: watch, expectedLossAmount: loss } }
    const thresholds = { ...DEFAULT_THRESHOLDS, limits: { ...limits, claim } }
    return candidatesUnder(warehouse, { ...options, thresholds })
  }
  expect((await under(0.05, 100)).map((one) => one.subjectId)).toEqual(['C1', 'C2', 'C3'])
  expect((await under(0.15, 2000)).map((one) => one.subjectId)).toEqual(['C1'])
  expect(await candidatesUnder(warehouse, options)).toEqual(proposed)
  expect(await readCandidates(warehouse)).toEqual(proposed)
  const { found, total } = await openFindings(warehouse, 'claim', options, 2)
  expect([found.map((one) => one.subjectId), total]).toEqual([['C1', 'C2'], 3])
})
