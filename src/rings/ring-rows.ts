/** The queries of ring finding: every relation numbered in SQL and read as columns. Nothing known after the moment enters. */
import type { Warehouse } from '../warehouse/index.ts'

export interface PersonRows {
  readonly count: number
  /** Entity. */
  readonly id: readonly string[]
  /** First letters of the name that families share: first character in Chinese, last word else; '' when unknown. */
  readonly surname: readonly string[]
  /** Number of the employer, -1 when unknown. */
  readonly employer: Int32Array
}

export interface ClaimRows {
  readonly count: number
  readonly id: readonly string[]
  readonly line: readonly string[]
  /** Milliseconds since 1970; NaN when unknown. */
  readonly lossAt: Float64Array
  /** Days from the policy's first day to the loss; NaN when unknown. */
  readonly policyDays: Float64Array
  readonly amount: Float64Array
  readonly paid: Float64Array
  readonly place: readonly (string | null)[]
  readonly peril: readonly (string | null)[]
  /** 1 fraud, 0 cleared, -1 nobody knows yet. */
  readonly outcome: Int32Array
  /** When the claim and what was found about it became known, milliseconds since 1970. */
  readonly knownAt: Float64Array
  /** Party that claims, as the source names it; null when unknown. */
  readonly claimant: readonly (string | null)[]
  readonly policy: readonly (string | null)[]
  /** How much dearer its lines are than the same lines elsewhere, difference of logarithms; NaN when unknown. */
  readonly price: Float64Array
  /** How much dearer its diagnosis is, everywhere, than others of its line and peril, difference of logarithms; NaN when unknown. */
  readonly severity: Float64Array
  /** Lines of its invoices; NaN when unknown. */
  readonly items: Float64Array
}

const SURNAME = `case when regexp_matches(i.name, '[\\x{4e00}-\\x{9fff}]') then left(trim(i.name), 1)
  when contains(i.name, ',') then lower(trim(split_part(i.name, ',', 1)))
  else lower(regexp_extract(trim(i.name), '([^ ]+)$', 1)) end`

/**
 * Tables in `staging` that number the relations; dropped by {@link readRows}. A thing that a firm or professional uses too is his
 * (an employer's telephone, an agent's address on every form) and ties nobody together.
 */
