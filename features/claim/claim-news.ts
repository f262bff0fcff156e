/** What news and posts say of the peril at the place, and of those whom the claim was brought to. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { daysAround } from '../around.ts'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

/** Roles whose work the press writes about. */
const AT_WORK = sql.join(
  ['hospital', 'physician', 'repairer', 'lawyer', 'agent'].map((role) => sql.lit(role)),
)
/** What is told of somebody who is in trouble. */
const ADVERSE = sql.join(['fraud', 'penalty', 'investigation'].map((event) => sql.lit(event)))

interface Named {
  /** Entity that is named. */
  who: string
  id: string
  published_at: Date
  known_at: Date
  /** When it was known that the article tells of trouble; NULL when it does not. */
  adverse_at: Date | null
}

/** Articles that name a party. */
const named = sql<Named>`(
  select coalesce(e.entity_id, m.value) as who, m.document_id as id, any_value(a.published_at) as published_at,
    greatest(min(m.known_at), any_value(a.known_at)) as known_at, min(v.known_at) as adverse_at
  from core.mention as m
  join core.article as a on a.article_id = m.document_id
  left join core.entity as e on e.party_id = m.value
  left join core.mention as v on v.document_kind = 'article' and v.document_id = m.document_id
    and v.mention_kind = 'event' and v.value in (${ADVERSE})
  where m.document_kind = 'article' and m.mention_kind = 'party'
  group by 1, 2)`

/** The providers of each claim of the spine. */
const ownProviders = sql<{ entity_id: string; as_of: Date; who: string }>`(
  select distinct s.entity_id, s.as_of, coalesce(e.entity_id, p.party_id) as who
  from spine as s
  join core.claim_party as p on p.claim_id = s.entity_id and p.known_at <= s.as_of and p.role in (${AT_WORK})
  left join core.entity as e on e.party_id = p.party_id)`

export const claimNews = featureView({
  name: 'claim_news',
  entity: 'claim',
  title: { en: 'News and posts', zh: '新闻与网络信息' },
  reads: ['core.claim', 'core.claim_party', 'core.mention'],
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
    provider_articles_24m: indicator(
      'corroboration',
      'count',
      'none',
      'News items of 24 months that name the hospital, physician, repairer, lawyer or agent of the claim',
      '近24个月点名该赔案医院、医生、修理厂、律师或代理人的新闻数',
    ),
    provider_adverse_articles_24m: indicator(
      'corroboration',
      'count',
      'up',
      'Of these, news items that tell of fraud, a penalty or an investigation',
      '其中涉及欺诈、处罚或调查的新闻数',
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
      .with('press', (q) =>
        q
          .selectFrom(ownProviders.as('o'))
          .leftJoin(named.as('m'), (join) =>
            join
              .onRef('m.who', '=', 'o.who')
              .onRef('m.known_at', '<=', 'o.as_of')
              .on(sql<boolean>`m.published_at > o.as_of - interval 24 month`),
          )
          .select([
            'o.entity_id',
            'o.as_of',
            sql<number>`count(distinct m.id)`.as('articles'),
            sql<number>`count(distinct m.id) filter (where m.adverse_at <= o.as_of)`.as('adverse'),
          ])
          .groupBy(['o.entity_id', 'o.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('press as p', (join) =>
        join.onRef('p.entity_id', '=', 's.entity_id').onRef('p.as_of', '=', 's.as_of'),
      )
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
        'p.articles as provider_articles_24m',
        'p.adverse as provider_adverse_articles_24m',
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
    {
      title:
        'the clinic was in the news twice, once for a fine under its other name; the repairer of another claim too',
      rows: {
        'core.claim': [{ claim_id: 'C1', line: 'health', ...lossAt('2024-07-01') }],
        'core.claim_party': [
          { claim_id: 'C1', party_id: 'H1', role: 'hospital', known_at: at('2024-07-02') },
          { claim_id: 'C2', party_id: 'R1', role: 'repairer', known_at: at('2024-07-02') },
        ],
        'core.entity': [
          { party_id: 'H1', entity_id: 'H0' },
          { party_id: 'H0', entity_id: 'H0' },
        ],
        'core.article': [
          { article_id: 'A1', title: 'Open day', published_at: at('2023-03-01') },
          { article_id: 'A2', title: 'Clinic fined', published_at: at('2024-07-05') },
          { article_id: 'A3', title: 'Repairer raided', published_at: at('2024-01-01') },
          { article_id: 'A4', title: 'Long ago', published_at: at('2021-01-01') },
        ],
        'core.mention': [
          {
            mention_id: 'M1',
            document_kind: 'article',
            document_id: 'A1',
            mention_kind: 'party',
            value: 'H1',
          },
          {
            mention_id: 'M2',
            document_kind: 'article',
            document_id: 'A2',
            mention_kind: 'party',
            value: 'H0',
            known_at: at('2024-07-05'),
          },
          {
            mention_id: 'M3',
            document_kind: 'article',
            document_id: 'A2',
            mention_kind: 'event',
            value: 'penalty',
            known_at: at('2024-07-05'),
          },
          {
            mention_id: 'M4',
            document_kind: 'article',
            document_id: 'A3',
            mention_kind: 'party',
            value: 'R1',
          },
          {
            mention_id: 'M5',
            document_kind: 'article',
            document_id: 'A4',
            mention_kind: 'party',
            value: 'H1',
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-07-06',
      expect: { provider_articles_24m: 2, provider_adverse_articles_24m: 1, articles_peril_7d: null },
      earlier: { asOf: '2024-07-04', expect: { provider_articles_24m: 1, provider_adverse_articles_24m: 0 } },
    },
  ],
})
