/** What news and posts say of the peril at the place. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { daysAround } from '../around.ts'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

export const claimNews = featureView({
  name: 'claim_news',
  entity: 'claim',
  title: { en: 'News and posts', zh: '新闻与网络信息' },
  reads: ['core.claim', 'core.mention'],
  features: {
    articles_peril_7d: indicator(
      'corroboration',
      'count',
      'down',
      'News items that name the peril and the region within seven days of the loss',
      '出险前后7天内提及该地区同类事故的新闻数',
    ),
    posts_peril_7d: indicator(
      'corroboration',
      'count',
      'none',
      'Posts that name the peril and the region within seven days of the loss',
      '出险前后7天内提及该地区同类事故的帖子数',
    ),
  },
  query: (db) =>
    db
      .with('told', (q) =>
        q
          .selectFrom(
            sql<{
              kind: string
              id: string
              peril: string
              region_code: string
              day: string
              known_at: Date
            }>`(
              select p.document_kind as kind, p.document_id as id, p.value as peril, r.value as region_code,
                coalesce(a.published_at, b.posted_at)::date as day,
                greatest(p.known_at, r.known_at, a.known_at, b.known_at) as known_at
              from core.mention as p
              join core.mention as r on r.document_kind = p.document_kind and r.document_id = p.document_id and r.mention_kind = 'place'
              left join core.article as a on p.document_kind = 'article' and a.article_id = p.document_id
              left join core.post as b on p.document_kind = 'post' and b.post_id = p.document_id
              where p.mention_kind = 'peril')`.as('m'),
          )
          .selectAll(),
      )
      .with('near', (q) =>
        q
          .selectFrom(daysAround(-7, 7, sql`c.peril is not null and c.region_code is not null`).as('s'))
          .innerJoin('told as m', (join) =>
            join
              .onRef('m.peril', '=', 's.peril')
              .onRef('m.region_code', '=', 's.region_code')
              .onRef('m.day', '=', 's.day')
              .onRef('m.known_at', '<=', 's.as_of'),
          )
          .select([
            's.entity_id',
            's.as_of',
            sql<number>`count(distinct m.id) filter (where m.kind = 'article')`.as('articles'),
            sql<number>`count(distinct m.id) filter (where m.kind = 'post')`.as('posts'),
          ])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('near as n', (join) =>
        join.onRef('n.entity_id', '=', 's.entity_id').onRef('n.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`case when c.peril is not null and c.region_code is not null then coalesce(n.articles, 0) end`.as(
          'articles_peril_7d',
        ),
        sql<number>`case when c.peril is not null and c.region_code is not null then coalesce(n.posts, 0) end`.as(
          'posts_peril_7d',
        ),
      ]),
  examples: [
    {
      title: 'one article names flood and city; another names the flood elsewhere',
      rows: {
        'core.claim': [
          { claim_id: 'C1', line: 'auto', peril: 'flood', region_code: '330100', ...lossAt('2024-07-01') },
        ],
        'core.article': [
          { article_id: 'A1', title: 'Flood in Hangzhou', published_at: at('2024-07-03') },
          { article_id: 'A2', title: 'Flood in Ningbo', published_at: at('2024-07-03') },
        ],
        'core.mention': [
          {
            mention_id: 'M1',
            document_kind: 'article',
            document_id: 'A1',
            mention_kind: 'peril',
            value: 'flood',
          },
          {
            mention_id: 'M2',
            document_kind: 'article',
            document_id: 'A1',
            mention_kind: 'place',
            value: '330100',
            known_at: at('2024-07-03'),
          },
          {
            mention_id: 'M3',
            document_kind: 'article',
            document_id: 'A2',
            mention_kind: 'peril',
            value: 'flood',
          },
          {
            mention_id: 'M4',
            document_kind: 'article',
            document_id: 'A2',
            mention_kind: 'place',
            value: '330200',
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-07-04',
      expect: { articles_peril_7d: 1, posts_peril_7d: 0 },
      earlier: { asOf: '2024-07-02', expect: { articles_peril_7d: 0, posts_peril_7d: 0 } },
    },
  ],
})
