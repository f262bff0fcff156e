/** All providers of a snapshot as lists show them; computed once, since a book has few. */
import { sql } from 'kysely'
import { type Line, PROVIDER_ROLES } from '../../schema/words.ts'
import { maskPartyName } from '../../security/index.ts'
import type { ProviderSummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'
import { memberIsSeen } from './seen-rings.ts'

interface Row {
  party_id: string
  party_type: ProviderSummary['providerType']
  name: string | null
  specialty: string | null
  region_code: string | null
  claims: number
  claimed_amount: number
  mean_amount: number | null
  amount_ratio: number | null
  investigated: number
  confirmed: number
  ring_count: number
  probability: number | null
}

/** Claims of other lines than the user's do not count. A finding on the provider itself counts as one more investigation. */
export function providersOf(view: View, lines: readonly Line[] | null): Promise<ProviderSummary[]> {
  const key = lines === null ? 'all' : [...lines].sort().join(',')
  return view.once(`providers ${key}`, async () => {
    const isSeen = await memberIsSeen(view, lines)
    const { rows } = await sql<Row>`
      with provider as (
        select p.party_id, p.party_type, p.specialty, p.region_code, n.name,
          coalesce(e.entity_id, p.party_id) as entity_id
        from core.party p
        left join core.party_identity n on n.party_id = p.party_id
        left join core.entity e on e.party_id = p.party_id
        where p.party_type in (${sql.join([...PROVIDER_ROLES])})
      ), claim as (
        select distinct cp.party_id, c.claim_id, c.claimed_amount as amount
        from core.claim_party cp join core.claim c on c.claim_id = cp.claim_id
        where cp.party_id in (select party_id from provider) and ${inLines('c.line', lines)}
      ), finding as (
        select subject_kind, subject_id, max((outcome = 'fraud')::integer) as is_fraud
        from core.investigation group by subject_kind, subject_id
      ), totals as (
        select k.party_id, count(*) as claims, coalesce(sum(k.amount), 0)::double as claimed_amount, count(k.amount) as priced,
          count(f.subject_id) as investigated, coalesce(sum(f.is_fraud), 0) as confirmed
        from claim k left join finding f on f.subject_kind = 'claim' and f.subject_id = k.claim_id
        group by k.party_id
      ), peer as (
        select p.party_type, sum(t.claimed_amount) / nullif(sum(t.priced), 0) as mean_amount
        from totals t join provider p on p.party_id = t.party_id group by p.party_type
      ), ring as (
        select m.node_id, count(distinct m.ring_id) as rings
        from graph.ring_member m join graph.ring r on r.ring_id = m.ring_id
        where m.node_kind = 'entity' and ${inLines('r.line', lines)} and ${isSeen} group by m.node_id
      )
      select p.party_id, p.party_type, p.name, p.specialty, p.region_code,
        coalesce(t.claims, 0) as claims, coalesce(t.claimed_amount, 0) as claimed_amount,
        t.claimed_amount / nullif(t.priced, 0) as mean_amount,
        t.claimed_amount / nullif(t.priced, 0) / nullif(peer.mean_amount, 0) as amount_ratio,
        coalesce(t.investigated, 0) + (own.subject_id is not null)::integer as investigated,
        coalesce(t.confirmed, 0) + coalesce(own.is_fraud, 0) as confirmed,
        coalesce(ring.rings, 0) as ring_count, r.probability
      from provider p
      left join totals t on t.party_id = p.party_id
      left join peer on peer.party_type = p.party_type
      left join finding own on own.subject_kind = 'provider' and own.subject_id = p.party_id
      left join ring on ring.node_id = 'entity:' || p.entity_id
      left join score.risk r on r.entity = 'provider' and r.entity_id = p.party_id`.execute(view.warehouse.db)
    return rows.map((row) => ({
      partyId: row.party_id,
      name: maskPartyName(row.name, row.party_type),
      providerType: row.party_type,
      specialty: row.specialty,
      regionCode: row.region_code,
      claims: row.claims,
      claimedAmount: row.claimed_amount,
      meanAmount: row.mean_amount,
      amountRatio: row.amount_ratio,
      confirmedFraud: row.confirmed,
      investigated: row.investigated,
      ringCount: row.ring_count,
      score: row.probability,
    }))
  })
}
