/** Whether a party resembles names on watch lists. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { listed } from '../listed.ts'
import { WATCHLISTS } from '../words.ts'

const self = sql`select entity_id, as_of, entity_id as party_id, '' as part from spine`

export const partyWatchlist = featureView({
  name: 'party_watchlist',
  entity: 'party',
  title: { en: 'Likeness to names on watch lists', zh: '与关注名单的相似程度' },
  reads: ['core.watchlist_entry'],
  features: {
    watchlist_probability: indicator(
      'corroboration',
      'share',
      'up',
      'Highest probability that an entry of a watch list means the party',
      '为关注名单所列者的最高概率',
    ),
    watchlist_entries: indicator(
      'corroboration',
      'count',
      'up',
      'Entries of watch lists that more likely than not mean the party',
      '较可能所指为其人的名单条目数',
    ),
    watchlist_kind: indicator(
      'corroboration',
      'category',
      'none',
      'The list of the likeliest entry',
      '最可能条目所在的名单',
      { categories: WATCHLISTS },
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin(listed(self).as('l'), (join) =>
        join.onRef('l.entity_id', '=', 's.entity_id').onRef('l.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(l.best, 0)`.as('watchlist_probability'),
        sql<number>`coalesce(l.entries, 0)`.as('watchlist_entries'),
        'l.list as watchlist_kind',
      ]),
  examples: [
    {
      title: 'one entry that is known in June, and a namesake',
      rows: {
        'core.entity': [{ party_id: 'A', entity_id: 'A' }],
        'core.watchlist_entry': [
          { entry_id: 'W1', list: 'court_enforcement' },
          { entry_id: 'W2', list: 'sanctions' },
        ],
        'core.watchlist_hit': [
          { party_id: 'A', entry_id: 'W1', match_probability: 0.875, known_at: at('2024-06-01') },
          { party_id: 'A', entry_id: 'W2', match_probability: 0.125, known_at: at('2024-01-01') },
        ],
      },
      entityId: 'A',
      asOf: '2024-06-02',
      expect: { watchlist_probability: 0.875, watchlist_entries: 1, watchlist_kind: 2 },
      earlier: {
        asOf: '2024-02-01',
        expect: { watchlist_probability: 0.125, watchlist_entries: 0, watchlist_kind: 3 },
      },
    },
  ],
})
