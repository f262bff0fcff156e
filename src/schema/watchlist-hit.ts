import { integer, json, real, table, text, timestamp } from './table.ts'

/** Parties that may be on a list. A resemblance is a reason to look, never proof: most bearers of a common name are strangers to it. */
export const watchlistHit = table(
  'core.watchlist_hit',
  'one row per party and listed name that may mean it',
  ['party_id', 'entry_id'],
  {
    party_id: text('the party'),
    entry_id: text('the entry of the list'),
    match_weight: real('sum of the weights, bits'),
    match_probability: real('that the entry means the party, 0 to 1'),
    waterfall: json('array of { comparison, level, weight }').secret(),
    known_at: timestamp('when both the party and the entry were known'),
  },
)

/** What the hits rest on: names, numbers and days of birth of both sides. */
export const watchlistScreening = table(
  'core.watchlist_screening',
  'one row: the screening that the hits come from',
  ['content_hash'],
  {
    content_hash: text('hash of what was compared'),
    parties: integer('parties screened'),
    entries: integer('entries of the lists'),
  },
)
