/** What the people of the claim share with others, and which claims that leads to. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { PERSON_ROLES } from '../words.ts'

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
  phones: number
  accounts: number
  addresses: number
  linked_claims: number
  linked_frauds: number
}

/**
 * From the people of a claim over the things they share to others, and to the others' claims. Evidence of the claim itself is
 * left out, so that a claim is seen alike before and after it entered the graph. Entities are numbered on each thing as they
 * became known, which bounds the pairs on a crowded thing without looking ahead.
 */
const shared = sql<Shared>`(
  with person as materialized (
    select distinct s.entity_id, s.as_of, 'entity:' || coalesce(e.entity_id, p.party_id) as who
    from spine as s
    join (
      select claim_id, party_id, known_at from core.claim_party where role in (${roles})
      union all select claim_id, claimant_id, null from core.claim where claimant_id is not null) as p
      on p.claim_id = s.entity_id and (p.known_at is null or p.known_at <= s.as_of)
    left join core.entity as e on e.party_id = p.party_id and e.known_at <= s.as_of),
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
      count(distinct f.claim_id) as linked_frauds
    from (select distinct entity_id, as_of, other from tie) as t
    join other_claim as o on o.who = t.other and o.known_at <= t.as_of and o.claim_id <> t.entity_id
    left join fraud as f on f.claim_id = o.claim_id and f.known_at <= t.as_of
    group by t.entity_id, t.as_of)
  select n.*, coalesce(l.linked_claims, 0) as linked_claims, coalesce(l.linked_frauds, 0) as linked_frauds
  from number as n left join linked as l using (entity_id, as_of))`

export const claimNetwork = featureView({
  name: 'claim_network',
  entity: 'claim',
  title: { en: 'Shared things and linked claims', zh: '关联与共用信息' },
  reads: ['core.claim', 'graph.edge'],
  features: {
    shared_phone_entities: indicator(
      'network',
      'count',
      'up',
      'Others who use a telephone of a person of the claim',
      '与涉案人员共用电话的人数',
    ),
    shared_account_entities: indicator(
      'network',
      'count',
      'up',
      'Others who use a bank account of a person of the claim',
      '与涉案人员共用银行账户的人数',
    ),
    shared_address_entities: indicator(
      'network',
      'count',
      'none',
      'Others who live at an address of a person of the claim; families do',
      '与涉案人员同地址的人数',
    ),
    linked_claims_24m: indicator(
      'network',
      'claims',
      'up',
      'Claims in 24 months of those who share a telephone, account, address or e-mail with a person of the claim',
      '通过共用信息关联的近24个月赔案数',
    ),
    linked_confirmed_fraud: indicator(
      'network',
      'claims',
      'up',
      'Claims with confirmed fraud of those who share something with a person of the claim',
      '关联赔案中已确认欺诈数',
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin(shared.as('h'), (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(h.phones, 0)`.as('shared_phone_entities'),
        sql<number>`coalesce(h.accounts, 0)`.as('shared_account_entities'),
        sql<number>`coalesce(h.addresses, 0)`.as('shared_address_entities'),
        sql<number>`coalesce(h.linked_claims, 0)`.as('linked_claims_24m'),
        sql<number>`coalesce(h.linked_frauds, 0)`.as('linked_confirmed_fraud'),
      ]),
  examples: [
    {
      title:
        'a telephone shared with B, whose claim turned out a fraud; what the claim itself shows does not count',
      rows: {
        'core.claim': [
          { claim_id: 'C1', claimant_id: 'A', line: 'auto', ...lossAt('2024-03-01') },
          { claim_id: 'C2', claimant_id: 'B', line: 'auto', ...lossAt('2023-12-01') },
        ],
        'core.claim_party': [{ claim_id: 'C2', party_id: 'B', role: 'claimant', event_at: at('2023-12-01') }],
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C2', outcome: 'fraud', known_at: at('2024-03-10') },
        ],
        'graph.edge': [
          {
            source_id: 'entity:A',
            target_id: 'phone:1',
            link: 'uses_phone',
            claim_id: '',
            known_at: at('2023-01-01'),
          },
          {
            source_id: 'entity:B',
            target_id: 'phone:1',
            link: 'uses_phone',
            claim_id: 'C2',
            known_at: at('2023-12-01'),
          },
          {
            source_id: 'entity:A',
            target_id: 'account:9',
            link: 'paid_to',
            claim_id: 'C1',
            known_at: at('2024-03-01'),
          },
          {
            source_id: 'entity:B',
            target_id: 'account:9',
            link: 'paid_to',
            claim_id: 'C2',
            known_at: at('2023-12-20'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-11',
      expect: {
        shared_phone_entities: 1,
        shared_account_entities: 0,
        shared_address_entities: 0,
        linked_claims_24m: 1,
        linked_confirmed_fraud: 1,
      },
      earlier: {
        asOf: '2024-03-02',
        expect: { shared_phone_entities: 1, linked_claims_24m: 1, linked_confirmed_fraud: 0 },
      },
    },
  ],
})
