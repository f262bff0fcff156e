/** Judges the watch-list hits of a snapshot of the synthetic book against its answer key. */
import type { AnswerKey } from '../synthetic/answer-key.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { exact, type Metrics } from './context.ts'

export const DEFAULTS = {
  /** Hits at least this probable are held to be right, 0 to 1. */
  likely: 0.5,
} as const

/**
 * `watchlist_precision`: share of the people held to be listed, entry by entry, who are; `watchlist_recall`: share of the entries that
 * mean somebody of the book for whom he is found. A namesake is an error, whatever his name.
 */
export async function watchlistMetrics(
  warehouse: Warehouse,
  key: AnswerKey,
  personOf: ReadonlyMap<string, string>,
): Promise<Metrics> {
  const { columns, rows } = await warehouse.columns(
    `select party_id, entry_id from core.watchlist_hit where match_probability >= ${DEFAULTS.likely}`,
    { party_id: 'string', entry_id: 'string' },
  )
  const person = (party: string) => personOf.get(party) ?? party
  const held = new Set(
    Array.from({ length: rows }, (_, i) => `${columns.entry_id[i]} ${person(String(columns.party_id[i]))}`),
  )
  const meant = new Set(
    [...key.listings].flatMap(([entry, party]) => (party === '' ? [] : [`${entry} ${person(party)}`])),
  )
  const right = [...held].filter((pair) => meant.has(pair)).length
  return {
    watchlist_precision: exact(held.size === 0 ? 1 : right / held.size),
    watchlist_recall: exact(meant.size === 0 ? 1 : right / meant.size),
  }
}
