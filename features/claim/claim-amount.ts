/** How much is claimed, against the cover and against claims of the same kind. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { log, ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'

export const DEFAULTS = {
  /** Months of claims of the same kind that an amount is held against. */
  peerMonths: 24,
  /** Fewer peers say nothing. */
  leastPeers: 10,
} as const

const kind = (claim: string) => sql.raw(`${claim}.line || ':' || coalesce(${claim}.peril, '')`)
const month = (moment: string) => sql.raw(`(year(${moment}) * 12 + month(${moment}))`)
/** Logarithms as decimals, so that their sums are exact whatever the order. */
const x = sql`(${log(sql`c.claimed_amount`)})::decimal(9, 5)`
const xx = sql`((${log(sql`c.claimed_amount`)}) ^ 2)::decimal(12, 6)`

interface Peers {
  entity_id: string
  as_of: Date
  n: number
  x: number
  xx: number
}

/**
 * Number and logarithms of the claims of the same kind known in the whole months before the moment, the claim itself left out.
 * Whole months make it a small table and one look-up a claim.
 */
const peers = sql<Peers>`(
  with own as (
    select s.entity_id, s.as_of, ${kind('c')} as k, ${month('s.as_of')} as m, ${month('c.known_at')} as own_m, ${x} as own_x, ${xx} as own_xx
    from spine as s join core.claim as c on c.claim_id = s.entity_id where c.claimed_amount > 0),
  monthly as (
    select k, m, sum(n) as n, sum(x) as x, sum(xx) as xx from (
      select ${kind('c')} as k, ${month('c.known_at')} as m, 1 as n, ${x} as x, ${xx} as xx
      from core.claim as c where c.claimed_amount > 0 and ${kind('c')} in (select k from own)) as c
    group by k, m),
  summed as (
    select o.k, o.m, sum(p.n) as n, sum(p.x) as x, sum(p.xx) as xx
    from (select distinct k, m from own) as o
    join monthly as p on p.k = o.k and p.m >= o.m - ${sql.lit(DEFAULTS.peerMonths)} and p.m < o.m
    group by o.k, o.m)
  select o.entity_id, o.as_of, p.n - own as n, p.x - own * own_x as x, p.xx - own * own_xx as xx
  from (select *, (own_m < m and own_m >= m - ${sql.lit(DEFAULTS.peerMonths)})::integer as own from own) as o
  join summed as p on p.k = o.k and p.m = o.m)`

export const claimAmount = featureView({
  name: 'claim_amount',
  entity: 'claim',
  title: { en: 'Amount claimed', zh: '索赔金额' },
  reads: ['core.claim'],
  features: {
    claimed_amount: indicator('claims', 'money', 'up', 'Amount claimed', '索赔金额', {
      canChange: 'down',
    }),
    claimed_sum_insured_ratio: indicator(
      'claims',
      'ratio',
      'up',
      'Amount claimed against the sum insured',
      '索赔金额与保额之比',
      { scalesWith: 'claimed_amount' },
    ),
    claimed_premium_ratio: indicator(
      'claims',
      'ratio',
      'up',
      'Amount claimed against the premium',
      '索赔金额与保费之比',
      { scalesWith: 'claimed_amount' },
    ),
    claimed_deductible_ratio: indicator(
      'claims',
      'ratio',
      'none',
      'Amount claimed against the deductible; just above 1 is a claim made to pass it',
      '索赔金额与免赔额之比；略高于1表示刚好超过免赔额',
      { scalesWith: 'claimed_amount' },
    ),
    claimed_amount_z: indicator(
      'claims',
      'sd',
      'up',
      'Logarithm of the amount against claims of the same line and peril known in the 24 whole months before',
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
      .leftJoin(peers.as('h'), (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
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
        // A spread of at least 1 %, so that equal peers do not blow the score up.
        sql<number>`case when h.n >= ${sql.lit(DEFAULTS.leastPeers)} then (${log(sql`c.claimed_amount`)} - h.x / h.n)
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
