/** One correction for many records: a stated change of one column, or of how fields and columns go together. */
import { UserError } from '../../errors.ts'
import type { Cells, Layout, Reading } from './record.ts'

/** What is done to every record of a group. */
export type Operation =
  /** Whole values by other values; texts are trimmed before they are looked up. */
  | { readonly kind: 'map'; readonly column: string; readonly values: Readonly<Record<string, string>> }
  /** A stretch of the value by another one, everywhere in it. */
  | { readonly kind: 'replace'; readonly column: string; readonly find: string; readonly by: string }
  /** Dates in a stated order of day, month and year, written as ISO. */
  | { readonly kind: 'date'; readonly column: string; readonly format: DateFormat }
  /** One value for all. */
  | { readonly kind: 'set'; readonly column: string; readonly value: string | null }
  /** One column takes what another has. */
  | { readonly kind: 'copy'; readonly column: string; readonly from: string }
  /** Records of too many fields: those from `column` on were parted by a delimiter that belongs to the text, and are joined. */
  | { readonly kind: 'join'; readonly column: string; readonly with: string }
  /** Records of too few fields: those that are missing begin at `column`, and are empty. */
  | { readonly kind: 'pad'; readonly column: string }

export const DATE_FORMATS = ['DMY', 'MDY', 'YMD', 'YDM'] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

/** The cells after the operation; NULL when it does not apply to this record. @throws UserError for a column that the file lacks. */
export function operate(operation: Operation, reading: Reading, layout: Layout): Cells | null {
  const at = layout.columns.indexOf(operation.column)
  if (at < 0 && layout.delimiter !== null)
    throw new UserError(
      `unknown column: ${JSON.stringify(operation.column)} [one of ${layout.columns.join(', ')}]`,
      404,
    )
  if (operation.kind === 'join' || operation.kind === 'pad') return realign(operation, at, reading, layout)
  if (!reading.isWhole) return null
  const before = reading.cells.get(operation.column) ?? null
  const after = changed(operation, before, reading.cells)
  return after === undefined ? null : new Map(reading.cells).set(operation.column, after)
}

function changed(
  operation: Exclude<Operation, { kind: 'join' | 'pad' }>,
  before: string | null,
  cells: Cells,
): string | null | undefined {
  switch (operation.kind) {
    case 'set':
      return operation.value
    case 'copy':
      return cells.get(operation.from) ?? undefined
    case 'map': {
      const key = (before ?? '').trim()
      return Object.hasOwn(operation.values, key) ? operation.values[key] : undefined
    }
    case 'replace':
      return before?.includes(operation.find) ? before.replaceAll(operation.find, operation.by) : undefined
    case 'date':
      return before === null ? undefined : isoDate(before, operation.format)
  }
}

/** A date with any separators, in the stated order; the time of day behind it stays. Years of two digits are of 1950 to 2049. */
export function isoDate(text: string, format: DateFormat): string | undefined {
  const match = /^\s*(\d{1,4})\D+(\d{1,4})\D+(\d{1,4})(?:[日\sT]+(\d{1,2}:\d{2}(?::\d{2})?))?\s*日?\s*$/.exec(
    text,
  )
  if (!match) return undefined
  const part = (letter: string) => match[format.indexOf(letter) + 1]
  const [year, month, day] = [part('Y'), part('M'), part('D')]
  const full = year.length <= 2 ? Number(year) + (Number(year) < 50 ? 2000 : 1900) : Number(year)
  const date = new Date(Date.UTC(full, Number(month) - 1, Number(day)))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  return `${date.toISOString().slice(0, 10)}${match[4] ? ` ${match[4]}` : ''}`
}

function realign(
  operation: Extract<Operation, { kind: 'join' | 'pad' }>,
  at: number,
  { fields }: Reading,
  { columns, delimiter }: Layout,
): Cells | null {
  const extra = fields.length - columns.length
  if (delimiter === null || at < 0) return null
  let aligned: readonly string[]
  if (operation.kind === 'join') {
    if (extra <= 0) return null
    aligned = [
      ...fields.slice(0, at),
      fields.slice(at, at + extra + 1).join(operation.with),
      ...fields.slice(at + extra + 1),
    ]
  } else {
    if (extra >= 0) return null
    aligned = [...fields.slice(0, at), ...Array.from({ length: -extra }, () => ''), ...fields.slice(at)]
  }
  return new Map(columns.map((name, i) => [name, aligned[i] ?? null]))
}
