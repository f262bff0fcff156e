import { loaded, table, text, word } from './table.ts'

/** What articles and posts speak of: perils, places, parties. */
export const mention = table(
  'core.mention',
  'one row per thing that a text mentions',
  ['mention_id'],
  loaded({
    mention_id: text('identifier'),
    document_kind: word(['article', 'post'], 'kind of text'),
    document_id: text('article_id or post_id'),
    mention_kind: word(['peril', 'place', 'party'], 'what is mentioned'),
    value: text('peril word, region code or party_id'),
  }),
)
