/** Rings as lists show them. */
import { LINES, type Line } from '../../schema/words.ts'
import type { RingSummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'
import { monthly, ringSums } from './ring-sums.ts'
import { seenRings } from './seen-rings.ts'

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
  const [rows, sums, seen] = await Promise.all([
    view.warehouse.db
      .selectFrom('graph.ring as r')
      .selectAll()
      .where('r.ring_id', 'in', [...ids])
      .where(inLines('r.line', lines))
      .execute(),
    lines === null ? ringSums(view, ids, null) : undefined,
    lines === null ? undefined : seenRings(view, lines),
  ])
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => (place.get(a.ring_id) ?? 0) - (place.get(b.ring_id) ?? 0))
    .flatMap((row): RingSummary[] => {
      const part = seen?.get(row.ring_id)
      if (seen && !part) return []
      const isWhole = part?.isWhole ?? true
      const own = part?.sums
      return [
        {
          ringId: row.ring_id,
          typology: row.typology,
          score: row.score,
          isPartial: !isWhole,
          pValue: isWhole ? row.p_value : null,
          change: isWhole ? row.change : null,
          memberCount: part?.entities ?? row.member_count,
          claimCount: own?.claims ?? row.claim_count,
          line: LINES.find((line) => line === row.line) ?? null,
          claimedAmount: own?.claimed ?? row.claimed_amount,
          atStakeAmount: own?.at_stake ?? row.at_stake_amount,
          paidAmount: own?.paid ?? row.paid_amount,
          firstAt: (own?.first_at ?? row.first_at).toISOString(),
          lastAt: (own?.last_at ?? row.last_at).toISOString(),
          explanation: isWhole ? row.explanation : null,
          months: monthly(own?.months ?? sums?.get(row.ring_id)?.months ?? []),
        },
      ]
    })
}
