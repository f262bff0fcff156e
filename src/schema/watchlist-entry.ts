import { date, loaded, table, text } from './table.ts'

/** Names on lists of sanctioned or barred persons. */
export const watchlistEntry = table(
  'core.watchlist_entry',
  'one row per name on a list',
  ['entry_id'],
  loaded({
    entry_id: text('identifier'),
    list: text('the list'),
    name: text('name as listed').secret(),
    id_number: text('identity number').optional().secret(),
    birth_date: date('date of birth').optional(),
    reason: text('why it is listed').optional(),
    delisted_date: date('day on which it was taken off the list').optional(),
  }),
)
