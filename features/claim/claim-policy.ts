/** Earlier claims on the policy and on the insured object. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { lossAt } from '../examples.ts'
import { ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { claimEvents, runningTotals } from '../running.ts'

export const claimPolicy = featureView({
  name: 'claim_policy',
  entity: 'claim',
  title: { en: 'Earlier claims on the policy', zh: '保单历史赔案' },
  reads: ['core.claim', 'core.policy'],
  features: {
    claims_policy: indicator('claims', 'claims', 'up', 'Other claims on the policy', '该保单其他索赔次数'),
    loss_ratio: indicator(
      'claims',
      'ratio',
      'up',
      'Amount of the other claims on the policy against its premium',
      '该保单其他索赔金额与保费之比',
    ),
    object_claims_24m: indicator(
      'claims',
      'claims',
      'up',
      'Other claims on the insured object in 24 months',
      '标的近24个月其他索赔次数',
    ),
    limit_used_ratio: indicator(
      'product',
      'ratio',
      'up',
      'All claims on the policy, this one included, against the sum insured',
      '累计索赔（含本次）占保额之比',
    ),
  },
  query: (db) =>
    db
      .with('on_policy', (q) =>
        q
          .selectFrom(
            runningTotals(claimEvents(sql`c.policy_id`), {
              claims: { of: 'n' },
              amount_before: { of: 'amount' },
            }).as('t'),
          )
          .selectAll(),
      )
      .with('on_object', (q) =>
        q
          .selectFrom(
            runningTotals(claimEvents(sql`c.object_id`), { claims: { of: 'n', within: '24 months' } }).as(
              't',
            ),
          )
          .selectAll(),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('core.policy as p', (join) =>
        join.onRef('p.policy_id', '=', 'c.policy_id').onRef('p.known_at', '<=', 's.as_of'),
      )
      .leftJoin('on_policy as h', (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .leftJoin('on_object as o', (join) =>
        join.onRef('o.entity_id', '=', 's.entity_id').onRef('o.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        'h.claims as claims_policy',
        ratio(sql`h.amount_before`, sql`p.premium_amount`).as('loss_ratio'),
        'o.claims as object_claims_24m',
        ratio(sql`(h.amount_before + coalesce(c.claimed_amount, 0))`, sql`p.sum_insured_amount`).as(
          'limit_used_ratio',
        ),
      ]),
  examples: [
    {
      title: 'the second claim on the policy, the first on the car',
      rows: {
        'core.policy': [{ policy_id: 'P1', line: 'auto', premium_amount: 500, sum_insured_amount: 10000 }],
        'core.claim': [
          {
            claim_id: 'C0',
            policy_id: 'P1',
            line: 'auto',
            object_id: 'O2',
            claimed_amount: 1500,
            ...lossAt('2024-01-01'),
          },
          {
            claim_id: 'C1',
            policy_id: 'P1',
            line: 'auto',
            object_id: 'O1',
            claimed_amount: 1000,
            ...lossAt('2024-03-01'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-02',
      expect: { claims_policy: 1, loss_ratio: 3, object_claims_24m: 0, limit_used_ratio: 0.25 },
      earlier: {
        asOf: '2023-12-31',
        expect: { claims_policy: 0, loss_ratio: 0, object_claims_24m: 0, limit_used_ratio: 0.1 },
      },
    },
  ],
})