const numbering = (asOf: string) => `
  create or replace table staging.ring_party as
    select p.party_id, coalesce(e.entity_id, p.party_id) as entity_id, p.party_type, p.employer_id, ${SURNAME} as surname
    from core.party p left join core.entity e using (party_id) left join core.party_identity i using (party_id)
    where p.known_at <= ${asOf};
  create or replace table staging.ring_claim as
    select (row_number() over (order by claim_id) - 1)::integer as idx, * from core.claim where known_at <= ${asOf};
  create or replace table staging.ring_stand as
    select c.idx as claim, coalesce(e.entity_id, s.party_id) as entity_id, s.role, coalesce(s.is_injured, false) as injured
    from (
      select claim_id, party_id, role, is_injured from core.claim_party where known_at <= ${asOf}
      union all select claim_id, claimant_id, 'claimant', false from core.claim where claimant_id is not null
      union all select claim_id, handler_id, 'adjuster', false from core.claim where handler_id is not null
    ) s join staging.ring_claim c using (claim_id) left join core.entity e on e.party_id = s.party_id;
  create or replace table staging.ring_use as
    select distinct substr(g.source_id, 8) as entity_id, g.target_id, g.link, c.idx as claim
    from graph.edge g left join staging.ring_claim c on c.claim_id = g.claim_id
    where g.known_at <= ${asOf} and g.weight > 0 and split_part(g.target_id, ':', 1) not in ('claim', 'entity');
  create or replace table staging.ring_person as
    with concerned as (
      select entity_id from staging.ring_stand where role not in ('physician', 'hospital', 'repairer', 'adjuster', 'agent', 'lawyer')
      union select entity_id from staging.ring_use
    )
    select (row_number() over (order by entity_id) - 1)::integer as idx, entity_id,
      coalesce(any_value(p.surname order by p.party_id), '') as surname, min(p.employer_id) as employer_id
    from concerned left join staging.ring_party p using (entity_id)
    group by entity_id having coalesce(min(p.party_type = 'person'), true);
  create or replace table staging.ring_provider as
    select (row_number() over (order by entity_id, role) - 1)::integer as idx, entity_id, role
    from (select distinct entity_id, role from staging.ring_stand
      where role in ('physician', 'hospital', 'repairer', 'adjuster', 'agent', 'lawyer'));
  create or replace table staging.ring_thing as
    with used as (
      select u.target_id, count(distinct p.entity_id) as users, count(distinct u.entity_id) as all_users
      from staging.ring_use u left join staging.ring_person p using (entity_id) group by 1
    )
    select (row_number() over (order by target_id) - 1)::integer as idx, target_id from used where users > 1 and users = all_users;
  create or replace table staging.ring_measure as
    with item as (
      select c.idx as claim, i.item_kind, ln(i.amount) as log_amount, i.code || ' ' || coalesce(o.make || o.model, c.line) as kind
      from core.claim_item i join staging.ring_claim c using (claim_id) left join core.insured_object o on o.object_id = c.object_id
      where i.amount > 0 and i.code is not null and i.known_at <= ${asOf}
    ), priced as (
      select claim, log_amount - avg(log_amount) over (partition by kind) as dearer,
        count(*) over (partition by kind) as cases from item
    )
    , graver as (
      select c.idx as claim, min(i.code) as code, any_value(c.line || coalesce(c.peril, '')) as kind, ln(any_value(c.claimed_amount)) as log_amount
      from core.claim_item i join staging.ring_claim c using (claim_id)
      where i.item_kind = 'diagnosis' and c.claimed_amount > 0 and i.known_at <= ${asOf} group by 1
    ), severity as (
      select claim, avg(log_amount) over (partition by kind, code) - avg(log_amount) over (partition by kind) as severity,
        count(*) over (partition by kind, code) as cases from graver
    )
    select p.claim, avg(dearer) filter (p.cases >= 10) as price, count(*)::double as items,
      any_value(case when s.cases >= 10 then s.severity end) as severity
    from priced p left join severity s using (claim) group by 1`

const ROLE_BITS = `case role when 'driver' then 1 when 'passenger' then 2 when 'witness' then 4 when 'counterparty' then 8
  when 'claimant' then 16 else 32 end`

