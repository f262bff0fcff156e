/** How much a provider bills, how often, and when. */
import { featureView, PROVIDER_ROLES } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { log, ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'

const roles = sql.join(PROVIDER_ROLES.map((role) => sql.lit(role)))

interface Peers {
  entity_id: string
  as_of: Date
  n: number
  x: number
}

/** Mean logarithm of the amounts of all providers of the same kind and specialty, as known at each moment: one pass, no pairs. */
const peers = sql<Peers>`(
  with kind as (
    select party_id, party_type || ':' || coalesce(specialty, '') as k, known_at from core.party
    where party_type not in ('person', 'employer', 'organisation')),
  moment as (
    select k.k, greatest(cp.known_at, c.known_at, k.known_at) as t, 1 as n, (${log(sql`c.claimed_amount`)})::decimal(9, 5) as x,
      null as entity_id, null as as_of
    from core.claim_party as cp join kind as k on k.party_id = cp.party_id join core.claim as c on c.claim_id = cp.claim_id
    where cp.role in (${roles}) and c.claimed_amount > 0
      and k.k in (select k from kind where party_id in (select entity_id from spine))
    union all
    select k.k, s.as_of, 0, 0, s.entity_id, s.as_of
    from spine as s join kind as k on k.party_id = s.entity_id and k.known_at <= s.as_of),
  counted as (
    select entity_id, as_of,
      sum(n) over (partition by k order by t range between unbounded preceding and current row) as n,
      sum(x) over (partition by k order by t range between unbounded preceding and current row) as x
    from moment)
  select * from counted where entity_id is not null)`

export const providerVolume = featureView({
  name: 'provider_volume',
  entity: 'provider',
  title: { en: 'Volume', zh: '业务量' },
  reads: ['core.claim', 'core.claim_party'],
  features: {
    claim_count: indicator('claims', 'claims', 'up', 'Claims', '赔案数'),
    claims_90d: indicator('claims', 'claims', 'up', 'Claims in 90 days', '近90天赔案数'),
    claims_growth_ratio: indicator(
      'claims',
      'ratio',
      'up',
      'Claims in 90 days against a quarter of those in 12 months',
      '近90天相对全年季均的增长',
    ),
    patient_count: indicator('claims', 'count', 'up', 'Different claimants', '不同索赔人数'),
    claimed_amount: indicator('claims', 'money', 'up', 'Amount claimed', '索赔金额合计'),
    claimed_mean_amount: indicator('claims', 'money', 'up', 'Mean amount', '案均金额'),
    claimed_variation_ratio: indicator(
      'claims',
      'ratio',
      'none',
      'Standard deviation of the amounts against their mean',
      '金额变异系数',
    ),
    peer_amount_ratio: indicator(
      'claims',
      'ratio',
      'up',
      'Typical amount (geometric mean) against that of all providers of the same kind and specialty',
      '典型金额与同类机构之比',
    ),
    claims_per_active_day: indicator(
      'claims',
      'ratio',
      'up',
      'Claims by day on which any arose',
      '每活跃日赔案数',
    ),
    busiest_day_claims: indicator(
      'claims',
      'claims',
      'up',
      'Most claims that arose on one day',
      '单日最多赔案数',
    ),
    weekend_share: indicator(
      'claims',
      'share',
      'up',
      'Share of losses or admissions at weekends',
      '周末占比',
    ),
    round_amount_share: indicator(
      'claims',
      'share',
      'up',
      'Share of amounts that are a multiple of 500',
      '整数金额占比',
    ),
    deductible_zero_share: indicator(
      'product',
      'share',
      'up',
      'Share of claims without a deductible',
      '零免赔占比',
    ),
    reporting_delay_mean_days: indicator(
      'claims',
      'days',
      'up',
      'Mean days from loss to report',
      '平均报案延迟',
    ),
    stay_mean_days: indicator('health', 'days', 'up', 'Mean days of a stay', '平均住院天数'),
    claimed_per_stay_day_amount: indicator('health', 'money', 'up', 'Amount by day of stay', '每住院日金额'),
    line_count: indicator('product', 'count', 'none', 'Lines of business', '涉及险种数'),
    confirmed_fraud_claims: indicator(
      'claims',
      'claims',
      'up',
      'Claims in which fraud was confirmed',
      '已确认欺诈的赔案数',
    ),
  },
  query: (db) =>
    db
      .with('seen', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; claim_id: string }>`(
              select s.entity_id, s.as_of, p.claim_id from spine as s
              join (select party_id, claim_id, min(known_at) as known_at from core.claim_party
                where role in (${roles}) and party_id in (select entity_id from spine) group by party_id, claim_id) as p
                on p.party_id = s.entity_id and p.known_at <= s.as_of)`.as('p'),
          )
          .innerJoin('core.claim as c', (join) =>
            join.onRef('c.claim_id', '=', 'p.claim_id').onRef('c.known_at', '<=', 'p.as_of'),
          )
          .select([
            'p.entity_id',
            'p.as_of',
            'c.claim_id',
            'c.claimant_id',
            'c.claimed_amount',
            'c.deductible_amount',
            'c.loss_date',
            'c.line',
            'c.known_at',
            sql<number>`date_diff('day', c.loss_date, c.reported_at::date)`.as('delay'),
          ]),
      )
      .with('stay', (q) =>
        q
          .selectFrom('seen as c')
          .innerJoin('core.claim_item as i', (join) =>
            join
              .onRef('i.claim_id', '=', 'c.claim_id')
              .on('i.item_kind', '=', sql.lit('room'))
              .onRef('i.known_at', '<=', 'c.as_of'),
          )
          .select([
            'c.entity_id',
            'c.as_of',
            sql<number>`sum(i.quantity)`.as('days'),
            sql<number>`count(distinct c.claim_id)`.as('stays'),
            sql<number>`sum(c.claimed_amount)`.as('amount'),
          ])
          .groupBy(['c.entity_id', 'c.as_of']),
      )
      .with('fraud', (q) =>
        q
          .selectFrom('seen as c')
          .innerJoin('core.investigation as i', (join) =>
            join.onRef('i.subject_id', '=', 'c.claim_id').onRef('i.known_at', '<=', 'c.as_of'),
          )
          .where('i.subject_kind', '=', sql.lit('claim'))
          .where('i.outcome', '=', sql.lit('fraud'))
          .select(['c.entity_id', 'c.as_of', sql<number>`count(distinct c.claim_id)`.as('claims')])
          .groupBy(['c.entity_id', 'c.as_of']),
      )
      .with('busiest', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; claims: number; days: number }>`(
              select entity_id, as_of, max(n) as claims, count(*) as days from (
                select entity_id, as_of, loss_date, count(*) as n from seen group by entity_id, as_of, loss_date) as d
              group by entity_id, as_of)`.as('d'),
          )
          .selectAll(),
      )
      .with('total', (q) =>
        q
          .selectFrom('seen as c')
          .select([
            'c.entity_id',
            'c.as_of',
            sql<number>`count(*)`.as('claims'),
            sql<number>`count(*) filter (where c.known_at >= c.as_of - interval '90 days')`.as('quarter'),
            sql<number>`count(*) filter (where c.known_at >= c.as_of - interval '12 months')`.as('year'),
            sql<number>`count(distinct c.claimant_id)`.as('patients'),
            sql<number>`sum(c.claimed_amount)`.as('amount'),
            sql<number>`avg(c.claimed_amount::double)`.as('mean'),
            sql<number>`stddev_samp(c.claimed_amount::double)`.as('deviation'),
            sql<number>`avg(${log(sql`c.claimed_amount`)})`.as('log_mean'),
            sql<number>`avg((isodow(c.loss_date) >= 6)::integer)`.as('weekend'),
            sql<number>`avg((c.claimed_amount >= 500 and c.claimed_amount % 500 = 0)::integer)`.as('round'),
            sql<number>`avg((coalesce(c.deductible_amount, 0) = 0)::integer)`.as('no_deductible'),
            sql<number>`avg(c.delay)`.as('delay'),
            sql<number>`count(distinct c.line)`.as('lines'),
          ])
          .groupBy(['c.entity_id', 'c.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('total as t', (join) =>
        join.onRef('t.entity_id', '=', 's.entity_id').onRef('t.as_of', '=', 's.as_of'),
      )
      .leftJoin('stay as y', (join) =>
        join.onRef('y.entity_id', '=', 's.entity_id').onRef('y.as_of', '=', 's.as_of'),
      )
      .leftJoin('fraud as f', (join) =>
        join.onRef('f.entity_id', '=', 's.entity_id').onRef('f.as_of', '=', 's.as_of'),
      )
      .leftJoin('busiest as d', (join) =>
        join.onRef('d.entity_id', '=', 's.entity_id').onRef('d.as_of', '=', 's.as_of'),
      )
      .leftJoin(peers.as('p'), (join) =>
        join.onRef('p.entity_id', '=', 's.entity_id').onRef('p.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(t.claims, 0)`.as('claim_count'),
        sql<number>`coalesce(t.quarter, 0)`.as('claims_90d'),
        sql<number>`t.quarter * 4.0 / nullif(t.year, 0)`.as('claims_growth_ratio'),
        sql<number>`coalesce(t.patients, 0)`.as('patient_count'),
        sql<number>`coalesce(t.amount, 0)`.as('claimed_amount'),
        't.mean as claimed_mean_amount',
        ratio(sql`t.deviation`, sql`t.mean`).as('claimed_variation_ratio'),
        sql<number>`case when p.n >= 10 then exp(t.log_mean - p.x / p.n) end`.as('peer_amount_ratio'),
        ratio(sql`t.claims`, sql`d.days`).as('claims_per_active_day'),
        sql<number>`coalesce(d.claims, 0)`.as('busiest_day_claims'),
        't.weekend as weekend_share',
        't.round as round_amount_share',
        't.no_deductible as deductible_zero_share',
        't.delay as reporting_delay_mean_days',
        ratio(sql`y.days`, sql`y.stays`).as('stay_mean_days'),
        ratio(sql`y.amount`, sql`y.days`).as('claimed_per_stay_day_amount'),
        sql<number>`coalesce(t.lines, 0)`.as('line_count'),
        sql<number>`coalesce(f.claims, 0)`.as('confirmed_fraud_claims'),
      ]),
  examples: [
    {
      title:
        'three claims, two of them on one Saturday, one of a proven fraud; the third becomes known in April',
      rows: {
        'core.party': [{ party_id: 'H1', party_type: 'hospital' }],
        'core.claim': [
          { claim_id: 'C1', line: 'health', claimant_id: 'A', claimed_amount: 1000, ...lossAt('2024-03-02') },
          {
            claim_id: 'C2',
            line: 'health',
            claimant_id: 'B',
            claimed_amount: 3000,
            deductible_amount: 100,
            ...lossAt('2024-03-02'),
          },
          { claim_id: 'C3', line: 'health', claimant_id: 'A', claimed_amount: 2000, ...lossAt('2024-04-02') },
        ],
        'core.claim_party': ['C1', 'C2', 'C3'].map((claim_id) => ({
          claim_id,
          party_id: 'H1',
          role: 'hospital' as const,
          event_at: at(claim_id === 'C3' ? '2024-04-02' : '2024-03-02'),
        })),
        'core.claim_item': [
          { item_id: 'I1', claim_id: 'C1', item_kind: 'room', quantity: 2 },
          { item_id: 'I2', claim_id: 'C2', item_kind: 'room', quantity: 6 },
        ],
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C1', outcome: 'fraud', known_at: at('2024-04-10') },
        ],
      },
      entityId: 'H1',
      asOf: '2024-04-11',
      expect: { claim_count: 3, claims_90d: 3, patient_count: 2, confirmed_fraud_claims: 1 },
      earlier: {
        asOf: '2024-03-10',
        expect: {
          claim_count: 2,
          claims_90d: 2,
          claims_growth_ratio: 4,
          patient_count: 2,
          claimed_amount: 4000,
          claimed_mean_amount: 2000,
          claimed_variation_ratio: Math.SQRT1_2,
          peer_amount_ratio: null,
          claims_per_active_day: 2,
          busiest_day_claims: 2,
          weekend_share: 1,
          round_amount_share: 1,
          deductible_zero_share: 0.5,
          reporting_delay_mean_days: 0,
          stay_mean_days: 4,
          claimed_per_stay_day_amount: 500,
          line_count: 1,
          confirmed_fraud_claims: 0,
        },
      },
    },
  ],
})
