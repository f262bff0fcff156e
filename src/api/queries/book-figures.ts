/** Figures over the whole book: they change with the snapshot only, so each is computed once. */
import { sql } from 'kysely'
import { BANDS, type Line } from '../../schema/words.ts'
import type { ApiCatalog } from '../context.ts'
import type { Overview } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'
import { ringsAsSeen } from './seen-rings.ts'

export const DEFAULTS = {
  /** Weeks of the series. */
  weeks: 104,
} as const

export interface BookFigures {
  readonly totals: Omit<Overview['totals'], 'openAlerts' | 'atStakeAmount'>
  readonly byLine: Omit<Overview['byLine'][number], 'alerts'>[]
  readonly weekly: Overview['weekly']
  readonly bands: Overview['bands']
  readonly typologies: Overview['typologies']
}

export function bookFigures(
  view: View,
  catalog: ApiCatalog,
  lines: readonly Line[] | null,
): Promise<BookFigures> {
  const key = lines === null ? 'all' : [...lines].sort().join(',')
  return view.once(`figures ${key}`, async () => {
    const [totals, byLine, weekly, bands, typologies] = await Promise.all([
      totalsOf(view, lines),
      byLineOf(view, lines),
      weeklyOf(view, catalog, lines),
      bandsOf(view, lines),
      typologiesOf(view, lines),
    ])
    return { totals, byLine, weekly, bands, typologies }
  })
}

async function totalsOf(view: View, lines: readonly Line[] | null): Promise<BookFigures['totals']> {
  const { rows } = await sql<Record<string, number>>`
    with claim as (select claim_id, claimed_amount from core.claim where ${inLines('line', lines)}),
    finding as (
      select subject_id, max((outcome = 'fraud')::integer) as is_fraud from core.investigation
      where subject_kind = 'claim' and subject_id in (select claim_id from claim) group by subject_id
    )
    select
      (select count(*) from core.policy where ${inLines('line', lines)}) as policies,
      (select count(*) from claim) as claims,
      (select count(*) from core.party) as parties,
      (select coalesce(sum(claimed_amount), 0)::double from claim) as claimed,
      (select coalesce(sum(amount), 0)::double from core.payment
        where claim_id in (select claim_id from claim)) as paid,
      (select count(*) from graph.ring where ${inLines('line', lines)}) as rings,
      (select count(*) from finding) as investigated,
      (select coalesce(sum(is_fraud), 0) from finding) as confirmed`.execute(view.warehouse.db)
  const [row] = rows
  return {
    policies: row.policies,
    claims: row.claims,
    parties: row.parties,
    claimedAmount: row.claimed,
    paidAmount: row.paid,
    rings: row.rings,
    investigated: row.investigated,
    confirmedFraud: row.confirmed,
  }
}

async function byLineOf(view: View, lines: readonly Line[] | null): Promise<BookFigures['byLine']> {
  const { rows } = await sql<{
    line: Line
    claims: number
    claimed_amount: number
    mean_probability: number | null
    high_risk: number
    confirmed: number
  }>`
    select c.line, count(*) as claims, coalesce(sum(c.claimed_amount), 0)::double as claimed_amount,
      avg(r.probability) as mean_probability, count(*) filter (where r.band = 'high') as high_risk,
      count(i.subject_id) as confirmed
    from core.claim c
    left join score.risk r on r.entity = 'claim' and r.entity_id = c.claim_id
    left join (
      select distinct subject_id from core.investigation where subject_kind = 'claim' and outcome = 'fraud'
    ) i on i.subject_id = c.claim_id
    where ${inLines('c.line', lines)}
    group by c.line order by claims desc, c.line`.execute(view.warehouse.db)
  return rows.map((row) => ({
    line: row.line,
    claims: row.claims,
    claimedAmount: row.claimed_amount,
    meanProbability: row.mean_probability,
    highRisk: row.high_risk,
    confirmed: row.confirmed,
  }))
}

/** Claims reported week by week, beside the limits of the signal that counts them over the whole book. */
async function weeklyOf(
  view: View,
  catalog: ApiCatalog,
  lines: readonly Line[] | null,
): Promise<BookFigures['weekly']> {
  const counts = catalog.signals.filter((signal) => signal.period === 'week' && signal.kind === 'count')
  const names = sql`[${sql.join(counts.map((signal) => signal.name))}]::varchar[]`
  // Limits of the whole book say nothing about some of its lines.
  const series = lines === null ? 'all' : ''
  const { rows } = await sql<{
    week: string
    claims: number | null
    expected: number | null
    lower: number | null
    upper: number | null
    claimed_amount: number | null
  }>`
    with week as (
      select date_trunc('week', reported_at)::date as week, count(*) as claims,
        coalesce(sum(claimed_amount), 0)::double as claimed_amount
      from core.claim where ${inLines('line', lines)} group by 1
    ), widest as (
      -- Of all counts, the one of every claim counts the most.
      select signal from signal.point where series = ${series} and list_contains(${names}, signal)
      group by signal order by sum(value) desc nulls last, signal limit 1
    ), point as (
      select period as week, value, expected, lower, upper, is_forecast from signal.point
      where signal in (select signal from widest) and series = ${series}
    )
    select coalesce(w.week, p.week) as week,
      case when p.week is null then w.claims when p.is_forecast then null else p.value end as claims,
      p.expected, p.lower, p.upper, w.claimed_amount
    from week w full join point p on p.week = w.week
    order by 1 desc limit ${DEFAULTS.weeks}`.execute(view.warehouse.db)
  return rows.reverse().map((row) => ({
    week: row.week,
    claims: row.claims,
    expected: row.expected,
    lower: row.lower,
    upper: row.upper,
    claimedAmount: row.claimed_amount ?? 0,
  }))
}

async function bandsOf(view: View, lines: readonly Line[] | null): Promise<BookFigures['bands']> {
  const rows = await view.warehouse.db
    .selectFrom('score.risk')
    .select([
      'band',
      sql<number>`count(*)`.as('claims'),
      sql<number>`coalesce(sum(expected_loss_amount), 0)::double`.as('expected_loss_amount'),
    ])
    .where('entity', '=', 'claim')
    .where(inLines('line', lines))
    .groupBy('band')
    .execute()
  return BANDS.map((band) => {
    const row = rows.find((one) => one.band === band)
    return { band, claims: row?.claims ?? 0, expectedLossAmount: row?.expected_loss_amount ?? 0 }
  })
}

async function typologiesOf(view: View, lines: readonly Line[] | null): Promise<BookFigures['typologies']> {
  const rows = await view.warehouse.db
    .selectFrom(await ringsAsSeen(view, lines))
    .select([
      'typology',
      sql<number>`count(*)`.as('rings'),
      sql<number>`coalesce(sum(claimed_amount), 0)::double`.as('amount'),
    ])
    .groupBy('typology')
    .orderBy('amount', 'desc')
    .orderBy('typology')
    .execute()
  return rows
}
