import { integer, loaded, table, text, word } from './table.ts'

/** What articles and posts speak of: perils, events, places, parties. */
export const mention = table(
  'core.mention',
  'one row per thing that a text mentions, with the first place where it does',
  ['mention_id'],
  loaded({
    mention_id: text('identifier'),
    document_kind: word(['article', 'post'], 'kind of text'),
    document_id: text('article_id or post_id'),
    mention_kind: word(['peril', 'event', 'place', 'party'], 'what is mentioned'),
    value: text('peril, event, region code or party_id'),
    field: word(['title', 'body'], 'part of the text that names it first'),
    start_at: integer('first character of the words in that part, from 0, in UTF-16 units'),
    matched: text('the words that name it, as they stand there').secret(),
    times: integer('how often the text names it'),
  }),
)
