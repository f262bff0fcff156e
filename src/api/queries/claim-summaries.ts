/** Claims as lists show them. */
import { sql } from 'kysely'
import { EVENT_KINDS, type Line } from '../../schema/words.ts'
import { displayScore } from '../../score.ts'
import { maskPartyName } from '../../security/index.ts'
import type { ClaimSummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'

/** Last step of a claim; steps at the same moment follow in the order of the words. */
export const lastEvent = sql<ClaimSummary['status'] | null>`arg_max(event_kind,
  epoch_us(event_at) * 16 + list_position([${sql.join([...EVENT_KINDS])}], event_kind))`

/** Summaries of the claims with these ids that a user of these lines may see, in the order of the ids. */
export async function claimSummaries(
  view: View,
  ids: readonly string[],
  lines: readonly Line[] | null,
): Promise<ClaimSummary[]> {
  if (ids.length === 0) return []
  const { db } = view.warehouse
  const rows = await db
    .with('paid', (w) =>
      w
        .selectFrom('core.payment')
        .select(['claim_id', sql<number>`sum(amount)::double`.as('paid_amount')])
        .where('claim_id', 'in', [...ids])
        .groupBy('claim_id'),
    )
    .with('step', (w) =>
      w
        .selectFrom('core.claim_event')
        .select(['claim_id', lastEvent.as('status')])
        .where('claim_id', 'in', [...ids])
        .groupBy('claim_id'),
    )
    .selectFrom('core.claim as c')
    .leftJoin('score.risk as r', (join) =>
      join.onRef('r.entity_id', '=', 'c.claim_id').on('r.entity', '=', 'claim'),
    )
    .leftJoin('paid', 'paid.claim_id', 'c.claim_id')
    .leftJoin('step', 'step.claim_id', 'c.claim_id')
    .leftJoin('core.party_identity as n', 'n.party_id', 'c.claimant_id')
    .leftJoin('core.party as p', 'p.party_id', 'c.claimant_id')
    .select([
      'c.claim_id',
      'c.policy_id',
      'c.line',
      'c.peril',
      'c.loss_date',
      'c.reported_at',
      'c.claimed_amount',
      'c.region_code',
      'c.place',
      'c.claimant_id',
      'n.name',
      'p.party_type',
      'paid.paid_amount',
      'step.status',
      'r.probability',
      'r.band',
      'r.expected_loss_amount',
    ])
    .where('c.claim_id', 'in', [...ids])
    .where(inLines('c.line', lines))
    .execute()
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => (place.get(a.claim_id) ?? 0) - (place.get(b.claim_id) ?? 0))
    .map((row) => ({
      claimId: row.claim_id,
      policyId: row.policy_id,
      line: row.line,
      peril: row.peril,
      lossDate: row.loss_date,
      reportedAt: row.reported_at.toISOString(),
      claimedAmount: row.claimed_amount,
      paidAmount: row.paid_amount ?? 0,
      status: row.status ?? 'open',
      regionCode: row.region_code,
      place: row.place,
      claimant:
        row.claimant_id === null
          ? null
          : { partyId: row.claimant_id, name: maskPartyName(row.name, row.party_type) },
      probability: row.probability,
      band: row.band,
      display: row.probability === null ? null : displayScore(row.probability),
      expectedLossAmount: row.expected_loss_amount,
    }))
}
