/** How much is claimed, against the cover and against claims of the same kind. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { log, ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { runningTotals } from '../running.ts'

/** Logarithms as decimals, so that their sums are exact. */
const logged = log(sql`claimed_amount`)
const peers = sql`
  select line || ':' || coalesce(peril, '') as k, claim_id, known_at as t, 1 as n,
    (${logged})::decimal(9, 5) as x, ((${logged}) ^ 2)::decimal(12, 6) as xx
  from core.claim where claimed_amount > 0`

export const claimAmount = featureView({
  name: 'claim_amount',
  entity: 'claim',
  title: { en: 'Amount claimed', zh: '索赔金额' },
  reads: ['core.claim'],
  features: {
    claimed_amount: indicator('claims', 'money', 'up', 'Amount claimed', '索赔金额'),
    claimed_sum_insured_ratio: indicator(
      'claims',
      'ratio',
      'up',
      'Amount claimed against the sum insured',
      '索赔金额与保额之比',
    ),
    claimed_premium_ratio: indicator(
      'claims',
      'ratio',
      'up',
      'Amount claimed against the premium',
      '索赔金额与保费之比',
    ),
    claimed_deductible_ratio: indicator(
      'claims',
      'ratio',
      'none',
      'Amount claimed against the deductible; just above 1 is a claim made to pass it',
      '索赔金额与免赔额之比；略高于1表示刚好超过免赔额',
    ),
    claimed_amount_z: indicator(
      'claims',
      'sd',
      'up',
      'Logarithm of the amount against claims of the same line and peril known in the 24 months before',
      '索赔金额（对数）相对于此前24个月同险种同事故类型的偏离',
    ),
    is_round_amount: indicator('claims', '0/1', 'up', 'A whole multiple of 500', '金额为500的整数倍'),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('core.policy as p', (join) =>
        join.onRef('p.policy_id', '=', 'c.policy_id').onRef('p.known_at', '<=', 's.as_of'),
      )
      .leftJoin(
        runningTotals(peers, {
          n: { of: 'n', within: '24 months' },
          x: { of: 'x', within: '24 months' },
          xx: { of: 'xx', within: '24 months' },
        }).as('h'),
        (join) => join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        'c.claimed_amount',
        ratio(sql`c.claimed_amount`, sql`p.sum_insured_amount`).as('claimed_sum_insured_ratio'),
        ratio(sql`c.claimed_amount`, sql`p.premium_amount`).as('claimed_premium_ratio'),
        ratio(sql`c.claimed_amount`, sql`coalesce(c.deductible_amount, p.deductible_amount)`).as(
          'claimed_deductible_ratio',
        ),
        // Ten peers at least, and a spread of at least 1 %: fewer say nothing.
        sql<number>`case when h.n >= 10 then (${log(sql`c.claimed_amount`)} - h.x / h.n)
          / sqrt(greatest(h.xx / h.n - (h.x / h.n) ^ 2, 0.0001)) end`.as('claimed_amount_z'),
        sql<number>`(c.claimed_amount >= 500 and c.claimed_amount % 500 = 0)::integer`.as('is_round_amount'),
      ]),
  examples: [
    {
      title: 'half of the cover, ten times the premium, in round thousands',
      rows: {
        'core.policy': [
          {
            policy_id: 'P1',
            line: 'auto',
            sum_insured_amount: 20000,
            premium_amount: 1000,
            deductible_amount: 500,
          },
        ],
        'core.claim': [
          { claim_id: 'C1', policy_id: 'P1', line: 'auto', claimed_amount: 10000, ...lossAt('2024-03-01') },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-02',
      expect: {
        claimed_amount: 10000,
        claimed_sum_insured_ratio: 0.5,
        claimed_premium_ratio: 10,
        claimed_deductible_ratio: 20,
        claimed_amount_z: null,
        is_round_amount: 1,
      },
    },
    {
      title: 'ten claims of the same kind stand beside it, one of them known too late',
      rows: {
        'core.claim': [
          { claim_id: 'C1', line: 'auto', peril: 'theft', claimed_amount: 1000, ...lossAt('2024-03-01') },
          ...Array.from({ length: 10 }, (_, i) => ({
            claim_id: `D${i}`,
            line: 'auto' as const,
            peril: 'theft',
            claimed_amount: 100,
            ...lossAt('2024-01-05'),
            known_at: at(i === 9 ? '2024-02-20' : '2024-01-05'),
          })),
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-02',
      expect: { claimed_amount_z: 230.2585 },
      earlier: { asOf: '2024-02-01', expect: { claimed_amount_z: null } },
    },
  ],
})
