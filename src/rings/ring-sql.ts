/** The relations of ring finding, numbered in SQL: tables in `staging` that live until they have been read. */

/** Roles of those who serve in a claim; everybody else is concerned. */
const PROVIDERS = `('physician', 'hospital', 'repairer', 'adjuster', 'agent', 'lawyer')`

/** First letters of the name that families share: first character in Chinese, last word else, before the comma if there is one. */
const SURNAME = `case when regexp_matches(i.name, '[\\x{4e00}-\\x{9fff}]') then left(trim(i.name), 1)
  when contains(i.name, ',') then lower(trim(split_part(i.name, ',', 1)))
  else lower(regexp_extract(trim(i.name), '([^ ]+)$', 1)) end`

/** All tables that {@link numbering} and the measures make. */
export const STAGED = ['party', 'claim', 'stand', 'use', 'person', 'provider', 'thing', 'measure'] as const

/**
 * Numbers claims, persons, providers and the things that at least two persons use. A thing that a firm or professional uses too is
 * his (an employer's telephone, an agent's address on every form) and ties nobody together. Who neither stands in a claim nor
 * shares a thing cannot be in a ring and gets no number.
 */
export const numbering = (asOf: string) => `
  create or replace table staging.ring_party as
    select p.party_id, coalesce(e.entity_id, p.party_id) as entity_id, p.party_type, p.employer_id, ${SURNAME} as surname
    from core.party p left join core.entity e using (party_id) left join core.party_identity i using (party_id)
    where p.known_at <= ${asOf};
  create or replace table staging.ring_claim as
    select (row_number() over (order by claim_id) - 1)::integer as idx, claim_id, policy_id, line, claimant_id, object_id, handler_id,
      loss_at, loss_date, peril, region_code || ' ' || loss_date as place, claimed_amount, policy_age_days, known_at
    from core.claim where known_at <= ${asOf};
  create or replace table staging.ring_stand as
    select c.idx as claim, coalesce(e.entity_id, s.party_id) as entity_id, s.role, coalesce(s.is_injured, false) as injured
    from (
      select claim_id, party_id, role, is_injured from core.claim_party where known_at <= ${asOf}
      union all select claim_id, claimant_id, 'claimant', false from core.claim where claimant_id is not null
      union all select claim_id, handler_id, 'adjuster', false from core.claim where handler_id is not null
    ) s join staging.ring_claim c using (claim_id) left join core.entity e on e.party_id = s.party_id;
  create or replace table staging.ring_use as
    with tie as (
      select source_id, target_id, link, claim_id from graph.edge
      where known_at <= ${asOf} and weight > 0 and not starts_with(target_id, 'claim:') and not starts_with(target_id, 'entity:')
    ), shared as (
      select target_id from tie group by target_id having min(source_id) <> max(source_id)
    )
    select distinct substr(t.source_id, 8) as entity_id, t.target_id, t.link, c.idx as claim
    from tie t semi join shared using (target_id) left join staging.ring_claim c on c.claim_id = t.claim_id;
  create or replace table staging.ring_person as
    with concerned as (
      select entity_id from staging.ring_stand where role not in ${PROVIDERS}
      union select entity_id from staging.ring_use
    )
    select (row_number() over (order by entity_id) - 1)::integer as idx, entity_id,
      coalesce(any_value(p.surname order by p.party_id), '') as surname, min(p.employer_id) as employer_id
    from concerned left join staging.ring_party p using (entity_id)
    group by entity_id having coalesce(min(p.party_type = 'person'), true);
  create or replace table staging.ring_provider as
    select (row_number() over (order by entity_id, role) - 1)::integer as idx, entity_id, role
    from (select distinct entity_id, role from staging.ring_stand where role in ${PROVIDERS});
  create or replace table staging.ring_thing as
    with used as (
      select u.target_id, count(distinct p.entity_id) as users, count(distinct u.entity_id) as all_users
      from staging.ring_use u left join staging.ring_person p using (entity_id) group by 1
    )
    select (row_number() over (order by target_id) - 1)::integer as idx, target_id from used where users > 1 and users = all_users`

const ROLE_BITS = `case role when 'driver' then 1 when 'passenger' then 2 when 'witness' then 4 when 'counterparty' then 8
  when 'claimant' then 16 else 32 end`

/** Persons in claims, with the bits of their roles and 64 when injured. */
export const standing = `
  select s.claim, p.idx as person, bit_or(${ROLE_BITS}) + case when bool_or(injured) then 64 else 0 end as roles
  from staging.ring_stand s join staging.ring_person p using (entity_id)
  where role not in ${PROVIDERS} group by 1, 2 order by 1, 2`

/**
 * A passenger is no user of the car that he rode in, nor a driver of the car whose owner stands in the claim with him: they share the
 * claim already, and the car would count it twice. Master data (no claim) always counts.
 */
const ownersCar = `u.link = 'drives_vehicle' and u.claim is not null and (
  exists (select 1 from staging.ring_stand s
    where s.entity_id = u.entity_id and s.claim = u.claim and s.role = 'passenger')
  or exists (select 1 from staging.ring_use o join staging.ring_stand s on s.entity_id = o.entity_id and s.claim = u.claim
    where o.target_id = u.target_id and o.claim is null and o.entity_id <> u.entity_id))`

/** Persons and the things they use. */
export const using = `
  select t.idx as thing, p.idx as person, bool_or(u.claim is null) as own
  from staging.ring_use u join staging.ring_thing t using (target_id)
  join staging.ring_person p using (entity_id) where not (${ownersCar}) group by 1, 2 order by 1, 2`

/** Accounts and the claims paid into them. */
export const paying = `
  select distinct t.idx as thing, u.claim from staging.ring_use u join staging.ring_thing t using (target_id)
  where u.link = 'uses_account' and u.claim is not null order by 1, 2`

/** Claims and who serves in them. */
export const serving = `
  select distinct s.claim, r.idx as provider from staging.ring_stand s join staging.ring_provider r using (entity_id, role) order by 1, 2`

/** The texts of a column of the claims, in order, and each claim's number among them (NULL has none). */
export const words = (column: string) => ({
  texts: `select distinct ${column} as text from staging.ring_claim where ${column} is not null order by 1`,
  numbers: `
    with word as (
      select text, (row_number() over (order by text) - 1)::integer as number
      from (select distinct ${column} as text from staging.ring_claim where ${column} is not null)
    )
    select w.number from staging.ring_claim c left join word w on w.text = c.${column} order by c.idx`,
})
