/** Perils and places that posts speak of. */
import { asText, asTimestamp, constant, required, source } from 'claimscope'
import { POSTS_SAMPLE } from './post-sample.ts'
import { mentionsIn } from './words.ts'

export const postMentions = source({
  name: 'insurer/post_mentions',
  into: 'core.mention',
  description: 'Perils and places named in posts',
  publisher: 'crawled platforms',
  origin: 'web',
  files: 'web/posts*.jsonl',
  format: 'jsonl',
  rows: mentionsIn('id', 'r.text', 'posted_at'),
  columns: {
    mention_id: required(asText('mention_id')),
    document_kind: constant('post'),
    document_id: required(asText('id')),
    mention_kind: required(asText('mention_kind')),
    value: required(asText('value')),
    event_at: required(asTimestamp('posted_at')),
    known_at: required(asTimestamp('posted_at')),
  },
  ignore: ['platform', 'author', 'text', 'lang'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'post_mentions_kind',
      severity: 'stop',
      meaning: 'a mention is of a peril or a place',
      sql: `select mention_id from {rows} where mention_kind not in ('peril', 'place')`,
    },
  ],
  sample: POSTS_SAMPLE,
})
