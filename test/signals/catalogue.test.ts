import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { schemaDdl } from '../../src/schema/database.ts'
import { signals } from '../../src/signals/index.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

const asOf = new Date('2026-07-01T09:00:00Z')
let warehouse: Warehouse
beforeEach(async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write', threads: 1 })
  await warehouse.execute(schemaDdl())
  await warehouse.execute(ROWS)
})
afterEach(() => warehouse.close())

const stamp = (known: string) =>
  `'insurer' as book, 's' as source, 'b' as batch_id, 1 as source_line, timestamp '${known}' as event_at, timestamp '${known}' as known_at`
const claim = (id: string, reported: string, line: string, amount: number, known = reported) => `
  insert into core.claim by name select '${id}' as claim_id, 'P1' as policy_id, '${line}' as line, timestamp '${reported}' as loss_at,
    date '${reported}' as loss_date, timestamp '${reported}' as reported_at, ${amount} as claimed_amount, 'R1' as region_code,
    'hail' as peril, ${stamp(known)}`
const ROWS = [
  claim('C1', '2026-06-08', 'auto', 100),
  claim('C2', '2026-06-10', 'auto', 300),
  claim('C3', '2026-06-14', 'health', 50),
  claim('C4', '2026-06-15', 'auto', 70),
  claim('C5', '2026-06-29', 'auto', 9), // the week under way
  claim('C6', '2026-06-08', 'auto', 9, '2026-07-05'), // not known yet
  `insert into core.policy by name select 'P1' as policy_id, 'auto' as line, 'AU1' as product_code, 'G1' as agent_id,
    date '2026-06-01' as inception_date, ${stamp('2026-06-01')}`,
  ...['C1', 'C4'].flatMap((id) => [
    `insert into core.claim_party by name select '${id}' as claim_id, 'H1' as party_id, 'hospital' as role, ${stamp('2026-06-16')}`,
    `insert into core.claim_party by name select '${id}' as claim_id, 'D1' as party_id, 'driver' as role, true as is_injured, ${stamp('2026-06-16')}`,
  ]),
  `insert into core.investigation by name select 'I1' as investigation_id, 'claim' as subject_kind, 'C1' as subject_id,
    timestamp '2026-05-20' as opened_at, 'fraud' as outcome, ${stamp('2026-06-20')}`,
].join(';')

const EXPECTED: Readonly<Record<string, readonly (readonly [string, string, number])[]>> = {
  claims_weekly: [
    ['all', '2026-06-08', 3],
    ['all', '2026-06-15', 1],
    ['auto', '2026-06-08', 2],
    ['auto', '2026-06-15', 1],
    ['auto:R1', '2026-06-08', 2],
    ['auto:R1', '2026-06-15', 1],
    ['health', '2026-06-08', 1],
    ['health:R1', '2026-06-08', 1],
  ],
  claimed_amount_weekly: [
    ['all', '2026-06-08', 450],
    ['all', '2026-06-15', 70],
    ['auto', '2026-06-08', 400],
    ['auto', '2026-06-15', 70],
    ['auto:R1', '2026-06-08', 400],
    ['auto:R1', '2026-06-15', 70],
    ['health', '2026-06-08', 50],
    ['health:R1', '2026-06-08', 50],
  ],
  claimed_amount_by_region_weekly: [
    ['R1', '2026-06-08', 450],
    ['R1', '2026-06-15', 70],
  ],
  claims_by_product_weekly: [
    ['AU1', '2026-06-08', 3],
    ['AU1', '2026-06-15', 1],
  ],
  claims_by_agent_monthly: [['G1', '2026-06-01', 5]],
  provider_amount_monthly: [['H1', '2026-06-01', 170]],
  injured_share_monthly: [['all', '2026-06-01', 2]],
  median_claim_weekly: [
    ['all', '2026-06-08', 100],
    ['all', '2026-06-15', 70],
    ['auto', '2026-06-08', 200],
    ['auto', '2026-06-15', 70],
    ['health', '2026-06-08', 50],
  ],
  claims_by_region_weekly: [
    ['R1', '2026-06-08', 3],
    ['R1', '2026-06-15', 1],
  ],
  claims_by_peril_weekly: [
    ['hail', '2026-06-08', 3],
    ['hail', '2026-06-15', 1],
  ],
  early_claims_weekly: [
    ['all', '2026-06-08', 3],
    ['all', '2026-06-15', 1],
  ],
  injured_weekly: [
    ['all', '2026-06-08', 1],
    ['all', '2026-06-15', 1],
  ],
  provider_claims_monthly: [['H1', '2026-06-01', 2]],
  investigations_monthly: [['all', '2026-06-01', 1]],
  confirmed_fraud_monthly: [['all', '2026-06-01', 1]],
}

test('one file a signal: name and file predict each other, names are unique', () => {
  const files = readdirSync(join(import.meta.dirname, '../../src/signals')).filter(
    (name) => name !== 'index.ts' && name !== 'whole-periods.ts',
  )
  expect(files.sort()).toEqual(signals.map((signal) => `${signal.name.replaceAll('_', '-')}.ts`).sort())
  expect(Object.keys(EXPECTED).sort()).toEqual(signals.map((signal) => signal.name).sort())
})

test.each(signals.map((signal) => [signal.name, signal] as const))(
  '%s counts what is known, in whole periods',
  async (name, signal) => {
    const kinds = { series: 'string', period: 'string', value: 'f64' } as const
    const { rows, columns } = await warehouse.columns(signal.query(warehouse.db, asOf), kinds)
    const found = Array.from({ length: rows }, (_, i) => [
      columns.series[i],
      columns.period[i],
      columns.value[i],
    ])
    expect(found.sort()).toEqual(EXPECTED[name])
  },
)

test('every signal says what to do, in both languages', () => {
  for (const { name, title, runbook, unit } of signals) {
    expect(unit, name).not.toBe('')
    expect(runbook.en, name).toMatch(/^1\. .* 2\. /)
    for (const text of [title.zh, runbook.zh]) expect(text, name).toMatch(/\p{Script=Han}/u)
  }
})
