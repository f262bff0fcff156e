/** The hospital or repairer of the claim. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { fraudShare, withFrauds } from '../outcomes.ts'
import { runningTotals } from '../running.ts'

export const DEFAULTS = {
  /** Claims of a provider below which a share of handlers says nothing. */
  leastClaims: 5,
} as const

/** The hospital or repairer of each claim; the one known first where there are several. */
const treated = sql`
  select arg_min(cp.party_id, struct_pack(t := cp.known_at, p := cp.party_id)) as provider, cp.claim_id, greatest(min(cp.known_at), any_value(c.known_at)) as t,
    any_value(coalesce(c.handler_id, '')) as handler, any_value(coalesce(c.claimed_amount, 0)) as amount
  from core.claim_party as cp join core.claim as c on c.claim_id = cp.claim_id
  where cp.role in ('hospital', 'repairer') group by cp.claim_id`

const byProvider = withFrauds(sql`select provider as k, claim_id, t, amount from (${treated}) as p`)
const byPair = sql`select provider || '/' || handler as k, claim_id, t, 1 as n from (${treated}) as p where handler <> ''`

export const claimProvider = featureView({
  name: 'claim_provider',
  entity: 'claim',
  title: { en: 'Provider', zh: '服务机构' },
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
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('provider as p', (join) =>
        join.onRef('p.entity_id', '=', 's.entity_id').onRef('p.as_of', '=', 's.as_of'),
      )
      .leftJoin('pair as b', (join) =>
        join.onRef('b.entity_id', '=', 's.entity_id').onRef('b.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        'p.claims_90d as provider_claims_90d',
        fraudShare(sql`p.frauds`, sql`p.claims`).as('provider_fraud_share'),
        sql<number>`c.claimed_amount / nullif(p.amount / nullif(p.claims, 0), 0)`.as('provider_amount_ratio'),
        sql<number>`case when p.claims >= ${sql.lit(DEFAULTS.leastClaims)} then b.claims / p.claims end`.as(
          'provider_adjuster_share',
        ),
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
      },
      earlier: { asOf: '2024-03-02', expect: { provider_fraud_share: 0.04 } },
    },
  ],
})
