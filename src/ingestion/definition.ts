/** The identity of a source's definition: when it changes, files that were loaded under the old one load again. */
import { createHash } from 'node:crypto'
import { type CoreTable, tableDef } from '../schema/database.ts'
import type { Column, Source } from '../source.ts'
import { fieldsOf } from './csv/splitter.ts'
import { FEED_COLUMNS } from './feed.ts'

/** Hash of everything in a source that decides what a file becomes. */
export function definitionHash(source: Source): string {
  const { name, into, format, reading, columns, rows, duplicates } = source
  const parts = [name, into, format, columns, rows ?? null, duplicates, ...(reading ? [reading] : [])]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

/** Identifier of one load: the same file under the same definition has the same. */
export function batchId(source: Source, sha256: string, definition: string): string {
  const hash = createHash('sha256').update(`${source.name}\n${sha256}\n${definition}`).digest('hex')
  return `B${hash.slice(0, 16)}`
}

/** The columns of a source, by name of the table's column. */
export function columnsOf(source: Source): readonly (readonly [string, Column])[] {
  return Object.entries(source.columns as Readonly<Record<string, Column>>)
}

/** Columns of the file that a source reads, without doubles. */
export function readsOf(source: Source<CoreTable>): string[] {
  return [...new Set(columnsOf(source).flatMap(([, column]) => column.reads))]
}

/** Whether a column of the table is one column of the file without the spaces around it. */
export const isPlainText = (column: Column | undefined): boolean =>
  column?.transform === 'plain_text' && column.reads.length === 1

/**
 * Columns of the file whose texts, when they are plain, make the key of a row without a change; empty when the key is made in any
 * other way.
 */
export function plainKeyOf(source: Source): string[] {
  const columns = new Map(columnsOf(source))
  const { key, columns: types } = tableDef(source.into)
  // Where a key may lack a part, two records that lack it may have the same.
  if (key.some((name) => types[name].nullable)) return []
  const parts = key.map((name) => columns.get(name))
  const read = parts.filter((column) => column?.transform !== 'constant')
  const isPlain = read.every(isPlainText)
  return isPlain ? [...new Set(read.flatMap((column) => column?.reads ?? []))] : []
}

/** Columns of the file that a source speaks of, out of `columns`: those that it reads, ignores, or names in `rows`. Lower case. */
export function knownColumns(source: Source, columns: readonly string[]): Set<string> {
  return new Set([...usedColumns(source, columns), ...source.ignore.map((name) => name.toLowerCase())])
}

/** Columns of the file that a source uses: those that it reads, and those out of `columns` that it names in `rows`. Lower case. */
function usedColumns(source: Source, columns: readonly string[]): Set<string> {
  const used = new Set(readsOf(source).map((name) => name.toLowerCase()))
  const words = new Set((source.rows ?? '').toLowerCase().match(/"[^"]+"|[\p{L}_][\p{L}\p{N}_]*/gu) ?? [])
  for (const column of columns) {
    const name = column.toLowerCase()
    if (words.has(name) || words.has(`"${name}"`)) used.add(name)
  }
  return used
}

/** Columns that a file is asked for: those that the source uses and, in CSV, ignores. What `rows` makes is not in the file. */
export function wantedColumns(source: Source): string[] {
  const sample = sampleColumns(source)
  const has = new Set(sample.map((name) => name.toLowerCase()))
  const used = [...usedColumns(source, sample)].filter((name) => !source.rows || has.has(name))
  return source.format === 'csv' || source.format === 'xlsx'
    ? [...used, ...source.ignore.map((name) => name.toLowerCase())]
    : used
}

/** Columns of the source's own sample, as the real file has them. */
function sampleColumns(source: Source): string[] {
  const lines = source.sample.trim().split(/\r?\n/)
  const membersOf = (records: readonly object[]) => [...new Set(records.flatMap(Object.keys))]
  switch (source.format) {
    case 'jsonl':
      return membersOf(lines.map((line) => JSON.parse(line) as object))
    case 'json':
      return membersOf(recordsIn(JSON.parse(source.sample), source.reading?.path))
    case 'rss':
      return [...FEED_COLUMNS]
    default:
      return fieldsOf(lines[0], sampleDelimiter(lines[0])).map((name) => name.trim())
  }
}

/** The records of a JSON document: its root, what stands at `path`, or its first array. */
function recordsIn(document: unknown, path: string | undefined): readonly object[] {
  if (Array.isArray(document)) return document
  const members = document as Readonly<Record<string, unknown>>
  if (path !== undefined)
    return path
      .split('.')
      .reduce<unknown>((value, name) => (value as typeof members)[name], members) as readonly object[]
  return (Object.values(members).find(Array.isArray) ?? []) as readonly object[]
}

function sampleDelimiter(header: string): string {
  const counts = [',', ';', '\t', '|'].map((delimiter) => fieldsOf(header, delimiter).length)
  return [',', ';', '\t', '|'][counts.indexOf(Math.max(...counts))]
}
