import { loaded, table, text, timestamp } from './table.ts'

/** Posts and complaints on public platforms. */
export const post = table(
  'core.post',
  'one row per post',
  ['post_id'],
  loaded({
    post_id: text('identifier'),
    posted_at: timestamp('when'),
    platform: text('where').optional(),
    author: text('handle').optional().secret(),
    body: text('text'),
    language: text('en or zh').optional(),
  }),
)
