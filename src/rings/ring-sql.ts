/**
 * The relations of ring finding in SQL: tables in `staging` whose rows are numbers. A claim, an entity and a thing are known by the
 * `rowid` of their table, which stands in the order of their names. Several moments can be staged side by side, each under a name.
 */

/** Roles of those who serve in a claim, by name; everybody else is concerned. */
export const SERVING_ROLES = ['adjuster', 'agent', 'hospital', 'lawyer', 'physician', 'repairer'] as const

/** What stands for a serving role, beside the bits of those concerned. */
export const SERVING = 128

/** First letters of the name that families share: first character in Chinese, last word else, before the comma if there is one. */
const SURNAME = `case when regexp_matches(i.name, '[\\x{4e00}-\\x{9fff}]') then left(trim(i.name), 1)
  when contains(i.name, ',') then lower(trim(split_part(i.name, ',', 1)))
  else lower(regexp_extract(trim(i.name), '([^ ]+)$', 1)) end`

/** A number that tells texts apart, from their hash. */
export const numberOf = (text: string) => `(hash(${text}) % 2147483647)::integer`

/** Tables that a book is read from: those of the whole book, or of a part of it. */
export interface Sources {
  readonly claim: string
  readonly claim_party: string
  readonly claim_item: string
  readonly party: string
  readonly payment: string
  readonly edge: string
}

export const WHOLE: Sources = {
  claim: 'core.claim',
  claim_party: 'core.claim_party',
  claim_item: 'core.claim_item',
  party: 'core.party',
  payment: 'core.payment',
  edge: 'graph.edge',
}

/** The book as of a moment, on its way into tables of its own. */
export interface Stage {
  /** The moment, in SQL. */
  readonly at: string
  readonly from: Sources
  /** What the names of its tables begin with. */
  readonly name: string
}

/** The name of the present's tables, which stay until rings have their names, and of an earlier moment's. */
export const PRESENT = 'staging.ring'
export const EARLIER = 'staging.then'

/** All tables of a book, and what is asked of them. */
export const STAGED = ['claim', 'entity', 'party', 'stand', 'use', 'thing', 'line', 'wanted'] as const

const ROLE_BITS = `case s.role when 'driver' then 1 when 'passenger' then 2 when 'witness' then 4 when 'counterparty' then 8
  when 'claimant' then 16 ${SERVING_ROLES.map((role, i) => `when '${role}' then ${SERVING + i}`).join(' ')} else 32 end`

/**
 * Claims, entities, who stands in which claim, and the things that at least two entities use. A party that stands in a claim and is
 * in no table of parties is a `stranger`, an entity of its own.
 */
