/** Perils and places that news items speak of. */
import { asText, constant, expression, required, source } from 'claimscope'
import { NEWS_SAMPLE, PUBLISHED } from './news-feed.ts'
import { mentionsIn } from './words.ts'

export const newsMentions = source({
  name: 'insurer/news_mentions',
  into: 'core.mention',
  description: 'Perils and places named in the news',
  publisher: 'news feed',
  origin: 'web',
  files: 'web/news*.rss',
  format: 'rss',
  rows: mentionsIn('guid', `concat_ws(' ', r.title, r.description)`, 'pubDate'),
  columns: {
    mention_id: required(asText('mention_id')),
    document_kind: constant('article'),
    document_id: required(asText('guid')),
    mention_kind: required(asText('mention_kind')),
    value: required(asText('value')),
    event_at: required(expression(['pubDate'], PUBLISHED, 'invalid_timestamp')),
    known_at: required(expression(['pubDate'], PUBLISHED, 'invalid_timestamp')),
  },
  ignore: ['title', 'link', 'description', 'author', 'category', 'feed_title'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'news_mentions_kind',
      severity: 'stop',
      meaning: 'a mention is of a peril or a place',
      sql: `select mention_id from {rows} where mention_kind not in ('peril', 'place')`,
    },
  ],
  sample: NEWS_SAMPLE,
})
