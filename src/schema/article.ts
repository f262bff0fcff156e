import { loaded, table, text, timestamp } from './table.ts'

/** News items. */
export const article = table(
  'core.article',
  'one row per news item',
  ['article_id'],
  loaded({
    article_id: text('identifier: guid or link of the item'),
    published_at: timestamp('when published'),
    title: text('headline'),
    body: text('text or summary').optional(),
    url: text('address').optional(),
    outlet: text('publisher').optional(),
    language: text('en or zh').optional(),
  }),
)
