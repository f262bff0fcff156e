/** Posts on public platforms. */
import { asText, asTimestamp, fresh, prompt, required, source } from 'claimscope'
import { POSTS_SAMPLE } from './post-sample.ts'

export const posts = source({
  name: 'insurer/posts',
  title: { en: 'Posts', zh: '帖文' },
  into: 'core.post',
  description: { en: 'Posts and complaints on public platforms', zh: '公共平台上的帖文和投诉' },
  publisher: 'crawled platforms',
  origin: 'web',
  files: 'web/posts*.jsonl',
  format: 'jsonl',
  columns: {
    post_id: required(asText('id')),
    posted_at: required(asTimestamp('posted_at')),
    platform: asText('platform'),
    author: asText('author'),
    body: required(asText('text')),
    language: asText('lang'),
    event_at: required(asTimestamp('posted_at')),
    known_at: required(asTimestamp('posted_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    {
      name: 'posts_language',
      severity: 'warn',
      meaning: { en: 'a post is in Chinese or English', zh: '帖文为中文或英文' },
      sql: `select post_id, language from {rows} where language not in ('zh', 'en')`,
    },
    prompt(2),
    fresh(31, { beside: 'book' }),
  ],
  sample: POSTS_SAMPLE,
})
