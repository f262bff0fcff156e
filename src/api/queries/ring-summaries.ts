/** Rings as lists show them. */
import { LINES, type Line } from '../../schema/words.ts'
import type { RingSummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'

/** Summaries of the rings with these ids that a user of these lines may see, in the order of the ids. */
export async function ringSummaries(
  view: View,
  ids: readonly string[],
  lines: readonly Line[] | null,
): Promise<RingSummary[]> {
  if (ids.length === 0) return []
  const rows = await view.warehouse.db
    .selectFrom('graph.ring as r')
    .selectAll()
    .where('r.ring_id', 'in', [...ids])
    .where(inLines('r.line', lines))
    .execute()
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => (place.get(a.ring_id) ?? 0) - (place.get(b.ring_id) ?? 0))
    .map((row) => ({
      ringId: row.ring_id,
      typology: row.typology,
      score: row.score,
      memberCount: row.member_count,
      claimCount: row.claim_count,
      line: LINES.find((line) => line === row.line) ?? null,
      claimedAmount: row.claimed_amount,
      atStakeAmount: row.at_stake_amount,
      firstAt: row.first_at.toISOString(),
      lastAt: row.last_at.toISOString(),
      explanation: row.explanation,
    }))
}
