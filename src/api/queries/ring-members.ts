/** Who and what belongs to a ring, and what they do in its claims. */
import { sql } from 'kysely'
import type { NodeKind } from '../../schema/words.ts'
import { maskLabel, type Principal, type Pseudonyms } from '../../security/index.ts'
import type { RingMember } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'
import { seenRings } from './seen-rings.ts'

export interface MemberRow {
  node_id: string
  node_kind: NodeKind
  centrality: number
  reason: string | null
  label: string | null
  party_type: string | null
  roles: string[] | null
  claims: number
  claimed_amount: number
}

/** Members of a ring of the user's lines as far as he may see them, with what they do in the claims that he may see, the most central first. */
export async function membersOf(view: View, user: Principal, ringId: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    with member as materialized (
      select node_id, node_kind, centrality, reason, substr(node_id, instr(node_id, ':') + 1) as key
      from graph.ring_member where ring_id = ${ringId}
    ), claim as materialized (
      select c.claim_id, c.claimed_amount as amount
      from core.claim c join member m on m.node_kind = 'claim' and m.key = c.claim_id
      where ${inLines('c.line', user.lines)}
    ), part as materialized (
      select coalesce(e.entity_id, cp.party_id) as entity_id, cp.role, k.claim_id, k.amount
      from claim k join core.claim_party cp on cp.claim_id = k.claim_id
      left join core.entity e on e.party_id = cp.party_id
    ), roles as (
      select entity_id, list_sort(list(distinct role)) as roles from part group by entity_id
    ), sums as (
      select entity_id, count(*) as claims, coalesce(sum(amount), 0) as claimed_amount
      from (select distinct entity_id, claim_id, amount from part) group by entity_id
    )
    select m.node_id, m.node_kind, m.centrality, m.reason, n.label, p.party_type, roles.roles,
      case when m.node_kind = 'claim' then 1 else coalesce(sums.claims, 0) end as claims,
      coalesce(k.amount, sums.claimed_amount, 0)::double as claimed_amount
    from member m
    left join graph.node n on n.node_id = m.node_id
    left join core.party p on m.node_kind = 'entity' and p.party_id = m.key
    left join claim k on m.node_kind = 'claim' and k.claim_id = m.key
    left join roles on m.node_kind = 'entity' and roles.entity_id = m.key
    left join sums on m.node_kind = 'entity' and sums.entity_id = m.key
    where m.node_kind <> 'claim' or k.claim_id is not null
    order by m.centrality desc, m.node_id`.execute(view.warehouse.db)
  if (user.lines === null) return rows
  const part = (await seenRings(view, user.lines)).get(ringId)
  if (!part || part.isWhole) return rows
  return rows
    .flatMap((row): MemberRow[] => {
      const centrality = part.members.get(row.node_id)
      // Why it belongs was counted over the whole ring.
      return centrality === undefined ? [] : [{ ...row, centrality, reason: null }]
    })
    .sort((a, b) => b.centrality - a.centrality || (a.node_id < b.node_id ? -1 : 1))
}

/** Ids of the claims among members. */
export function claimsAmong(members: readonly MemberRow[]): string[] {
  return members.filter((row) => row.node_kind === 'claim').map((row) => row.node_id.slice('claim:'.length))
}

export function memberOf(row: MemberRow, pseudonyms: Pseudonyms): RingMember {
  const label = row.label ?? row.node_id.slice(row.node_id.indexOf(':') + 1)
  return {
    nodeId: pseudonyms.seal(row.node_id),
    nodeKind: row.node_kind,
    label: maskLabel(row.node_kind, label, row.party_type) ?? '',
    centrality: row.centrality,
    reason: row.reason,
    partyType: row.party_type,
    roles: row.roles ?? [],
    claims: row.claims,
    claimedAmount: row.claimed_amount,
  }
}
