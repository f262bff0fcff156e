/** The hospital or repairer of the claim, and who handles the claim. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { runningTotals } from '../running.ts'

export const DEFAULTS = {
  /** Claims that are thought to each share before any is seen, of which 5 % are frauds. */
  priorClaims: 20,
  priorShare: 0.05,
  /** Claims of a provider below which a share of handlers says nothing. */
  leastClaims: 5,
} as const

/** The hospital or repairer of each claim; the first by identifier where there are several. */
const treated = sql`
  select min(cp.party_id) as provider, cp.claim_id, greatest(min(cp.known_at), any_value(c.known_at)) as t,
    any_value(coalesce(c.handler_id, '')) as handler, any_value(coalesce(c.claimed_amount, 0)) as amount, any_value(c.line) as line
  from core.claim_party as cp join core.claim as c on c.claim_id = cp.claim_id
  where cp.role in ('hospital', 'repairer') group by cp.claim_id`

const frauds = sql`
  select subject_id as claim_id, min(known_at) as fraud_at from core.investigation
  where subject_kind = 'claim' and outcome = 'fraud' group by subject_id`

const withOutcomes = (claims: ReturnType<typeof sql>) => sql`
  select k, claim_id, t, 1 as n, 0 as fraud, amount from (${claims}) as c
  union all
  select c.k, c.claim_id, greatest(c.t, f.fraud_at), 0, 1, 0 from (${claims}) as c join (${frauds}) as f using (claim_id)`

const byProvider = withOutcomes(sql`select provider as k, claim_id, t, amount from (${treated}) as p`)
const byPair = sql`select provider || '/' || handler as k, claim_id, t, 1 as n from (${treated}) as p where handler <> ''`
const byHandler = withOutcomes(
  sql`select handler_id as k, claim_id, known_at as t, coalesce(claimed_amount, 0) as amount from core.claim where handler_id is not null`,
)
const smoothed = (frauds: string, claims: string) =>
  sql<number>`(${sql.raw(frauds)} + ${sql.lit(DEFAULTS.priorClaims * DEFAULTS.priorShare)})
    / (${sql.raw(claims)} + ${sql.lit(DEFAULTS.priorClaims)})`

export const claimProvider = featureView({
  name: 'claim_provider',
  entity: 'claim',
  title: { en: 'Provider and handler', zh: '服务机构与经办人' },
  reads: ['core.claim'],
  features: {
    provider_claims_90d: indicator(
      'network',
      'claims',
      'none',
      'Other claims of the hospital or repairer in 90 days',
      '该机构近90天其他赔案数',
    ),
    provider_fraud_share: indicator(
      'network',
      'share',
      'up',
      'Share of confirmed fraud among the other claims of the hospital or repairer, smoothed',
      '该机构已确认欺诈占比（平滑）',
    ),
    provider_amount_ratio: indicator(
      'network',
      'ratio',
      'up',
      'Amount claimed against the mean of the other claims of the hospital or repairer',
      '索赔金额与该机构平均金额之比',
    ),
    provider_adjuster_share: indicator(
      'network',
      'share',
      'up',
      'Share of the claims of the hospital or repairer that this handler handles (five claims at least)',
      '该机构赔案由本经办人处理的占比',
    ),
    handler_claims_90d: indicator(
      'network',
      'claims',
      'none',
      'Other claims of the handler in 90 days',
      '经办人近90天其他赔案数',
    ),
    handler_fraud_share: indicator(
      'network',
      'share',
      'up',
      'Share of confirmed fraud among the other claims of the handler, smoothed',
      '经办人已确认欺诈占比（平滑）',
    ),
    handler_code: indicator(
      'network',
      'level',
      'none',
      'Number of the handler, where the book numbers up to 99',
      '经办人编号',
    ),
  },
  query: (db) =>
    db
      .with('provider', (q) =>
        q
          .selectFrom(
            runningTotals(byProvider, {
              claims_90d: { of: 'n', within: '90 days' },
              claims: { of: 'n' },
              frauds: { of: 'fraud' },
              amount: { of: 'amount' },
            }).as('t'),
          )
          .selectAll(),
      )
      .with('pair', (q) => q.selectFrom(runningTotals(byPair, { claims: { of: 'n' } }).as('t')).selectAll())
      .with('handler', (q) =>
        q
          .selectFrom(
            runningTotals(byHandler, {
              claims_90d: { of: 'n', within: '90 days' },
              claims: { of: 'n' },
              frauds: { of: 'fraud' },
            }).as('t'),
          )
          .selectAll(),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('provider as p', (join) =>
        join.onRef('p.entity_id', '=', 's.entity_id').onRef('p.as_of', '=', 's.as_of'),
      )
      .leftJoin('pair as b', (join) =>
        join.onRef('b.entity_id', '=', 's.entity_id').onRef('b.as_of', '=', 's.as_of'),
      )
      .leftJoin('handler as h', (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        'p.claims_90d as provider_claims_90d',
        smoothed('p.frauds', 'p.claims').as('provider_fraud_share'),
        sql<number>`c.claimed_amount / nullif(p.amount / nullif(p.claims, 0), 0)`.as('provider_amount_ratio'),
        sql<number>`case when p.claims >= ${sql.lit(DEFAULTS.leastClaims)} then b.claims / p.claims end`.as(
          'provider_adjuster_share',
        ),
        'h.claims_90d as handler_claims_90d',
        smoothed('h.frauds', 'h.claims').as('handler_fraud_share'),
        sql<number>`case when regexp_full_match(c.handler_id, '[^0-9]*0*[0-9]{1,2}')
          then regexp_extract(c.handler_id, '[0-9]+$')::integer end`.as('handler_code'),
      ]),
  examples: [
    {
      title:
        'five earlier claims of the repairer, four by the same adjuster, one confirmed as fraud in April',
      rows: {
        'core.claim': [
          { claim_id: 'C9', line: 'auto', handler_id: 'A07', claimed_amount: 300, ...lossAt('2024-03-01') },
          ...Array.from({ length: 5 }, (_, i) => ({
            claim_id: `C${i}`,
            line: 'auto' as const,
            handler_id: i === 0 ? 'A08' : 'A07',
            claimed_amount: 100,
            ...lossAt(i === 0 ? '2023-03-01' : '2024-02-01'),
          })),
        ],
        'core.claim_party': ['C9', 'C0', 'C1', 'C2', 'C3', 'C4'].map((claim_id) => ({
          claim_id,
          party_id: 'R1',
          role: 'repairer' as const,
        })),
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C1', outcome: 'fraud', known_at: at('2024-04-01') },
          { subject_kind: 'claim', subject_id: 'C9', outcome: 'fraud', known_at: at('2024-04-01') },
        ],
      },
      entityId: 'C9',
      asOf: '2024-04-02',
      expect: {
        provider_claims_90d: 4,
        provider_fraud_share: 0.08,
        provider_amount_ratio: 3,
        provider_adjuster_share: 0.8,
        handler_claims_90d: 4,
        handler_fraud_share: 2 / 24,
        handler_code: 7,
      },
      earlier: { asOf: '2024-03-02', expect: { provider_fraud_share: 0.04, handler_fraud_share: 1 / 24 } },
    },
  ],
})
