/** A part of a large book to find rings in: whole communities of its graph, since rings lie within one. */
import type { Warehouse } from '../warehouse/index.ts'
import { type Sources, WHOLE } from './ring-sql.ts'

/** Tables of the part. */
const PART: Sources = {
  claim: 'staging.part_claim',
  claim_party: 'staging.part_claim_party',
  claim_item: 'staging.part_claim_item',
  party: 'staging.part_party',
  payment: 'staging.part_payment',
  edge: 'staging.part_edge',
}

export interface BookPart {
  readonly from: Sources
  /** Its claims of all claims, above 0 to 1. */
  readonly share: number
  readonly drop: () => Promise<void>
}

/**
 * Communities drawn at random, until they have so many claims; the book itself when it has no more. A thing that somebody outside
 * uses too is cut off from him. The tables go into the schema `staging`.
 */
export async function stagePart(
  warehouse: Warehouse,
  { claims, seed }: { readonly claims: number; readonly seed: number },
): Promise<BookPart> {
  const { columns } = await warehouse.columns('select count(*) as claims from core.claim', { claims: 'f64' })
  const all = columns.claims[0]
  if (all <= claims) return { from: WHOLE, share: 1, drop: async () => {} }
  await warehouse.execute(`
    create or replace table ${PART.claim} as
      with held as (
        select substr(node_id, 7) as claim_id, coalesce(community_id, -1 - component_id) as community
        from graph.node where node_kind = 'claim'
      ), size as (
        select community, count(*) as claims from held group by 1 having count(*) <= ${claims}
      ), drawn as (
        select community, sum(claims) over (order by hash(community, ${seed}), community) - claims as before from size
      )
      select c.* from core.claim c semi join (
        select claim_id from held semi join (select community from drawn where before < ${claims}) using (community)
      ) using (claim_id);
    create or replace table ${PART.claim_party} as select s.* from core.claim_party s semi join ${PART.claim} using (claim_id);
    create or replace table ${PART.claim_item} as select i.* from core.claim_item i semi join ${PART.claim} using (claim_id);
    create or replace table ${PART.payment} as select y.* from core.payment y semi join ${PART.claim} using (claim_id);
    create or replace table ${PART.party} as
      with there as (
        select party_id from ${PART.claim_party} union select claimant_id from ${PART.claim} union select handler_id from ${PART.claim}
      ), entity as (
        select distinct coalesce(e.entity_id, t.party_id) as entity_id from there t left join core.entity e using (party_id)
      )
      select p.* from core.party p left join core.entity e using (party_id)
      semi join entity n on n.entity_id = coalesce(e.entity_id, p.party_id);
    create or replace table ${PART.edge} as
      select g.* from graph.edge g
      semi join (
        select 'entity:' || coalesce(e.entity_id, p.party_id) as source_id from ${PART.party} p left join core.entity e using (party_id)
      ) n using (source_id)
      where not starts_with(g.target_id, 'claim:') and not starts_with(g.target_id, 'entity:')`)
  const taken = await warehouse.columns(`select count(*) as claims from ${PART.claim}`, { claims: 'f64' })
  return {
    from: PART,
    share: taken.columns.claims[0] / all,
    drop: () =>
      warehouse.execute(
        Object.values(PART)
          .map((table) => `drop table if exists ${table}`)
          .join('; '),
      ),
  }
}
