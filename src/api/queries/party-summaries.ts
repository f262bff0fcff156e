/** Parties as lists show them. */
import { sql } from 'kysely'
import type { Line } from '../../schema/words.ts'
import { maskPartyName } from '../../security/index.ts'
import type { PartySummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'

/** Summaries of the parties with these ids, in the order of the ids; claims of other lines are not counted. */
export async function partySummaries(
  view: View,
  ids: readonly string[],
  lines: readonly Line[] | null,
): Promise<PartySummary[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{
    party_id: string
    entity_id: string
    party_type: PartySummary['partyType']
    name: string | null
    region_code: string | null
    claims: number
  }>`
    with here as (
      select p.party_id, p.party_type, p.region_code, coalesce(e.entity_id, p.party_id) as entity_id
      from core.party p left join core.entity e on e.party_id = p.party_id
      where p.party_id in (${sql.join(ids)})
    ), same as (
      select h.entity_id, coalesce(e.party_id, h.entity_id) as party_id
      from (select distinct entity_id from here) h left join core.entity e on e.entity_id = h.entity_id
    ), counted as (
      select s.entity_id, count(distinct cp.claim_id) as claims
      from same s join core.claim_party cp on cp.party_id = s.party_id
      join core.claim c on c.claim_id = cp.claim_id
      where ${inLines('c.line', lines)} group by s.entity_id
    )
    select h.*, n.name, coalesce(k.claims, 0) as claims
    from here h
    left join core.party_identity n on n.party_id = h.party_id
    left join counted k on k.entity_id = h.entity_id`.execute(view.warehouse.db)
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => (place.get(a.party_id) ?? 0) - (place.get(b.party_id) ?? 0))
    .map((row) => ({
      partyId: row.party_id,
      entityId: row.entity_id,
      partyType: row.party_type,
      name: maskPartyName(row.name, row.party_type),
      regionCode: row.region_code,
      claims: row.claims,
    }))
}