/** Reads all relations. */
export async function readRows(warehouse: Warehouse, asOf: Date) {
  const at = `timestamp '${asOf.toISOString().slice(0, 23).replace('T', ' ')}'`
  await warehouse.execute(`create schema if not exists staging; ${numbering(at)}`)
  const person = await warehouse.columns(
    `select entity_id, surname, (dense_rank() over (order by employer_id nulls last) - 1) as rank, employer_id is null as none
     from staging.ring_person order by idx`,
    { entity_id: 'string', surname: 'string', rank: 'i32', none: 'i32' },
  )
  const claim = await warehouse.columns(
    `select c.claim_id, c.line, c.loss_at, coalesce(date_diff('day', p.inception_date, c.loss_date), c.policy_age_days) as policy_days,
       coalesce(c.claimed_amount, 0) as amount, coalesce(y.paid, 0) as paid, c.region_code || ' ' || c.loss_date as place, c.peril,
       case o.outcome when 'fraud' then 1 when 'cleared' then 0 else -1 end as outcome,
       greatest(c.known_at, o.known_at) as known_at, c.claimant_id, c.policy_id, m.price, m.items, m.severity from staging.ring_claim c left join core.policy p on p.policy_id = c.policy_id and p.known_at <= ${at}
     left join (select claim_id, sum(amount) as paid from core.payment where known_at <= ${at} group by 1) y on y.claim_id = c.claim_id
     left join (select subject_id, arg_max(outcome, known_at) as outcome, max(known_at) as known_at from core.investigation
       where subject_kind = 'claim' and known_at <= ${at} group by 1) o on o.subject_id = c.claim_id
     left join staging.ring_measure m on m.claim = c.idx order by c.idx`,
    {
      claimant_id: 'string',
      policy_id: 'string',
      price: 'f64',
      items: 'f64',
      severity: 'f64',
      claim_id: 'string',
      line: 'string',
      loss_at: 'f64',
      policy_days: 'f64',
      amount: 'f64',
      paid: 'f64',
      place: 'string',
      peril: 'string',
      outcome: 'i32',
      known_at: 'f64',
    },
  )
  const stand = await warehouse.columns(
    `select s.claim, p.idx as person, bit_or(${ROLE_BITS}) + case when bool_or(injured) then 64 else 0 end as roles
     from staging.ring_stand s join staging.ring_person p using (entity_id)
     where role not in ('physician', 'hospital', 'repairer', 'adjuster', 'agent', 'lawyer') group by 1, 2 order by 1, 2`,
    { claim: 'i32', person: 'i32', roles: 'i32' },
  )
  const use = await warehouse.columns(
    `select t.idx as thing, p.idx as person, bool_or(u.claim is null) as own
     from staging.ring_use u join staging.ring_thing t using (target_id)
     join staging.ring_person p using (entity_id) where not (${ownersCar}) group by 1, 2 order by 1, 2`,
    { thing: 'i32', person: 'i32', own: 'i32' },
  )
  const pay = await warehouse.columns(
    `select distinct t.idx as thing, u.claim from staging.ring_use u join staging.ring_thing t using (target_id)
     where u.link = 'uses_account' and u.claim is not null order by 1, 2`,
    { thing: 'i32', claim: 'i32' },
  )
  const serve = await warehouse.columns(
    `select distinct s.claim, r.idx as provider from staging.ring_stand s join staging.ring_provider r using (entity_id, role) order by 1, 2`,
    { claim: 'i32', provider: 'i32' },
  )
  const thing = await warehouse.columns(
    "select target_id, split_part(target_id, ':', 1) as kind from staging.ring_thing order by idx",
    { target_id: 'string', kind: 'string' },
  )
  const provider = await warehouse.columns('select entity_id, role from staging.ring_provider order by idx', {
    entity_id: 'string',
    role: 'string',
  })
  await warehouse.execute(
    ['party', 'claim', 'stand', 'use', 'person', 'provider', 'thing', 'measure']
      .map((table) => `drop table staging.ring_${table}`)
      .join('; '),
  )
  const p = person.columns
  const c = claim.columns
  return {
    persons: {
      count: person.rows,
      id: p.entity_id as string[],
      surname: p.surname as string[],
      employer: p.rank.map((rank, i) => (p.none[i] === 1 ? -1 : rank)),
    },
    claims: {
      count: claim.rows,
      id: c.claim_id as string[],
      line: c.line as string[],
      lossAt: c.loss_at,
      policyDays: c.policy_days,
      amount: c.amount,
      paid: c.paid,
      place: c.place,
      peril: c.peril,
      outcome: c.outcome,
      knownAt: c.known_at,
      claimant: c.claimant_id,
      policy: c.policy_id,
      price: c.price,
      items: c.items,
      severity: c.severity,
    },
    stands: stand.columns,
    uses: use.columns,
    pays: pay.columns,
    serves: serve.columns,
    things: { id: thing.columns.target_id as string[], kind: thing.columns.kind as string[] },
    providers: { id: provider.columns.entity_id as string[], role: provider.columns.role as string[] },
  }
}

/**
 * A passenger is no user of the car that he rode in, nor a driver of the car whose owner stands in the claim with him: they share the
 * claim already, and the car would count it twice. Master data (no claim) always counts.
 */
const ownersCar = `u.link = 'drives_vehicle' and u.claim is not null and (
  exists (select 1 from staging.ring_stand s
    where s.entity_id = u.entity_id and s.claim = u.claim and s.role = 'passenger')
  or exists (select 1 from staging.ring_use o join staging.ring_stand s on s.entity_id = o.entity_id and s.claim = u.claim
    where o.target_id = u.target_id and o.claim is null and o.entity_id <> u.entity_id))`
