/** Where rows came from: the load that brought them, or the rows that claimscope made them from. */
import { sql } from 'kysely'
import type { Link } from '../link.ts'
import { type Database, tableDef } from '../schema/database.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { keyText, type Reference, referencesOf } from './keys.ts'
import { readsOf } from './reads.ts'

/** The load of a row. */
export interface Place {
  readonly source: string
  readonly batchId: string
  readonly file: string
  /** Where the file stood then; null for loads that did not keep it. */
  readonly path: string | null
  readonly sha256: string
  readonly bytes: number
  readonly loadedAt: Date
  readonly line: number
}

/** A row that another one was made from. */
export interface MadeFrom {
  readonly table: keyof Database
  readonly key: string
  readonly place: Place | null
}

type Row = Readonly<Record<string, unknown>>

/** Places of loaded rows, in their order; null for rows that were not loaded. */
export async function placesOf(warehouse: Warehouse, rows: readonly Row[]): Promise<(Place | null)[]> {
  const ids = [...new Set(rows.flatMap((row) => (typeof row.batch_id === 'string' ? [row.batch_id] : [])))]
  if (ids.length === 0) return rows.map(() => null)
  const batches = await warehouse.db
    .selectFrom('meta.batch')
    .selectAll()
    .where(sql<boolean>`batch_id in (select unnest(${ids}::varchar[]))`)
    .execute()
  const byId = new Map(batches.map((batch) => [batch.batch_id, batch]))
  return rows.map((row) => {
    const batch = byId.get(String(row.batch_id))
    if (!batch) return null
    return {
      source: batch.source,
      batchId: batch.batch_id,
      file: batch.file,
      path: (batch as { path?: string | null }).path ?? null,
      sha256: batch.sha256,
      bytes: Number(batch.bytes),
      loadedAt: batch.loaded_at,
      line: Number(row.source_line),
    }
  })
}

const DEFAULTS = {
  /** Rows named as the origin of a row that was made. */
  rows: 8,
} as const

/** The stage that made a row; null for a loaded one. */
export function makerOf(table: keyof Database): string | null {
  if (table === 'core.entity' || table === 'core.match') return 'link'
  if (table === 'core.watchlist_hit') return 'screen'
  return table.startsWith('graph.') ? 'graph' : null
}

/** The rows that a row was made from, as far as its identifiers tell. */
export async function madeFrom(
  warehouse: Warehouse,
  table: keyof Database,
  row: Row,
  links: readonly Link[],
): Promise<MadeFrom[]> {
  if (table === 'core.entity')
    return rowsOf(warehouse, ['core.party', 'core.party_identity'], [String(row.party_id)], '')
  if (table === 'core.match')
    return rowsOf(warehouse, ['core.party_identity'], [String(row.party_id_l), String(row.party_id_r)], '')
  if (table === 'core.watchlist_hit') {
    const parties = await rowsOf(warehouse, ['core.party', 'core.party_identity'], [String(row.party_id)], '')
    return [...parties, ...(await listedAs(warehouse, String(row.entry_id)))]
  }
  if (table !== 'graph.edge') return []
  const link = links.find(({ name }) => name === row.link)
  if (!link) return []
  const reads = await readsOf(warehouse, link.query(warehouse.db))
  const entity = String(row.source_id).replace(/^entity:/, '')
  const { rows: parties } = await sql<{ party_id: string }>`
    select party_id from core.entity where entity_id = ${entity}`.execute(warehouse.db)
  const claim = String(row.claim_id ?? '') || /^claim:(.*)$/s.exec(String(row.target_id))?.[1] || ''
  return rowsOf(
    warehouse,
    [...reads.keys()],
    parties.map(({ party_id }) => party_id),
    claim,
  )
}

/** The entry of a watch list. */
async function listedAs(warehouse: Warehouse, entryId: string): Promise<MadeFrom[]> {
  const table = 'core.watchlist_entry'
  const rows: Row[] = await warehouse.db
    .selectFrom(table)
    .selectAll()
    .where('entry_id', '=', entryId)
    .execute()
  const places = await placesOf(warehouse, rows)
  return rows.map((row, i) => ({ table, key: keyText(table, row), place: places[i] }))
}

/** Rows of these tables about these parties, and about this claim when there is one. */
async function rowsOf(
  warehouse: Warehouse,
  tables: readonly (keyof Database)[],
  parties: readonly string[],
  claim: string,
): Promise<MadeFrom[]> {
  const made: MadeFrom[] = []
  for (const table of tables) {
    const references = referencesOf(table)
    const columns = (subject: Reference['subject']) =>
      references
        .filter((one) => one.subject === subject && one.column !== 'subject_id')
        .map(({ column }) => column)
    const names = columns('party')
    if (names.length === 0) continue
    const byParty = names.map((column) => sql`${sql.ref(column)} in (select unnest(${parties}::varchar[]))`)
    const hasClaim = claim !== '' && 'claim_id' in tableDef(table).columns
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(table)} where (${sql.join(byParty, sql` or `)})
        ${hasClaim ? sql`and claim_id = ${claim}` : sql``} limit ${sql.lit(DEFAULTS.rows)}`.execute(
      warehouse.db,
    )
    const places = await placesOf(warehouse, rows)
    made.push(...rows.map((row, i) => ({ table, key: keyText(table, row), place: places[i] })))
  }
  return made
}
