/** Claims and health of the holder before the policy's moment. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

export const policyHistory = featureView({
  name: 'policy_history',
  entity: 'policy',
  title: { en: "Holder's history", zh: '投保人历史' },
  reads: ['core.policy', 'core.claim'],
  features: {
    claims_24m: indicator('claims', 'claims', 'up', 'Claims of the holder in 24 months', '近24个月索赔次数'),
    claimed_amount_24m: indicator('claims', 'money', 'up', 'Amount claimed in 24 months', '近24个月索赔金额'),
    claims_policy: indicator('claims', 'claims', 'up', 'Claims on the policy so far', '该保单已发生索赔次数'),
    days_since_last_claim: indicator(
      'claims',
      'days',
      'down',
      "Since the holder's last claim",
      '距上次索赔的天数',
    ),
    confirmed_fraud_before: indicator(
      'claims',
      'claims',
      'up',
      'Claims of the holder in which fraud was confirmed',
      '此前被确认欺诈的索赔次数',
    ),
    policies_held: indicator('customer', 'count', 'none', 'Other policies of the holder', '持有的其他保单数'),
    history_count: indicator('health', 'count', 'up', 'Conditions in the medical history', '既往病史项数'),
    abnormal_examination_count: indicator(
      'health',
      'count',
      'up',
      'Examinations outside the normal range',
      '体检异常项数',
    ),
    family_history_count: indicator('health', 'count', 'none', 'Conditions in the family', '家族病史项数'),
    visits_12m: indicator('health', 'count', 'up', 'Visits to hospitals in 12 months', '近12个月就诊次数'),
  },
  query: (db) =>
    db
      .with('holder', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; who: string; insured_id: string }>`(
              select s.entity_id, s.as_of, coalesce(e.entity_id, p.policyholder_id) as who, coalesce(p.insured_id, p.policyholder_id) as insured_id
              from spine as s join core.policy as p on p.policy_id = s.entity_id
              left join core.entity as e on e.party_id = p.policyholder_id and e.known_at <= s.as_of
              where p.policyholder_id is not null)`.as('h'),
          )
          .selectAll(),
      )
      // A fleet's thousand claims are not paired with its thousand policies: totals run along the holder's time line.
      .with('claimed', (q) =>
        q
          .selectFrom(
            sql<{
              entity_id: string
              as_of: Date
              claims: number
              amount: number
              last: Date
              frauds: number
            }>`(
              with claim as (
                select coalesce(e.entity_id, c.claimant_id) as who, greatest(c.known_at, e.known_at) as t,
                  coalesce(c.claimed_amount, 0) as amount, f.known_at as fraud_at
                from core.claim as c left join core.entity as e on e.party_id = c.claimant_id
                left join (select subject_id, min(known_at) as known_at from core.investigation
                  where subject_kind = 'claim' and outcome = 'fraud' group by subject_id) as f on f.subject_id = c.claim_id
                where coalesce(e.entity_id, c.claimant_id) in (select who from holder)),
              moment as (
                select who, t, 1 as n, amount, t as last, 0 as fraud, null as entity_id, null as as_of from claim
                union all select who, greatest(t, fraud_at), 0, 0, null, 1, null, null from claim where fraud_at is not null
                union all select who, as_of, 0, 0, null, 0, entity_id, as_of from holder)
              select * from (
                select entity_id, as_of,
                  sum(n) over recent as claims, sum(amount) over recent as amount,
                  max(last) over ever as last, sum(fraud) over ever as frauds
                from moment
                window recent as (partition by who order by t range between interval '24 months' preceding and current row),
                  ever as (partition by who order by t range between unbounded preceding and current row)) as m
              where entity_id is not null)`.as('c'),
          )
          .selectAll(),
      )
      .with('on_policy', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.claim as c', (join) =>
            join.onRef('c.policy_id', '=', 's.entity_id').onRef('c.known_at', '<=', 's.as_of'),
          )
          .select(['s.entity_id', 's.as_of', sql<number>`count(*)`.as('claims')])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      .with('held', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; policies: number }>`(
              select * from (
                select entity_id, as_of, sum(n) over (partition by who order by t range between unbounded preceding and current row)
                  - (own_t <= as_of)::integer as policies
                from (
                  select coalesce(e.entity_id, p.policyholder_id) as who, greatest(p.known_at, e.known_at) as t, 1 as n,
                    null as entity_id, null as as_of, null as own_t
                  from core.policy as p left join core.entity as e on e.party_id = p.policyholder_id
                  where coalesce(e.entity_id, p.policyholder_id) in (select who from holder)
                  union all
                  select h.who, h.as_of, 0, h.entity_id, h.as_of, greatest(p.known_at, e.known_at)
                  from holder as h join core.policy as p on p.policy_id = h.entity_id
                  left join core.entity as e on e.party_id = p.policyholder_id) as m) as w
              where entity_id is not null)`.as('p'),
          )
          .selectAll(),
      )
      .with('health', (q) =>
        q
          .selectFrom('holder as h')
          .innerJoin('core.health_record as r', (join) =>
            join.onRef('r.party_id', '=', 'h.insured_id').onRef('r.known_at', '<=', 'h.as_of'),
          )
          .where(sql<boolean>`coalesce(r.is_abnormal, true)`)
          .select([
            'h.entity_id',
            'h.as_of',
            sql<number>`count(*) filter (where r.record_kind = 'history')`.as('history'),
            sql<number>`count(*) filter (where r.record_kind = 'examination')`.as('abnormal'),
            sql<number>`count(*) filter (where r.record_kind = 'family_history')`.as('family'),
          ])
          .groupBy(['h.entity_id', 'h.as_of']),
      )
      .with('visited', (q) =>
        q
          .selectFrom('holder as h')
          .innerJoin('core.medical_visit as v', (join) =>
            join.onRef('v.party_id', '=', 'h.insured_id').onRef('v.known_at', '<=', 'h.as_of'),
          )
          .where(sql<boolean>`v.visit_date >= h.as_of - interval '12 months'`)
          .select(['h.entity_id', 'h.as_of', sql<number>`count(*)`.as('visits')])
          .groupBy(['h.entity_id', 'h.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('claimed as c', (join) =>
        join.onRef('c.entity_id', '=', 's.entity_id').onRef('c.as_of', '=', 's.as_of'),
      )
      .leftJoin('on_policy as o', (join) =>
        join.onRef('o.entity_id', '=', 's.entity_id').onRef('o.as_of', '=', 's.as_of'),
      )
      .leftJoin('held as p', (join) =>
        join.onRef('p.entity_id', '=', 's.entity_id').onRef('p.as_of', '=', 's.as_of'),
      )
      .leftJoin('health as h', (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .leftJoin('visited as v', (join) =>
        join.onRef('v.entity_id', '=', 's.entity_id').onRef('v.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        'c.claims as claims_24m',
        'c.amount as claimed_amount_24m',
        sql<number>`coalesce(o.claims, 0)`.as('claims_policy'),
        sql<number>`date_diff('day', c.last, s.as_of)`.as('days_since_last_claim'),
        'c.frauds as confirmed_fraud_before',
        'p.policies as policies_held',
        sql<number>`coalesce(h.history, 0)`.as('history_count'),
        sql<number>`coalesce(h.abnormal, 0)`.as('abnormal_examination_count'),
        sql<number>`coalesce(h.family, 0)`.as('family_history_count'),
        sql<number>`coalesce(v.visits, 0)`.as('visits_12m'),
      ]),
  examples: [
    {
      title: 'one claim on another policy a year before, proven a fraud since; a renewal bought in April',
      rows: {
        'core.policy': [
          { policy_id: 'P1', policyholder_id: 'A', line: 'auto' },
          { policy_id: 'P0', policyholder_id: 'A', line: 'auto' },
          { policy_id: 'P2', policyholder_id: 'A', line: 'auto', known_at: at('2024-04-01') },
        ],
        'core.claim': [
          {
            claim_id: 'C0',
            policy_id: 'P0',
            claimant_id: 'A',
            line: 'auto',
            claimed_amount: 800,
            ...lossAt('2023-04-02'),
          },
        ],
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C0', outcome: 'fraud', known_at: at('2024-02-01') },
        ],
        'core.health_record': [
          { health_record_id: 'H1', party_id: 'A', record_kind: 'history', code: 'I10' },
        ],
      },
      entityId: 'P1',
      asOf: '2024-04-01',
      expect: {
        claims_24m: 1,
        claimed_amount_24m: 800,
        claims_policy: 0,
        days_since_last_claim: 365,
        confirmed_fraud_before: 1,
        policies_held: 2,
        history_count: 1,
        visits_12m: 0,
      },
      earlier: {
        asOf: '2023-12-31',
        expect: { claims_24m: 1, confirmed_fraud_before: 0, policies_held: 1 },
      },
    },
  ],
})
