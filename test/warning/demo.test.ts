/** The demo book's answer key names days of hail or storm with their claims: the warnings must find them, and say where and why. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { forecastSeries } from '../../src/models/forecast/forecast.ts'
import { claimsByPerilWeekly } from '../../src/signals/claims-by-peril-weekly.ts'
import { claimsByRegionWeekly } from '../../src/signals/claims-by-region-weekly.ts'
import { claimsWeekly } from '../../src/signals/claims-weekly.ts'
import { openWarehouse, snapshots } from '../../src/warehouse/index.ts'
import { watchSignals } from '../../src/warning/index.ts'
import { demoHome } from '../demo-home.ts'

interface Lookalike {
  readonly kind: string
  readonly claims: readonly string[]
}

const DAY = 86_400_000
/** A storm before this has too little past to be held against. */
const WARM_UP = 40 * 7 * DAY

test('a storm is an episode of its region, seen in the week after it; the whole names region and peril', async () => {
  const home = await demoHome()
  const folder = mkdtempSync(join(tmpdir(), 'claimscope-storm-'))
  const manifest = await snapshots(home, 'insurer').current()
  const path = join(folder, 'copy.duckdb')
  copyFileSync(join(home, 'books', 'insurer', 'warehouse', `${manifest?.id}.duckdb`), path)
  const warehouse = await openWarehouse({ path, mode: 'write' })
  try {
    const { db } = warehouse
    const storms = readFileSync(join(home, 'demo', 'answer-key', 'lookalikes.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Lookalike)
      .filter(({ kind, claims }) => kind === 'hail_or_storm_day' && claims.length >= 12)
    const { begin } = await db
      .selectFrom('core.claim')
      .select(({ fn }) => fn.min<Date>('reported_at').as('begin'))
      .executeTakeFirstOrThrow()
    let judged = 0
    for (const { claims } of storms) {
      const of = await db
        .selectFrom('core.claim')
        .select(({ fn }) => [
          fn<string>('mode', ['region_code']).as('region'),
          fn<string>('mode', ['peril']).as('peril'),
          fn<Date>('median', ['reported_at']).as('middle'),
        ])
        .where('claim_id', 'in', [...claims])
        .executeTakeFirstOrThrow()
      const middle = new Date(of.middle).getTime()
      if (middle - new Date(begin).getTime() < WARM_UP) continue
      judged++
      await watchSignals(warehouse, [claimsWeekly, claimsByRegionWeekly, claimsByPerilWeekly], {
        asOf: new Date(middle + 7 * DAY),
        forecast: forecastSeries,
      })
      const near = new Date(middle - 14 * DAY).toISOString().slice(0, 10)
      const warnings = await db
        .selectFrom('signal.warning')
        .select(['signal', 'series', 'started'])
        .where('last', '>=', near)
        .execute()
      const found = warnings.map(({ signal, series }) => `${signal} ${series}`)
      expect(found).toContain(`claims_by_region_weekly ${of.region}`)
      const whole = warnings.find(({ signal, series }) => signal === 'claims_weekly' && series === 'all')
      if (!whole) continue
      const drivers = await db
        .selectFrom('signal.driver')
        .select(['member', 'share'])
        .where('signal', '=', 'claims_weekly')
        .where('series', '=', 'all')
        .where('started', '=', whole.started)
        .execute()
      for (const name of [of.region, of.peril])
        expect(drivers.find(({ member }) => member === name)?.share).toBeGreaterThan(0.4)
    }
    expect(judged).toBeGreaterThan(0)
  } finally {
    await warehouse.close()
    rmSync(folder, { recursive: true, force: true })
  }
}, 240_000)
