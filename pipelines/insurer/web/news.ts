/** News items of a feed. */
import { asText, expression, fresh, prompt, required, source } from 'claimscope'
import { NEWS_SAMPLE, PUBLISHED } from './news-feed.ts'

export const news = source({
  name: 'insurer/news',
  title: { en: 'News', zh: '新闻' },
  into: 'core.article',
  description: { en: 'News about weather, roads and insurance', zh: '天气、道路和保险新闻' },
  publisher: 'news feed',
  origin: 'web',
  files: 'web/news*.rss',
  format: 'rss',
  columns: {
    article_id: required(asText('guid')),
    published_at: required(expression(['pubDate'], PUBLISHED, 'invalid_timestamp')),
    title: required(asText('title')),
    body: asText('description'),
    url: asText('link'),
    outlet: asText('feed_title'),
    language: expression(
      ['title'],
      `case when regexp_matches("title", '[\\x{4e00}-\\x{9fff}]') then 'zh' else 'en' end`,
    ),
    event_at: required(expression(['pubDate'], PUBLISHED, 'invalid_timestamp')),
    known_at: required(expression(['pubDate'], PUBLISHED, 'invalid_timestamp')),
  },
  ignore: ['author', 'category'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'news_has_title',
      severity: 'warn',
      meaning: { en: 'a news item has more than a word', zh: '新闻不止一个词' },
      sql: 'select article_id, title from {rows} where length(title) < 4',
    },
    prompt(2),
    fresh(31, { beside: 'book' }),
  ],
  sample: NEWS_SAMPLE,
})
