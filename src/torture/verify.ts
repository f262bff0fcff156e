/** Whether a file that was loaded is all there: in the warehouse, in quarantine, or in what is no record. */

import { readSheet } from 'read-excel-file/node'
import { textDecoder } from '../util/text-decoder.ts'
import { type Aside, missingBytes, objectsOf, recordsOf, without } from './conserved.ts'
import { COLUMNS } from './records.ts'

/** What the warehouse says about one file. */
export interface Loaded {
  readonly encoding: string
  readonly delimiter: string | null
  readonly records: number
  readonly accepted: number
  readonly quarantined: number
  readonly duplicate: number
  readonly aside: readonly Aside[]
  /** Accepted rows: id, claim, payee. */
  readonly rows: readonly (readonly [id: string, claim: string, payee: string | null])[]
}

const keyOf = (cells: readonly (string | null | undefined)[]) =>
  JSON.stringify(cells.map((cell) => (cell ?? '').replace(/^ +| +$/g, '')))

/**
 * Bytes of the file (unpacked) that are in none of the places where they may be. Where nobody but the loader can tell
 * (Parquet), a record that is missing counts with the mean length of a record.
 * @returns also whether somebody else could read the file to compare.
 */
export async function bytesLost(
  format: string,
  bytes: Buffer,
  loaded: Loaded,
): Promise<{ readonly lost: number; readonly verified: boolean }> {
  const { records, accepted, quarantined, duplicate } = loaded
  const unbalanced = Math.abs(records - accepted - quarantined - duplicate)
  const mean = Math.ceil(bytes.length / Math.max(1, records))
  const found =
    format === 'csv'
      ? csvLost(bytes, loaded)
      : format === 'json' || format === 'jsonl'
        ? jsonLost(bytes, loaded)
        : format === 'xlsx'
          ? await workbookLost(bytes, loaded, mean)
          : { lost: 0, verified: true }
  return { lost: found.lost + unbalanced * mean, verified: found.verified }
}

/** The text as UTF-8 where the offsets of the load are those of a copy in UTF-8. */
function asRead(
  bytes: Buffer,
  encoding: string,
  keep: readonly string[],
): { text: Buffer; encoding: string } {
  if (keep.includes(encoding)) return { text: bytes, encoding }
  return { text: Buffer.from(textDecoder(encoding).decode(bytes)), encoding: 'utf-8' }
}

const nameOf = (text: string) => text.trim().toLowerCase()

function csvLost(bytes: Buffer, loaded: Loaded) {
  const delimiter = loaded.delimiter ?? ','
  const isCopied = delimiter === '|' && loaded.encoding === 'gb18030'
  const { text, encoding } = asRead(
    bytes,
    loaded.encoding,
    isCopied ? ['utf-8'] : ['utf-8', 'gb18030', 'windows-1252'],
  )
  const { runs, astray } = without(text, encoding, loaded.aside)
  const rest = runs.map((run) => textDecoder(encoding, { ignoreBOM: true }).decode(run)).join('')
  const all = recordsOf(rest.replace(/^\ufeff/, ''), delimiter)
  // The line that names most columns is the header; what stands before it is a title.
  const names = all
    .slice(0, 20)
    .map((row) => COLUMNS.filter((column) => row.some((name) => nameOf(name) === column)))
  const at = names.map((some) => some.length).indexOf(Math.max(0, ...names.map((some) => some.length)))
  const header = all[Math.max(0, at)] ?? []
  const found = all.slice(at + 1)
  const places = COLUMNS.slice(0, 3).map((column) => header.findIndex((name) => nameOf(name) === column))
  const file = found.map((fields) => ({
    key: keyOf(places.map((place) => fields[place])),
    bytes: Buffer.byteLength(fields.join(delimiter)),
  }))
  const lost = missingBytes(file, loaded.rows.map(keyOf), loaded.duplicate)
  return { lost: lost + astray, verified: true }
}

function jsonLost(bytes: Buffer, loaded: Loaded) {
  const { text, encoding } = asRead(bytes, loaded.encoding, ['utf-8'])
  const { runs, astray } = without(text, encoding, loaded.aside)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const rest = runs.map((run) => decoder.decode(run)).join('')
  const array = /"items"\s*:\s*\[/.exec(rest)
  const inner = rest.startsWith('{') && array ? rest.slice(array.index + array[0].length) : rest
  const { objects, between } = objectsOf(inner)
  const file = objects.map((object) => {
    const value = Object.fromEntries(
      Object.entries(JSON.parse(object) as Record<string, unknown>).map(([name, member]) => [
        name.toLowerCase(),
        typeof member === 'object' && member !== null ? JSON.stringify(member) : member,
      ]),
    )
    const cells = COLUMNS.slice(0, 3).map((column) => value[column])
    return {
      key: keyOf(cells.map((cell) => (cell === null || cell === undefined ? '' : String(cell)))),
      bytes: Buffer.byteLength(object),
    }
  })
  const lost = missingBytes(file, loaded.rows.map(keyOf), loaded.duplicate)
  // Between the records there may be brackets, commas, and what the document has around its array.
  const stray = between.replace(/[\s,[\]]|\ufeff|\}\s*$|"(next|total|data|items)"\s*:\s*(null|\d+)?/g, '')
  return { lost: lost + astray + stray.replace(/[{}]/g, '').length, verified: true }
}

async function workbookLost(bytes: Buffer, loaded: Loaded, mean: number) {
  let rows: readonly (readonly unknown[])[]
  try {
    rows = await readSheet(bytes)
  } catch {
    return { lost: 0, verified: false }
  }
  const promised = rows.filter((row) => row.some((cell) => cell !== null && cell !== '')).length - 1
  return { lost: Math.max(0, promised - loaded.records) * mean, verified: true }
}
