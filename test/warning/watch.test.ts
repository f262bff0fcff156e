import { afterEach, beforeEach, expect, test } from 'vitest'
import { forecastSeries } from '../../src/models/forecast/forecast.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { claimsWeekly } from '../../src/signals/claims-weekly.ts'
import { medianClaimWeekly } from '../../src/signals/median-claim-weekly.ts'
import { random } from '../../src/util/random.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'
import { believable } from '../../src/warning/false-discovery.ts'
import { watchSignals } from '../../src/warning/index.ts'
import { lastWhole, nextPeriod, withoutHoles } from '../../src/warning/periods.ts'

const DAY = 86_400_000
/** A Wednesday; the last whole week begins on 2026-06-22. */
const asOf = new Date('2026-07-01T09:00:00Z')
const START = Date.UTC(2024, 0, 1)
const WEEKS = 130

let warehouse: Warehouse
beforeEach(async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write', threads: 1 })
  await warehouse.execute(schemaDdl())
})
afterEach(() => warehouse.close())

/** Around 30 auto claims a week, and `extra` more in the week `spikeWeek`. */
async function addClaims(extra: number, spikeWeek: number) {
  const rng = random(11)
  const reported: number[] = []
  for (let week = 0; week < WEEKS; week++) {
    const claims = Math.max(0, Math.round(rng.normal(30, 5))) + (week === spikeWeek ? extra : 0)
    for (let i = 0; i < claims; i++) reported.push(START + week * 7 * DAY + Math.floor(rng.next() * 7 * DAY))
  }
  const same = <T>(value: T) => reported.map(() => value)
  await warehouse.append('core.claim', {
    claim_id: reported.map((_, i) => `C${i}`),
    line: same('auto'),
    loss_at: reported.map((ms) => new Date(ms)),
    loss_date: reported.map((ms) => Math.floor(ms / DAY)),
    reported_at: reported.map((ms) => new Date(ms)),
    claimed_amount: reported.map((_, i) => 1000 + (i % 7)),
    book: same('insurer'),
    source: same('s'),
    batch_id: same('b'),
    source_line: same(1),
    event_at: reported.map((ms) => new Date(ms)),
    known_at: reported.map((ms) => new Date(ms)),
  })
  return reported.length
}

test('a week far above what was expected is one episode, over when the series is back; its part is told with it', async () => {
  const total = await addClaims(45, WEEKS - 4)
  const report = await watchSignals(warehouse, [claimsWeekly, medianClaimWeekly], {
    asOf,
    forecast: forecastSeries,
  })
  expect(report).toMatchObject({ signals: 2, short: 0, warnings: 3, open: 0 })
  const warnings = await warehouse.db.selectFrom('signal.warning').selectAll().orderBy('series').execute()
  const week = (i: number) => new Date(START + i * 7 * DAY).toISOString().slice(0, 10)
  expect(warnings.map((w) => [w.signal, w.series, w.started, w.ended, w.direction, w.part_of])).toEqual([
    ['claims_weekly', 'all', week(WEEKS - 4), week(WEEKS - 3), 'up', null],
    ['claims_weekly', 'auto', week(WEEKS - 4), week(WEEKS - 3), 'up', 'claims_weekly/all'],
    ['claims_weekly', 'auto:other', week(WEEKS - 4), week(WEEKS - 3), 'up', 'claims_weekly/all'],
  ])
  for (const {
    value,
    expected,
    limit_value,
    z,
    q,
    ratio,
    ratio_low,
    ratio_high,
    raised_at,
    summary,
  } of warnings) {
    expect(value).toBeGreaterThan(limit_value)
    expect(Math.abs(expected - 30)).toBeLessThan(6)
    expect(z).toBeGreaterThan(4)
    expect(q).toBeLessThan(0.001)
    expect(ratio_low).toBeLessThan(ratio)
    expect(ratio_low).toBeGreaterThan(1.5)
    expect(ratio_high).toBeGreaterThan(ratio)
    expect(raised_at).toEqual(asOf)
    expect(summary).toContain(`since ${week(WEEKS - 4)}`)
  }
  const drivers = await warehouse.db
    .selectFrom('signal.driver')
    .selectAll()
    .where('series', '=', 'all')
    .orderBy('share', 'desc')
    .execute()
  expect(drivers[0]).toMatchObject({ dimension: 'line', member: 'auto' })
  expect(drivers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  const points = await warehouse.db
    .selectFrom('signal.point')
    .selectAll()
    .where('signal', '=', 'claims_weekly')
    .where('series', '=', 'all')
    .orderBy('period')
    .execute()
  const seen = points.filter((point) => !point.is_forecast)
  const ahead = points.filter((point) => point.is_forecast)
  expect(seen).toHaveLength(WEEKS)
  expect(seen.reduce((sum, point) => sum + (point.value ?? 0), 0)).toBe(total)
  expect(seen[WEEKS - 1].period).toBe('2026-06-22')
  expect(ahead).toHaveLength(8)
  expect(ahead[0]).toMatchObject({ period: '2026-06-29', value: null })
  for (const point of ahead) expect(point.lower).toBeLessThanOrEqual(point.upper ?? Number.NaN)
})

test('a quiet book raises no warning, and watching again replaces what was there', async () => {
  await addClaims(0, 0)
  const once = await watchSignals(warehouse, [claimsWeekly], { asOf, forecast: forecastSeries })
  const twice = await watchSignals(warehouse, [claimsWeekly], { asOf, forecast: forecastSeries })
  expect(twice).toEqual(once)
  expect(once.warnings).toBe(0)
  const { n } = await warehouse.db
    .selectFrom('signal.point')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  expect(n).toBe(once.points)
})

test('an empty book has nothing to watch', async () => {
  const report = await watchSignals(warehouse, [claimsWeekly], { asOf, forecast: forecastSeries })
  expect(report).toEqual({
    signals: 1,
    series: 0,
    short: 0,
    points: 0,
    judged: 0,
    outside: 0,
    warnings: 0,
    open: 0,
  })
})

test('periods follow each other, and the last whole one is over', () => {
  expect(nextPeriod('week', '2026-12-28')).toBe('2027-01-04')
  expect(nextPeriod('month', '2026-12-01')).toBe('2027-01-01')
  expect(lastWhole('week', asOf)).toBe('2026-06-22')
  expect(lastWhole('week', new Date('2026-06-29T00:00:00Z'))).toBe('2026-06-22')
  expect(lastWhole('week', new Date('2026-06-28T23:59:00Z'))).toBe('2026-06-15')
  expect(lastWhole('month', asOf)).toBe('2026-06-01')
})

test('holes are filled to the last whole period', () => {
  const rows = [
    { period: '2026-06-15', value: 3 },
    { period: '2026-06-01', value: 2 },
  ]
  const filled = withoutHoles(rows, 'week', '2026-06-22', 0)
  expect(filled.periods).toEqual(['2026-06-01', '2026-06-08', '2026-06-15', '2026-06-22'])
  expect([...filled.values]).toEqual([2, 0, 3, 0])
})

test('of many surprises only those that chance does not explain are believed', () => {
  expect(believable([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.07, 0.2, 0.3, 0.9], 0.05)).toEqual([
    true,
    true,
    ...Array(8).fill(false),
  ])
  expect(believable([], 0.1)).toEqual([])
  const rng = random(5)
  const chance = Array.from({ length: 2000 }, () => rng.next())
  expect(believable(chance, 0.1).filter(Boolean).length).toBeLessThan(5)
})
