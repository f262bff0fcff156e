/** Names on watch lists that may mean somebody. */
import { sql } from 'kysely'
import { comparisonLabel, levelLabel } from '../../linkage/index.ts'
import { maskName } from '../../security/index.ts'
import type { Text } from '../../util/text.ts'
import type { PartyDetail } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

const MOST = 20

/** The words of both names would tell what is masked. */
const WORD_BY_WORD: Text = { en: 'compared word by word', zh: '逐词比较' }

/** Entries that may mean one of these parties, the likeliest first. */
export async function listingsOf(
  { warehouse }: View,
  partyIds: readonly string[],
): Promise<PartyDetail['listings']> {
  const rows = await warehouse.db
    .selectFrom('core.watchlist_hit as h')
    .innerJoin('core.watchlist_entry as w', 'w.entry_id', 'h.entry_id')
    .select(['w.entry_id', 'w.list', 'w.name', 'w.reason', 'w.known_at', 'w.delisted_date'])
    .select(['h.match_probability', 'h.match_weight', 'h.waterfall'])
    .where('h.party_id', 'in', [...partyIds])
    .modifyEnd(sql`qualify row_number() over (partition by w.entry_id order by h.match_weight desc, h.party_id) = 1
      order by h.match_weight desc, w.entry_id limit ${sql.lit(MOST)}`)
    .execute()
  return rows.map((row) => ({
    entryId: row.entry_id,
    list: row.list,
    name: maskName(row.name),
    reason: row.reason,
    listedAt: row.known_at.toISOString(),
    delistedDate: row.delisted_date,
    probability: row.match_probability,
    matchWeight: row.match_weight,
    waterfall: (JSON.parse(row.waterfall) as { comparison: string; level: string; weight: number }[]).map(
      ({ comparison, level, weight }) => ({
        comparison: comparisonLabel(comparison),
        level: comparison === 'name' ? WORD_BY_WORD : levelLabel(level),
        weight,
      }),
    ),
  }))
}
