/** A record that was set aside, read field by field, and written again. */
import { UserError } from '../../errors.ts'
import { fieldsOf } from '../csv/splitter.ts'
import { isWellFormed } from '../well-formed.ts'

const DEFAULTS = {
  /** A longer record is refused, characters. */
  longest: 1 << 20,
  /** Deeper JSON is refused. */
  depth: 64,
} as const

/** How the file of a record was read. */
export interface Layout {
  /** Names of the columns as the file has them. */
  readonly columns: readonly string[]
  /** NULL for records that are kept as JSON objects. */
  readonly delimiter: string | null
}

/** A cell: its text, or NULL when there is none. */
export type Cells = ReadonlyMap<string, string | null>

/** A stretch of a record, in UTF-16 units, and the column that it holds. */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly column: string | null
}

/** What can be made out of a record. */
export interface Reading {
  /** Fields in the order of the record; more or fewer than the columns when it is ragged. */
  readonly fields: readonly string[]
  /** Cells by column, as far as fields and columns go together. */
  readonly cells: Cells
  readonly marks: readonly Mark[]
  /** Whether every column has one field and no field is left over. */
  readonly isWhole: boolean
}

/** Reads a record as the file's layout says; a JSON object that is cut off gives the members before the cut. */
export function readRecord(record: string, layout: Layout): Reading {
  return layout.delimiter === null ? readJson(record, layout) : readFields(record, layout, layout.delimiter)
}

function readFields(record: string, { columns }: Layout, delimiter: string): Reading {
  const fields = fieldsOf(record, delimiter)
  const cells = new Map(columns.map((name, i) => [name, i < fields.length ? fields[i] : null]))
  const marks = spansOf(record, delimiter).map(([start, end], i) => ({
    start,
    end,
    column: columns[i] ?? null,
  }))
  return { fields, cells, marks, isWhole: fields.length === columns.length }
}

/** Where the fields of a delimited record lie, delimiters and the line end left out. */
function spansOf(record: string, delimiter: string): [number, number][] {
  const stop = record.replace(/(\r\n|\n|\r)$/, '').length
  const spans: [number, number][] = []
  let start = 0
  let isQuoted = false
  for (let i = 0; i <= stop; i++) {
    if (i < stop && record[i] === '"') isQuoted = !isQuoted
    if (i === stop || (record[i] === delimiter && !isQuoted)) {
      spans.push([start, i])
      start = i + 1
    }
  }
  return spans
}

function readJson(record: string, { columns }: Layout): Reading {
  const found = [...record.matchAll(/"((?:[^"\\]|\\.)*)"\s*:\s*("(?:[^"\\]|\\.)*"?|[^,}\]\s][^,}]*)?/g)]
  const marks: Mark[] = []
  const cells = new Map<string, string | null>(columns.map((name) => [name, null]))
  const parsed = objectOf(record)
  if (parsed) for (const [name, value] of Object.entries(parsed)) cells.set(name, cellOf(value))
  for (const match of found) {
    const [whole, name, value] = match
    if (value === undefined) continue
    const end = match.index + whole.length
    marks.push({ start: end - value.length, end, column: name })
    if (!parsed) cells.set(name, loose(value))
  }
  const fields = [...cells.values()].map((cell) => cell ?? '')
  return { fields, cells, marks, isWhole: parsed !== undefined }
}

/** A value out of a broken object, as far as it goes. */
function loose(value: string): string | null {
  if (value.startsWith('"')) return value.replace(/^"|"$/g, '')
  return value.trim() === 'null' ? null : value.trim()
}

function objectOf(record: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(record)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * Reads a corrected record that somebody wrote.
 * @throws UserError when it does not have the file's columns, is no JSON object, is too long, or holds what no text may hold.
 */
export function parseCorrected(record: string, layout: Layout): Cells {
  if (record.length > DEFAULTS.longest)
    throw new UserError(`invalid record: longer than ${DEFAULTS.longest} characters`, 422)
  if (layout.delimiter === null) {
    const value = objectOf(record)
    if (!value) throw new UserError(`invalid record: no JSON object [${jsonFault(record)}]`, 422)
    if (depthOf(value) > DEFAULTS.depth)
      throw new UserError(`invalid record: nested deeper than ${DEFAULTS.depth}`, 422)
    return checked(new Map(Object.entries(value).map(([name, member]) => [name, cellOf(member)])))
  }
  const fields = fieldsOf(record, layout.delimiter)
  if (fields.length !== layout.columns.length)
    throw new UserError(
      `invalid record: ${fields.length} fields [the file has ${layout.columns.length} columns, parted by ${JSON.stringify(layout.delimiter)}: ${layout.columns.join(', ')}]`,
      422,
    )
  return checked(new Map(layout.columns.map((name, i) => [name, fields[i]])))
}

/** Cells with some of them changed. @throws UserError for a column that the file does not have. */
export function withChanges(
  cells: Cells,
  changes: Readonly<Record<string, string | null>>,
  layout: Layout,
): Cells {
  const next = new Map(cells)
  for (const [name, value] of Object.entries(changes)) {
    if (layout.delimiter !== null && !layout.columns.includes(name))
      throw new UserError(
        `unknown column: ${JSON.stringify(name)} [one of ${layout.columns.join(', ')}]`,
        404,
      )
    next.set(name, value)
  }
  return checked(next)
}

function checked(cells: Cells): Cells {
  for (const [name, value] of cells) {
    if (value === null) continue
    if (value.includes('\0')) throw new UserError(`invalid record: ${name} holds a NUL character`, 422)
    if (!isWellFormed(value))
      throw new UserError(`invalid record: ${name} holds half of a surrogate pair`, 422)
  }
  return cells
}

/** A corrected record as it is kept: comma-separated in the order of the columns, or the JSON object with the cells put in. */
export function writeRecord(cells: Cells, layout: Layout, original: string): string {
  if (layout.delimiter !== null) return layout.columns.map((name) => quoted(cells.get(name) ?? '')).join(',')
  const before = objectOf(original) ?? {}
  const members = [...cells].flatMap(([name, value]): [string, unknown][] => {
    if (value === null) return name in before && before[name] === null ? [[name, null]] : []
    // What was no text stays as it was written, as long as nobody changed it.
    return [[name, name in before && cellOf(before[name]) === value ? before[name] : value]]
  })
  return JSON.stringify(Object.fromEntries(members))
}

/** A field as RFC 4180 has it. */
export const quoted = (field: string): string =>
  /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field

function jsonFault(record: string): string {
  try {
    JSON.parse(record)
    return 'an object in braces is expected'
  } catch (error) {
    return (error as Error).message.slice(0, 200)
  }
}

function depthOf(value: unknown): number {
  let depth = 0
  let level: unknown[] = [value]
  while (level.length > 0 && depth <= DEFAULTS.depth) {
    depth++
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return depth
}
