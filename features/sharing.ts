/**
 * Over the things that people share to others, and to the others' claims. Evidence of the subject itself is left out, so that a claim is
 * seen alike before and after it entered the graph. Entities are numbered on each thing as they became known, which bounds the pairs on
 * a crowded thing without looking ahead.
 */
import { type RawBuilder, sql } from 'kysely'
import { PERSON_ROLES } from './words.ts'

export const DEFAULTS = {
  /** A thing that more entities share ties nobody together: a call centre's number, a tower block. */
  sharedBy: 30,
} as const

/** What may be shared, as the beginnings of its nodes; vehicles have a view of their own. */
const things = sql.join(['phone:', 'account:', 'address:', 'email:'].map((kind) => sql.lit(kind)))
const roles = sql.join(PERSON_ROLES.map((role) => sql.lit(role)))

interface Shared {
  entity_id: string
  as_of: Date
  /** Others who use one of their telephones, accounts, addresses. */
  phones: number
  accounts: number
  addresses: number
  /** Claims of the others, in 24 months and ever, and those of them in which fraud was known. */
  linked_claims: number
  linked_ever: number
  linked_frauds: number
}

/**
 * What `people` (`entity_id`, `as_of`, `who`: nodes of the people of a row of the spine) share with others; rows of the spine whose people
 * share nothing are not returned.
 */
export const sharing = (people: RawBuilder<unknown>): RawBuilder<Shared> => sql<Shared>`(
  with person as materialized (${people}),
  mine as materialized (
    select distinct target_id from graph.edge
    where left(target_id, strpos(target_id, ':')) in (${things}) and source_id in (select who from person)),
  thing as materialized (
    select target_id from graph.edge
    where target_id in (select target_id from mine)
    group by target_id having min(hash(source_id)) <> max(hash(source_id))),
  first_seen as (
    select target_id, source_id, claim_id, min(known_at) as known_at from graph.edge
    where target_id in (select target_id from thing) group by target_id, source_id, claim_id),
  evidence as (
    select target_id, source_id, claim_id, known_at,
      lead(known_at) over (partition by target_id, source_id order by known_at, claim_id) as again_at
    from first_seen
    qualify row_number() over (partition by target_id, source_id order by known_at, claim_id) = 1),
  holder as materialized (
    select * from evidence
    qualify row_number() over (partition by target_id order by known_at, source_id) <= ${sql.lit(DEFAULTS.sharedBy + 2)}),
  crowd as (
    select p.entity_id, p.as_of, a.target_id, b.source_id as other
    from person as p
    join evidence as a on a.source_id = p.who
      and case when a.claim_id = p.entity_id then a.again_at else a.known_at end <= p.as_of
    join holder as b on b.target_id = a.target_id and b.source_id <> p.who
      and case when b.claim_id = p.entity_id then b.again_at else b.known_at end <= p.as_of
    group by p.entity_id, p.as_of, a.target_id, b.source_id),
  tie as materialized (
    select * from crowd
    qualify count(*) over (partition by entity_id, as_of, target_id) <= ${sql.lit(DEFAULTS.sharedBy)}),
  number as (
    select entity_id, as_of,
      count(distinct other) filter (where starts_with(target_id, 'phone:')) as phones,
      count(distinct other) filter (where starts_with(target_id, 'account:')) as accounts,
      count(distinct other) filter (where starts_with(target_id, 'address:')) as addresses
    from tie group by entity_id, as_of),
  other_claim as (
    select 'entity:' || coalesce(e.entity_id, cp.party_id) as who, cp.claim_id, greatest(cp.known_at, e.known_at) as known_at
    from core.claim_party as cp left join core.entity as e on e.party_id = cp.party_id
    where cp.role in (${roles}) and 'entity:' || coalesce(e.entity_id, cp.party_id) in (select other from tie)),
  fraud as (
    select subject_id as claim_id, min(known_at) as known_at from core.investigation
    where subject_kind = 'claim' and outcome = 'fraud' group by subject_id),
  linked as (
    select t.entity_id, t.as_of,
      count(distinct o.claim_id) filter (where o.known_at >= t.as_of - interval '24 months') as linked_claims,
      count(distinct o.claim_id) as linked_ever, count(distinct f.claim_id) as linked_frauds
    from (select distinct entity_id, as_of, other from tie) as t
    join other_claim as o on o.who = t.other and o.known_at <= t.as_of and o.claim_id <> t.entity_id
    left join fraud as f on f.claim_id = o.claim_id and f.known_at <= t.as_of
    group by t.entity_id, t.as_of)
  select n.*, coalesce(l.linked_claims, 0) as linked_claims, coalesce(l.linked_ever, 0) as linked_ever,
    coalesce(l.linked_frauds, 0) as linked_frauds
  from number as n left join linked as l using (entity_id, as_of))`
