/** The claims that a party stands in. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

export const partyClaims = featureView({
  name: 'party_claims',
  entity: 'party',
  title: { en: 'Claims', zh: '参与赔案' },
  reads: ['core.claim', 'core.claim_party'],
  features: {
    claims_12m: indicator('claims', 'claims', 'up', 'Claims in 12 months, in any role', '近12个月参与赔案数'),
    claims_24m: indicator('claims', 'claims', 'up', 'Claims in 24 months, in any role', '近24个月参与赔案数'),
    claimed_amount_24m: indicator(
      'claims',
      'money',
      'up',
      'Amount of the claims in 24 months',
      '近24个月赔案金额',
    ),
    line_count: indicator('claims', 'count', 'up', 'Lines of business claimed in', '涉及险种数'),
    role_count: indicator('network', 'count', 'up', 'Kinds of role', '担任角色种数'),
    passenger_claims: indicator('network', 'claims', 'up', 'Claims as a passenger', '作为乘客的赔案数'),
    witness_claims: indicator('network', 'claims', 'up', 'Claims as a witness', '作为证人的赔案数'),
    injured_claims: indicator('claims', 'claims', 'up', 'Claims with an injury', '主张受伤的赔案数'),
    company_count: indicator(
      'network',
      'count',
      'up',
      'Other people met in more than one claim',
      '在多起赔案中重复出现的同伴数',
    ),
    confirmed_fraud_before: indicator(
      'claims',
      'claims',
      'up',
      'Claims in which fraud was confirmed',
      '被确认欺诈的赔案数',
    ),
  },
  query: (db) =>
    db
      .with('known', (q) =>
        q
          .selectFrom('spine as s')
          .leftJoin('core.entity as e', (join) =>
            join.onRef('e.party_id', '=', 's.entity_id').onRef('e.known_at', '<=', 's.as_of'),
          )
          .select(['s.entity_id', 's.as_of', sql<string>`coalesce(e.entity_id, s.entity_id)`.as('who')]),
      )
      .with('stand', (q) =>
        q
          .selectFrom(
            sql<{
              who: string
              claim_id: string
              role: string
              is_injured: boolean | null
              known_at: Date
              claimed_amount: number | null
              line: string
            }>`(
              select coalesce(e.entity_id, cp.party_id) as who, cp.claim_id, cp.role, cp.is_injured,
                greatest(cp.known_at, e.known_at, c.known_at) as known_at, c.claimed_amount, c.line
              from core.claim_party as cp join core.claim as c on c.claim_id = cp.claim_id
              left join core.entity as e on e.party_id = cp.party_id)`.as('p'),
          )
          .selectAll(),
      )
      .with('own', (q) =>
        q
          .selectFrom('known as k')
          .innerJoin('stand as p', (join) =>
            join.onRef('p.who', '=', 'k.who').onRef('p.known_at', '<=', 'k.as_of'),
          )
          .select([
            'k.entity_id',
            'k.as_of',
            'p.who',
            'p.claim_id',
            'p.role',
            'p.is_injured',
            'p.known_at',
            'p.claimed_amount',
            'p.line',
          ]),
      )
      .with('fraud', (q) =>
        q
          .selectFrom('core.investigation as i')
          .where('i.subject_kind', '=', sql.lit('claim'))
          .where('i.outcome', '=', sql.lit('fraud'))
          .select(['i.subject_id', sql<Date>`min(i.known_at)`.as('known_at')])
          .groupBy('i.subject_id'),
      )
      .with('total', (q) =>
        q
          .selectFrom('own as o')
          .leftJoin('fraud as f', (join) =>
            join.onRef('f.subject_id', '=', 'o.claim_id').onRef('f.known_at', '<=', 'o.as_of'),
          )
          .select([
            'o.entity_id',
            'o.as_of',
            sql<number>`count(distinct o.claim_id) filter (where o.known_at >= o.as_of - interval '12 months')`.as(
              'year',
            ),
            sql<number>`count(distinct o.claim_id) filter (where o.known_at >= o.as_of - interval '24 months')`.as(
              'two',
            ),
            sql<number>`count(distinct o.line)`.as('lines'),
            sql<number>`count(distinct case when o.role in ('policyholder', 'insured', 'claimant') then 'claimant' else o.role end)`.as(
              'roles',
            ),
            sql<number>`count(distinct o.claim_id) filter (where o.role = 'passenger')`.as('passenger'),
            sql<number>`count(distinct o.claim_id) filter (where o.role = 'witness')`.as('witness'),
            sql<number>`count(distinct o.claim_id) filter (where o.is_injured)`.as('injured'),
            sql<number>`count(distinct f.subject_id)`.as('frauds'),
          ])
          .groupBy(['o.entity_id', 'o.as_of']),
      )
      .with('money', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; amount: number }>`(
              select entity_id, as_of, sum(amount) as amount from (
                select entity_id, as_of, claim_id, any_value(claimed_amount) as amount from own
                where known_at >= as_of - interval '24 months' group by entity_id, as_of, claim_id) as c
              group by entity_id, as_of)`.as('m'),
          )
          .selectAll(),
      )
      // Company is looked for in two hundred claims at most: those who work in more meet everybody.
      .with('company', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; people: number }>`(
              select entity_id, as_of, count(*) as people from (
                select o.entity_id, o.as_of, p.who, count(distinct o.claim_id) as claims
                from (
                  select distinct entity_id, as_of, who, claim_id, known_at from own
                  qualify row_number() over (partition by entity_id, as_of order by known_at, claim_id) <= 200) as o
                join stand as p on p.claim_id = o.claim_id and p.who <> o.who and p.known_at <= o.as_of
                where p.role not in ('physician', 'hospital', 'repairer', 'adjuster', 'agent', 'lawyer')
                group by o.entity_id, o.as_of, p.who) as c
              where claims >= 2 group by entity_id, as_of)`.as('c'),
          )
          .selectAll(),
      )
      .selectFrom('spine as s')
      .leftJoin('total as t', (join) =>
        join.onRef('t.entity_id', '=', 's.entity_id').onRef('t.as_of', '=', 's.as_of'),
      )
      .leftJoin('money as m', (join) =>
        join.onRef('m.entity_id', '=', 's.entity_id').onRef('m.as_of', '=', 's.as_of'),
      )
      .leftJoin('company as c', (join) =>
        join.onRef('c.entity_id', '=', 's.entity_id').onRef('c.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(t.year, 0)`.as('claims_12m'),
        sql<number>`coalesce(t.two, 0)`.as('claims_24m'),
        sql<number>`coalesce(m.amount, 0)`.as('claimed_amount_24m'),
        sql<number>`coalesce(t.lines, 0)`.as('line_count'),
        sql<number>`coalesce(t.roles, 0)`.as('role_count'),
        sql<number>`coalesce(t.passenger, 0)`.as('passenger_claims'),
        sql<number>`coalesce(t.witness, 0)`.as('witness_claims'),
        sql<number>`coalesce(t.injured, 0)`.as('injured_claims'),
        sql<number>`coalesce(c.people, 0)`.as('company_count'),
        sql<number>`coalesce(t.frauds, 0)`.as('confirmed_fraud_before'),
      ]),
  examples: [
    {
      title: 'driver, then passenger beside the same man, the second claim a proven fraud',
      rows: {
        'core.claim': [
          { claim_id: 'C1', line: 'auto', claimed_amount: 100, ...lossAt('2023-10-01') },
          { claim_id: 'C2', line: 'auto', claimed_amount: 300, ...lossAt('2024-03-01') },
        ],
        'core.claim_party': [
          { claim_id: 'C1', party_id: 'A', role: 'driver', event_at: at('2023-10-01') },
          { claim_id: 'C1', party_id: 'B', role: 'passenger', event_at: at('2023-10-01') },
          { claim_id: 'C2', party_id: 'A', role: 'passenger', is_injured: true, event_at: at('2024-03-01') },
          { claim_id: 'C2', party_id: 'B', role: 'driver', event_at: at('2024-03-01') },
        ],
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C2', outcome: 'fraud', known_at: at('2024-06-01') },
        ],
      },
      entityId: 'A',
      asOf: '2024-06-02',
      expect: {
        claims_12m: 2,
        claims_24m: 2,
        claimed_amount_24m: 400,
        line_count: 1,
        role_count: 2,
        passenger_claims: 1,
        witness_claims: 0,
        injured_claims: 1,
        company_count: 1,
        confirmed_fraud_before: 1,
      },
      earlier: {
        asOf: '2024-01-01',
        expect: {
          claims_12m: 1,
          claimed_amount_24m: 100,
          role_count: 1,
          company_count: 0,
          confirmed_fraud_before: 0,
        },
      },
    },
  ],
})
