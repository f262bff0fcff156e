/** How usual it is that the items of the claim stand together. */
import { featureView } from 'claimscope'
import { type RawBuilder, sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { runningTotals } from '../running.ts'

const KINDS = sql`('diagnosis', 'procedure', 'drug', 'part')`
/** Items of the claim that are paired: so many suffice to judge it. */
const MOST = sql.lit(30)

/**
 * Different codes of claims, medical ones and parts apart: `claim_id`, `domain`, `k` (the code), `t` (when first known). Only codes
 * that a claim of the spine has: no other is ever asked for.
 */
const items = sql`
  select claim_id, if(item_kind = 'part', 2, 1) as domain, hash(item_kind, code) as k, min(known_at) as t
  from core.claim_item
  where item_kind in ${KINDS} and code is not null
    and (item_kind, code) in (select (i.item_kind, i.code) from core.claim_item as i join spine as s on s.entity_id = i.claim_id)
  group by all`

/** Events of a key as running totals take them: each claim once. */
const events = (from: RawBuilder<unknown>, k: RawBuilder<unknown>, t: RawBuilder<unknown>) =>
  sql`select ${k} as k, claim_id, ${t} as t, 1 as n from ${from}`

const single = events(sql`item`, sql`k`, sql`t`)
const together = sql`select hash(a.k, b.k) as k, a.claim_id, greatest(a.t, b.t) as t, 1 as n
  from item as a join item as b on b.claim_id = a.claim_id and b.domain = a.domain and a.k < b.k`
const all = sql`select if(item_kind = 'part', 2, 1) as k, claim_id, min(known_at) as t, 1 as n from core.claim_item
  where item_kind in ${KINDS} and code is not null group by all`

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
      'How rarely the items of the claim stand together in claims known before: minus log2 of the times seen against those to expect from each by itself, mean over the pairs; above 0 is rarer, below 0 more usual than chance',
      '本案各项目在以往赔案中同时出现的罕见程度：实际次数与独立期望次数之比的负 log2，取各项目对均值；大于 0 较罕见，小于 0 较常见',
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
      .with('item', (q) =>
        q
          .selectFrom(sql<{ claim_id: string; domain: number; k: bigint; t: Date }>`(${items})`.as('i'))
          .selectAll(),
      )
      .with('seen', (q) => q.selectFrom(runningTotals(single, { claims: { of: 'n' } }).as('t')).selectAll())
      .with('seen_together', (q) =>
        q.selectFrom(runningTotals(together, { claims: { of: 'n' } }).as('t')).selectAll(),
      )
      .with('seen_all', (q) => q.selectFrom(runningTotals(all, { claims: { of: 'n' } }).as('t')).selectAll())
      .with('rarity', (q) =>
        q
          .selectFrom(
            sql<Rarity>`(
              with own as (
                select s.entity_id, s.as_of, i.domain, i.k, f.claims
                from spine as s join item as i on i.claim_id = s.entity_id and i.t <= s.as_of
                join seen as f on f.entity_id = s.entity_id and f.as_of = s.as_of and f.k = i.k
                qualify row_number() over (partition by s.entity_id, s.as_of order by i.k) <= ${MOST}),
              pair as (
                select a.entity_id, a.as_of, a.domain, hash(a.k, b.k) as k, a.claims::double * b.claims as product
                from own as a join own as b
                  on b.entity_id = a.entity_id and b.as_of = a.as_of and b.domain = a.domain and a.k < b.k),
              bits as (
                -- Half a claim on either side: what nobody has seen yet is not rare.
                select p.entity_id, p.as_of,
                  -log2((t.claims + 0.5) / (p.product / greatest(n.claims, 1) + 0.5)) as bits
                from pair as p
                join seen_together as t on t.entity_id = p.entity_id and t.as_of = p.as_of and t.k = p.k
                join seen_all as n on n.entity_id = p.entity_id and n.as_of = p.as_of and n.k = p.domain)
              select entity_id, as_of, avg(bits) as mean, max(bits) as most from bits group by entity_id, as_of)`.as(
              'r',
            ),
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
        asOf: '2024-02-01',
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
