/** Screening kept: `core.watchlist_hit`, rewritten from the parties and the lists of a book whenever one of them has changed. */
import { sql } from 'kysely'
import type { Warehouse } from '../warehouse/index.ts'
import { screenParties } from './screen-parties.ts'

export interface HitsReport {
  readonly parties: number
  readonly entries: number
  readonly hits: number
  /** Hits that are more likely than not. */
  readonly likely: number
  /** Nothing that is compared has changed since the hits were written. */
  readonly isKept: boolean
  readonly seconds: number
}

/** Screens the book's parties and keeps what was found. Hits of an earlier run stay where nothing they rest on has changed. */
export async function writeHits(warehouse: Warehouse): Promise<HitsReport> {
  const began = performance.now()
  const { rows } = await sql<{ parties: number; entries: number; state: string; kept: string | null }>`
    select (select count(*) from core.party_identity) as parties, (select count(*) from core.watchlist_entry) as entries,
      (select coalesce(bit_xor(hash(entry_id, name, id_number, birth_date, known_at)), 0) from core.watchlist_entry)::varchar || ' ' ||
      (select coalesce(bit_xor(hash(p.party_id, i.name, i.name_latin, i.id_number, p.birth_date, greatest(p.known_at, i.known_at))), 0)
        from core.party as p join core.party_identity as i using (party_id))::varchar as state,
      (select any_value(content_hash) from core.watchlist_screening) as kept`.execute(warehouse.db)
  const { parties, entries, state, kept } = rows[0]
  const isKept = kept === state
  if (!isKept) {
    const { hits } = await screenParties(warehouse)
    await warehouse.execute('delete from core.watchlist_hit; delete from core.watchlist_screening')
    await warehouse.append('core.watchlist_hit', {
      party_id: hits.map((hit) => hit.partyId),
      entry_id: hits.map((hit) => hit.entryId),
      match_weight: Float64Array.from(hits, (hit) => hit.weight),
      match_probability: Float64Array.from(hits, (hit) => hit.probability),
      waterfall: hits.map((hit) => JSON.stringify(hit.reasons)),
      known_at: hits.map((hit) => hit.knownAt),
    })
    await warehouse.append('core.watchlist_screening', {
      content_hash: [state],
      parties: Int32Array.of(parties),
      entries: Int32Array.of(entries),
    })
  }
  const { columns } = await warehouse.columns(
    'select count(*) as hits, count(*) filter (match_probability >= 0.5) as likely from core.watchlist_hit',
    { hits: 'f64', likely: 'f64' },
  )
  return {
    parties,
    entries,
    hits: columns.hits[0],
    likely: columns.likely[0],
    isKept,
    seconds: (performance.now() - began) / 1000,
  }
}
