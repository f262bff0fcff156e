/** Rings as lists show them. */
import { sql } from 'kysely'
import { LINES, type Line } from '../../schema/words.ts'
import type { RingSummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'

export const DEFAULTS = {
  /** Months of claims shown, the last ones. */
  months: 36,
} as const

/**
 * Summaries of the rings with these ids that a user of these lines may see, in the order of the ids. Claims of other lines enter
 * no count, amount or moment.
 */
export async function ringSummaries(
  view: View,
  ids: readonly string[],
  lines: readonly Line[] | null,
): Promise<RingSummary[]> {
  if (ids.length === 0) return []
  const [rows, sums] = await Promise.all([
    view.warehouse.db
      .selectFrom('graph.ring as r')
      .selectAll()
      .where('r.ring_id', 'in', [...ids])
      .where(inLines('r.line', lines))
      .execute(),
    sumsOf(view, ids, lines),
  ])
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => (place.get(a.ring_id) ?? 0) - (place.get(b.ring_id) ?? 0))
    .map((row) => {
      const seen = sums.get(row.ring_id)
      const part = lines === null ? undefined : seen
      return {
        ringId: row.ring_id,
        typology: row.typology,
        score: row.score,
        pValue: row.p_value,
        change: row.change,
        memberCount: row.member_count,
        claimCount: part?.claims ?? row.claim_count,
        line: LINES.find((line) => line === row.line) ?? null,
        claimedAmount: part?.claimed ?? row.claimed_amount,
        atStakeAmount: part?.at_stake ?? row.at_stake_amount,
        paidAmount: part?.paid ?? row.paid_amount,
        firstAt: (part?.first_at ?? row.first_at).toISOString(),
        lastAt: (part?.last_at ?? row.last_at).toISOString(),
        explanation: row.explanation,
        months: monthly(seen?.months ?? []),
      }
    })
}

interface Sums {
  ring_id: string
  claims: number
  claimed: number
  paid: number
  at_stake: number
  first_at: Date | null
  last_at: Date | null
  /** Month of each claim's loss, counted from 1970. */
  months: number[]
}

async function sumsOf(
  view: View,
  ids: readonly string[],
  lines: readonly Line[] | null,
): Promise<Map<string, Sums>> {
  const { rows } = await sql<Sums>`
    with claim as materialized (
      select m.ring_id, c.claim_id, c.loss_at, coalesce(c.claimed_amount, 0)::double as claimed
      from graph.ring_member m join core.claim c on c.claim_id = substr(m.node_id, 7)
      where m.node_kind = 'claim' and m.ring_id in (${sql.join([...ids])}) and ${inLines('c.line', lines)}
    ), paid as (
      select claim_id, sum(amount)::double as paid from core.payment
      where claim_id in (select claim_id from claim) group by claim_id
    )
    select ring_id, count(*)::integer as claims, sum(claimed) as claimed, sum(coalesce(paid, 0)) as paid,
      sum(greatest(0, claimed - coalesce(paid, 0))) as at_stake, min(loss_at) as first_at, max(loss_at) as last_at,
      list(date_diff('month', timestamp '1970-01-01', loss_at)::integer) as months
    from claim left join paid using (claim_id) group by ring_id`.execute(view.warehouse.db)
  return new Map(rows.map((row) => [row.ring_id, row]))
}

/** Claims of each month from the first to the last. */
function monthly(months: readonly number[]): number[] {
  if (months.length === 0) return []
  const last = Math.max(...months)
  const first = Math.max(Math.min(...months), last - DEFAULTS.months + 1)
  const counts = new Array<number>(last - first + 1).fill(0)
  for (const month of months) if (month >= first) counts[month - first]++
  return counts
}
