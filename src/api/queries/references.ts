/** Rings and investigations that speak of a claim or party. */
import { type SqlBool, sql } from 'kysely'
import type { Line } from '../../schema/words.ts'
import type { InvestigationRow, RingRef } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'
import { memberIsSeen } from './seen-rings.ts'

/** Rings that hold one of the nodes where somebody kept to these lines may know it, the most suspicious first. */
export async function ringsOf(
  view: View,
  nodeIds: readonly string[],
  lines: readonly Line[] | null,
): Promise<RingRef[]> {
  if (nodeIds.length === 0) return []
  const isSeen = await memberIsSeen(view, lines)
  const rows = await view.warehouse.db
    .selectFrom('graph.ring as r')
    .select(['r.ring_id', 'r.typology', 'r.score'])
    .where('r.ring_id', 'in', (eb) =>
      eb
        .selectFrom('graph.ring_member as m')
        .select('m.ring_id')
        .where('m.node_id', 'in', [...nodeIds])
        .where(isSeen),
    )
    .where(inLines('r.line', lines))
    .orderBy('r.score', 'desc')
    .orderBy('r.ring_id')
    .execute()
  return rows.map((row) => ({ ringId: row.ring_id, typology: row.typology, score: row.score }))
}

/** The newest finding on a claim, provider or policy. */
export async function investigationOf(
  view: View,
  kind: 'claim' | 'provider' | 'policy',
  subjectId: string,
): Promise<InvestigationRow | null> {
  const row = await view.warehouse.db
    .selectFrom('core.investigation')
    .select(['outcome', 'typology', 'opened_at', 'known_at', 'saved_amount'])
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .orderBy('known_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  return {
    outcome: row.outcome,
    typology: row.typology,
    openedAt: row.opened_at?.toISOString() ?? null,
    knownAt: row.known_at.toISOString(),
    savedAmount: row.saved_amount,
  }
}

/** The entity of a party and all parties that belong to it; the party alone when linkage did not run. */
export async function entityOf(
  view: View,
  partyId: string,
): Promise<{ readonly entityId: string; readonly partyIds: string[] }> {
  const rows = await view.warehouse.db
    .selectFrom('core.entity')
    .select(['party_id', 'entity_id'])
    .where(sql<SqlBool>`entity_id = (select entity_id from core.entity where party_id = ${partyId})`)
    .orderBy('party_id')
    .execute()
  if (rows.length === 0) return { entityId: partyId, partyIds: [partyId] }
  return { entityId: rows[0].entity_id, partyIds: rows.map((row) => row.party_id) }
}