export const numbering = ({ at, from, name }: Stage) => `
  create or replace table ${name}_claim as
    select c.claim_id, c.line, c.claimant_id, c.object_id, c.handler_id, c.loss_at, c.loss_date, c.peril, c.claimed_amount, c.known_at,
      coalesce(date_diff('day', p.inception_date, c.loss_date), c.policy_age_days) as policy_days,
      case when c.claimant_id is not null then ${numberOf('c.claimant_id')} end as claimant,
      case when c.policy_id is not null then ${numberOf('c.policy_id')} end as policy, ${numberOf('c.line, c.region_code')} as stratum,
      case when c.region_code is not null then ${numberOf('c.region_code, c.loss_date')} end as place
    from ${from.claim} c left join core.policy p on p.policy_id = c.policy_id and p.known_at <= ${at}
    where c.known_at <= ${at} order by c.claim_id;
  create or replace table ${name}_entity as
    select coalesce(e.entity_id, p.party_id) as entity_id, bool_and(p.party_type = 'person') filter (p.known_at <= ${at}) as is_person,
      arg_min(${numberOf(SURNAME)}, p.party_id) filter (p.known_at <= ${at} and ${SURNAME} <> '') as surname,
      min(p.employer_id) filter (p.known_at <= ${at}) as employer_id, min(p.birth_date) filter (p.known_at <= ${at}) as birth_date
    from ${from.party} p left join core.entity e using (party_id) left join core.party_identity i using (party_id)
    group by 1 order by 1;
  create or replace table ${name}_party as
    select p.party_id, n.rowid::integer as entity
    from ${from.party} p left join core.entity e using (party_id) join ${name}_entity n on n.entity_id = coalesce(e.entity_id, p.party_id);
  create or replace table ${name}_stand as
    select s.claim, p.entity, (${ROLE_BITS} + case when s.injured then 64 else 0 end)::smallint as bits,
      case when p.entity is null then s.party_id end as stranger
    from (
      select c.rowid::integer as claim, s.party_id, s.role, coalesce(s.is_injured, false) as injured
      from ${from.claim_party} s join ${name}_claim c using (claim_id) where s.known_at <= ${at}
      union all select rowid::integer, claimant_id, 'claimant', false from ${name}_claim where claimant_id is not null
      union all select rowid::integer, handler_id, 'adjuster', false from ${name}_claim where handler_id is not null
    ) s left join ${name}_party p using (party_id);
  insert into ${name}_entity (entity_id) select distinct stranger from ${name}_stand where stranger is not null order by 1;
  update ${name}_stand s set entity = n.rowid::integer from ${name}_entity n where s.stranger is not null and n.entity_id = s.stranger;
  create or replace table ${name}_use as
    with tie as not materialized (
      select source_id, target_id, link, claim_id, hash(source_id) as source, hash(target_id) as target from ${from.edge}
      where known_at <= ${at} and weight > 0 and not starts_with(target_id, 'claim:') and not starts_with(target_id, 'entity:')
    ), shared as not materialized (
      select target from tie group by target having min(source) <> max(source)
    )
    select n.rowid::integer as entity, t.target_id, t.link, c.rowid::integer as claim
    from tie t semi join shared using (target) join ${name}_entity n on 'entity:' || n.entity_id = t.source_id
    left join ${name}_claim c on c.claim_id = t.claim_id;
  create or replace table ${name}_thing as select distinct target_id from ${name}_use order by 1`

/** Who stands in which claim. */
export const standing = ({ name }: Stage) => `select claim, entity, bits from ${name}_stand`

/** Who uses which thing: in a claim or, without one, by master data; the car he drives, the account he is paid into. */
export const using = ({ name }: Stage) => `
  select t.rowid::integer as thing, u.entity, u.claim, case u.link when 'drives_vehicle' then 1 when 'uses_account' then 2 else 0 end as link
  from ${name}_use u join ${name}_thing t using (target_id)`

/** Kinds of the things, by number. */
export const kinds = ({ name }: Stage) =>
  `select rowid::integer as thing, split_part(target_id, ':', 1) as kind from ${name}_thing`

/** What is known of entities, by number; days since 1900 in `birth_day`, 1 in `is_person` for persons and those nobody describes. */
export const entities = ({ name }: Stage) => `
  select rowid::integer as entity, coalesce(is_person, true) as is_person, surname,
    case when employer_id is not null then ${numberOf('employer_id')} end as employer, (birth_date - date '1900-01-01')::integer as birth_day from ${name}_entity`

/** Claims by number; texts that recur as numbers. */
export const claims = ({ name }: Stage) => `
  select rowid::integer as claim, loss_at, policy_days, coalesce(claimed_amount, 0) as amount, known_at, claimant, policy, stratum, place,
    ${numberOf('line')} as line, case when peril is not null then ${numberOf('peril')} end as peril from ${name}_claim`

/** The texts of a column of the claims with their numbers. */
export const words = ({ name }: Stage, column: 'line' | 'peril') =>
  `select ${column} as text, ${numberOf(column)} as number from ${name}_claim where ${column} is not null group by 1`

/** What was paid on claims. */
export const payments = ({ at, from, name }: Stage) => `
  select c.rowid::integer as claim, sum(y.amount) as paid from ${from.payment} y join ${name}_claim c using (claim_id)
  where y.known_at <= ${at} group by 1`

/** What investigations of claims had found by a moment, which may be a later one, the last word of each. */
export const outcomes = ({ name }: Stage, at: string) => `
  select c.rowid::integer as claim, case arg_max(i.outcome, i.known_at) when 'fraud' then 1 when 'cleared' then 0 end as outcome,
    max(i.known_at) as known_at
  from core.investigation i join ${name}_claim c on c.claim_id = i.subject_id
  where i.subject_kind = 'claim' and i.known_at <= ${at} group by 1`
