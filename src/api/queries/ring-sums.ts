/** Counts, amounts and moments of rings over their claims of some lines of business. */
import { sql } from 'kysely'
import type { Line } from '../../schema/words.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'

export const DEFAULTS = {
  /** Months of claims shown, the last ones. */
  months: 36,
} as const

export interface RingSums {
  readonly ring_id: string
  readonly claims: number
  readonly claimed: number
  readonly paid: number
  readonly at_stake: number
  readonly first_at: Date
  readonly last_at: Date
  /** Month of each claim's loss, counted from 1970. */
  readonly months: number[]
}

/** Sums of these rings by id; rings without a claim of these lines are not in it. */
export async function ringSums(
  view: View,
  ids: readonly string[],
  lines: readonly Line[] | null,
): Promise<Map<string, RingSums>> {
  const { rows } = await sql<RingSums>`
    with wanted as materialized (select unnest(${[...ids]}::varchar[]) as ring_id),
    claim as materialized (
      select m.ring_id, c.claim_id, c.loss_at, coalesce(c.claimed_amount, 0)::double as claimed
      from graph.ring_member m join wanted using (ring_id) join core.claim c on c.claim_id = substr(m.node_id, 7)
      where m.node_kind = 'claim' and ${inLines('c.line', lines)}
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
export function monthly(months: readonly number[]): number[] {
  if (months.length === 0) return []
  const last = Math.max(...months)
  const first = Math.max(Math.min(...months), last - DEFAULTS.months + 1)
  const counts = new Array<number>(last - first + 1).fill(0)
  for (const month of months) if (month >= first) counts[month - first]++
  return counts
}
