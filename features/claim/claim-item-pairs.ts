/** How usual it is that the items of the claim stand together. */
import { featureView } from 'claimscope'
import { type RawBuilder, sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

const KINDS = sql`('diagnosis', 'procedure', 'drug', 'part')`
/** Items of the claim that are paired: so many suffice to judge it. */
const MOST = sql.lit(30)

/** Months since 1970. */
const month = (moment: string) => sql.raw(`(year(${moment}) * 12 + month(${moment}))::integer`)

/**
 * Different codes of claims, medical ones and parts apart: `c` (the claim), `domain`, `k` (the code), `t` and `m` (when first known).
 * Keys are hashes, as numbers join faster than texts. Only codes that a claim of the spine has: no other is ever asked for.
 */
const items = sql`
  select *, ${month('t')} as m from (
    select hash(claim_id) as c, if(item_kind = 'part', 2, 1) as domain, hash(item_kind, code) as k, min(known_at) as t
    from core.claim_item
    where item_kind in ${KINDS} and code is not null and hash(item_kind, code) in (
      select hash(i.item_kind, i.code) from core.claim_item as i join spine as s on s.entity_id = i.claim_id)
    group by all)`

/** Claims with items of a domain, by the month that they became known in. */
const claims = sql`
  select domain as k, m, count(*) as n from (
    select if(item_kind = 'part', 2, 1) as domain, ${month('min(known_at)')} as m from core.claim_item
    where item_kind in ${KINDS} and code is not null group by claim_id, domain) as c
  group by all`

/** Claims of each key known before each month that is asked for. `counted`: `k`, `m`, `n`; `asked`: `k`, `m`. */
const before = (counted: RawBuilder<unknown>, asked: RawBuilder<unknown>) => sql`(
  select k, m, coalesce(sum(sum(n)) over (partition by k order by m rows between unbounded preceding and 1 preceding), 0) as n
  from (select k, m, n from (${counted}) as c union all select distinct k, m, 0 from (${asked}) as a) as u
  group by k, m)`

interface Rarity {
  entity_id: string
  as_of: Date
  mean: number
  most: number
}

export const claimItemPairs = featureView({
  name: 'claim_item_pairs',
  entity: 'claim',
  title: { en: 'Items that stand together', zh: '项目组合' },
  reads: ['core.claim', 'core.claim_item'],
  features: {
    claim_item_pair_rarity: indicator(
      'claims',
      'ratio',
      'up',
      'How rarely the items of the claim stand together in claims known before the month of judging: minus log2 of the times seen against those to expect from each by itself, mean over the pairs; above 0 is rarer, below 0 more usual than chance',
      '本案各项目在评估当月之前已知赔案中同时出现的罕见程度：实际次数与独立期望次数之比的负 log2，取各项目对均值；大于 0 较罕见，小于 0 较常见',
    ),
    claim_item_pair_rarity_max: indicator(
      'claims',
      'ratio',
      'up',
      'The same for its rarest pair of items',
      '最罕见项目对的罕见程度',
    ),
  },
  query: (db) =>
    db
      .with('rarity', (q) =>
        q
          .selectFrom(
            sql<Rarity>`(
              with item as (${items}),
              asked as (
                select entity_id, as_of, row_number() over () as e, ${month('as_of')} as m
                from (select distinct entity_id, as_of from spine) as s),
              own as (
                select s.e, s.m, i.domain, i.k, i.m as known
                from asked as s join item as i on i.c = hash(s.entity_id) and i.t <= s.as_of
                qualify row_number() over (partition by s.e order by i.k) <= ${MOST}),
              pair as (
                select a.e, a.m, a.domain, a.k as x, b.k as y, hash(a.k, b.k) as k, a.known as x_known, b.known as y_known
                from own as a join own as b on b.e = a.e and b.domain = a.domain and a.k < b.k),
              of_one as ${before(sql`select k, m, count(*) as n from item group by k, m`, sql`select k, m from own`)},
              of_both as ${before(
                sql`select hash(a.k, b.k) as k, greatest(a.m, b.m) as m, count(*) as n
                  from item as a join item as b on b.c = a.c and b.domain = a.domain and a.k < b.k group by all`,
                sql`select k, m from pair`,
              )},
              of_all as ${before(claims, sql`select domain as k, m from own`)},
              bits as (
                -- The claim itself is taken off where it was known before. Half a claim on either side: what nobody has seen yet
                -- is not rare.
                select p.e, -log2((o.n - (greatest(p.x_known, p.y_known) < p.m)::integer + 0.5)
                  / ((x.n - (p.x_known < p.m)::integer)::double * (y.n - (p.y_known < p.m)::integer)
                    / greatest(n.n - (least(p.x_known, p.y_known) < p.m)::integer, 1) + 0.5)) as bits
                from pair as p
                join of_both as o on o.k = p.k and o.m = p.m
                join of_one as x on x.k = p.x and x.m = p.m
                join of_one as y on y.k = p.y and y.m = p.m
                join of_all as n on n.k = p.domain and n.m = p.m)
              select s.entity_id, s.as_of, avg(b.bits) as mean, max(b.bits) as most
              from bits as b join asked as s on s.e = b.e group by s.entity_id, s.as_of)`.as('r'),
          )
          .selectAll(),
      )
      .selectFrom('spine as s')
      .leftJoin('rarity as r', (join) =>
        join.onRef('r.entity_id', '=', 's.entity_id').onRef('r.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        'r.mean as claim_item_pair_rarity',
        'r.most as claim_item_pair_rarity_max',
      ]),
  examples: [
    {
      title: 'two parts of which each was seen twice in four claims, and never together',
      rows: {
        'core.claim': ['C1', 'C2', 'C3', 'C4', 'C5'].map((claim_id) => ({
          claim_id,
          line: 'auto' as const,
          ...lossAt('2024-01-01'),
        })),
        'core.claim_item': [
          ['C1', 'A', '2024-01-02'],
          ['C1', 'B', '2024-01-02'],
          ['C2', 'A', '2024-01-03'],
          ['C2', 'B', '2024-01-03'],
          ['C3', 'C', '2024-01-04'],
          ['C3', 'D', '2024-01-04'],
          ['C4', 'C', '2024-03-01'],
          ['C4', 'D', '2024-03-01'],
          ['C5', 'A', '2024-01-05'],
          ['C5', 'C', '2024-01-05'],
        ].map(([claim_id, code, known], i) => ({
          item_id: `I${i}`,
          claim_id,
          item_kind: 'part' as const,
          code,
          known_at: at(known),
        })),
      },
      entityId: 'C5',
      asOf: '2024-04-01',
      // Once is to be expected: log2(1.5 / 0.5).
      expect: { claim_item_pair_rarity: Math.log2(3), claim_item_pair_rarity_max: Math.log2(3) },
      // Before C4 was known: 2 x 1 / 3 to be expected.
      earlier: {
        asOf: '2024-02-15',
        expect: {
          claim_item_pair_rarity: Math.log2((2 / 3 + 0.5) / 0.5),
          claim_item_pair_rarity_max: Math.log2((2 / 3 + 0.5) / 0.5),
        },
      },
    },
    {
      title: 'a pair that always stands together is usual; one item alone has no pair',
      rows: {
        'core.claim': ['C1', 'C2', 'C3'].map((claim_id) => ({
          claim_id,
          line: 'health' as const,
          ...lossAt('2024-01-01'),
        })),
        'core.claim_item': [
          ['C1', 'diagnosis', 'I10'],
          ['C1', 'procedure', 'X1'],
          ['C2', 'diagnosis', 'J06.9'],
          ['C3', 'diagnosis', 'I10'],
          ['C3', 'procedure', 'X1'],
          ['C3', 'room', 'R1'],
        ].map(([claim_id, item_kind, code], i) => ({
          item_id: `I${i}`,
          claim_id,
          item_kind: item_kind as 'diagnosis',
          code,
          known_at: at('2024-01-02'),
        })),
      },
      entityId: 'C3',
      asOf: '2024-04-01',
      expect: { claim_item_pair_rarity: -Math.log2(1.5), claim_item_pair_rarity_max: -Math.log2(1.5) },
    },
  ],
})
