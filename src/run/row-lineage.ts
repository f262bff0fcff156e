/** From a row to the bytes of its file, column by column: the record is read again by the code that loaded it. */
import { join } from 'node:path'
import { sql } from 'kysely'
import { readRecord } from '../ingestion/corrections/index.ts'
import { type Traced, traceRecord } from '../ingestion/index.ts'
import {
  cellText,
  keyText,
  type MadeFrom,
  madeFrom,
  makerOf,
  type Place,
  placesOf,
  rowByKey,
  tableNamed,
} from '../lineage/index.ts'
import { type Database, tableDef } from '../schema/database.ts'
import type { Column, Source } from '../source.ts'
import { transforms } from '../transforms/index.ts'
import type { Text } from '../util/text.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { correctionOf, type RowCorrection } from './correction-of.ts'
import type { LineageContext } from './feature-lineage.ts'

/** One column of a row, back to the texts of its record. */
export interface TracedColumn {
  readonly column: string
  readonly meaning: string
  readonly isSensitive: boolean
  readonly reads: readonly { readonly name: string; readonly text: string | null }[]
  readonly transform: string | null
  readonly transformMeaning: Text | null
  readonly sql: string
  readonly value: string | null
  /** Whether the record, put through the source again, gives this value; null when it could not be tried. */
  readonly isSame: boolean | null
}

export interface RowLineage {
  readonly table: keyof Database
  readonly key: string
  readonly keys: Readonly<Record<string, string>>
  /** Claim, policy or subject that the row is about. */
  readonly belongsTo: Readonly<Record<string, unknown>>
  readonly knownAt: Date | null
  readonly eventAt: Date | null
  readonly place: Place | null
  readonly publisher: string | null
  readonly file: Traced['state']
  readonly byteOffset: number | null
  readonly byteLength: number | null
  readonly record: string | null
  /** Stretches of the record and the column of the file that each holds. */
  readonly marks: readonly { readonly start: number; readonly end: number; readonly column: string | null }[]
  readonly columns: readonly TracedColumn[]
  readonly correction: RowCorrection | null
  readonly madeFrom: readonly MadeFrom[]
  readonly madeBy: string | null
  readonly notes: readonly Text[]
  readonly milliseconds: number
}

/** Leads a row back to its record. @throws UserError when there is no such table or row. */
export async function rowLineage(context: LineageContext, name: string, key: string): Promise<RowLineage> {
  const began = performance.now()
  const { warehouse } = context
  const table = tableNamed(name)
  const def = tableDef(table)
  const found = await rowByKey(warehouse, table, key)
  const keys = Object.fromEntries(def.key.map((column) => [column, cellText(found[column])]))
  const [place] = await placesOf(warehouse, [found])
  const source = place ? context.sources.find((one) => one.name === place.source) : undefined
  const correction = place ? await correctionOf(warehouse, context, place) : null
  const notes: Text[] = []
  const values = await textsOf(warehouse, table, keys)
  const isCorrected = correction !== null
  const traced =
    place && source ? await trace(context, place, source, keys, isCorrected, correction?.columns) : undefined
  if (place && !source)
    notes.push({
      en: `the source ${place.source} is no longer on the shelf`,
      zh: `来源 ${place.source} 已不在目录中`,
    })
  if (traced?.state === 'same' && traced.values === null)
    notes.push({
      en: 'the record no longer gives this row: the source was changed since',
      zh: '来源定义已变更，该记录不再产生此行',
    })
  const made = source ? columnsOfSource(source) : []
  const record = traced?.place?.record ?? null
  return {
    table,
    key: keyText(table, found),
    keys,
    belongsTo: Object.fromEntries(
      ['line', 'claim_id', 'policy_id', 'subject_kind', 'subject_id'].flatMap((column) =>
        column in found ? [[column, found[column]]] : [],
      ),
    ),
    knownAt: found.known_at instanceof Date ? found.known_at : null,
    eventAt: found.event_at instanceof Date ? found.event_at : null,
    place: place ?? null,
    publisher: source?.publisher ?? null,
    file: traced?.state ?? 'unreadable',
    byteOffset: traced?.place?.offset ?? null,
    byteLength: traced?.place?.bytes ?? null,
    record,
    marks:
      record && traced
        ? readRecord(record, { columns: traced.columns, delimiter: traced.delimiter }).marks
        : [],
    columns: made.map(([column, rule]) => ({
      column,
      meaning: def.columns[column].meaning,
      isSensitive: def.columns[column].sensitive,
      reads: rule.reads.map((read) => ({ name: read, text: traced ? textIn(traced.texts, read) : null })),
      transform: rule.transform === 'expression' ? null : rule.transform,
      transformMeaning: transforms.find(({ name: rulename }) => rulename === rule.transform)?.meaning ?? null,
      sql: rule.sql,
      value: values[column] ?? null,
      isSame: traced?.values ? (traced.values[column] ?? null) === (values[column] ?? null) : null,
    })),
    correction,
    madeFrom: await madeFrom(warehouse, table, found, context.links),
    madeBy: makerOf(table),
    notes,
    milliseconds: Math.round(performance.now() - began),
  }
}

const columnsOfSource = (source: Source) => Object.entries(source.columns as Readonly<Record<string, Column>>)

function textIn(texts: Readonly<Record<string, string | null>>, read: string): string | null {
  if (read in texts) return texts[read]
  const name = Object.keys(texts).find((one) => one.toLowerCase() === read.toLowerCase())
  return name === undefined ? null : texts[name]
}

/** The cells of a row as DuckDB writes them. */
async function textsOf(
  warehouse: Warehouse,
  table: keyof Database,
  keys: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string | null>>> {
  const cells = Object.keys(tableDef(table).columns).map(
    (column) => sql`${sql.ref(column)}::varchar as ${sql.ref(column)}`,
  )
  const where = Object.entries(keys).map(([column, value]) => sql`${sql.ref(column)}::varchar = ${value}`)
  const { rows } = await sql<Record<string, string | null>>`
    select ${sql.join(cells)} from ${sql.table(table)} where ${sql.join(where, sql` and `)} limit 1`.execute(
    warehouse.db,
  )
  return rows[0] ?? {}
}

function trace(
  { home, book, dataDirectories }: LineageContext,
  place: Place,
  source: Source,
  key: Readonly<Record<string, string>>,
  isCorrected: boolean,
  columns: readonly string[] | null | undefined,
): Promise<Traced> {
  const folders = [...dataDirectories, join(home, 'books', book), join(home, 'books', book, 'inbox')]
  const { reading: _, ...rest } = source
  // A correction file is written by claimscope, in one format whatever the source's own.
  const read: Source = isCorrected
    ? {
        ...rest,
        format: columns ? 'csv' : 'jsonl',
        ...(columns ? { reading: { encoding: 'utf-8' as const, delimiter: ',', quote: '"' } } : {}),
      }
    : source
  return traceRecord({
    source: read,
    paths: [...(place.path ? [place.path] : []), ...folders.map((folder) => join(folder, place.file))],
    name: place.file,
    sha256: place.sha256,
    line: place.line,
    key,
    workDirectory: join(home, 'work'),
  })
}
