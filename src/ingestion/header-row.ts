/** Which of the first rows names the columns, and what the names have to be. */
import { invalid } from '../errors.ts'
import { isWellFormed } from './well-formed.ts'

/**
 * Index of the header among the first rows: the first row, unless a later one has more of the `wanted` names, and at least two.
 * Titles and dates of export stand above the header in many reports.
 */
export function headerAt(rows: readonly (readonly string[])[], wanted: ReadonlySet<string>): number {
  const known = rows.map((row) => new Set(row.map(keyOf).filter((name) => wanted.has(name))).size)
  const best = Math.max(...known)
  return best >= 2 && best > known[0] ? known.indexOf(best) : 0
}

const keyOf = (name: string) => name.trim().toLowerCase()

/**
 * The names of the columns, trimmed. One without a name beside others is `column4` by its place: many systems end every line
 * with a delimiter.
 * @throws UserError when none has a name, or two are alike.
 */
export function headerNames(file: string, cells: readonly string[]): string[] {
  const names = cells.map((name) => name.trim())
  const columns = names.some(Boolean) ? names.map((name, i) => name || `column${i + 1}`) : names
  const seen = new Set<string>()
  columns.forEach((name, i) => {
    if (name === '') throw invalid('header of file', file, `column ${i + 1} of ${columns.length} has no name`)
    if (seen.has(name.toLowerCase()))
      throw invalid('header of file', file, `column ${JSON.stringify(name)} twice`)
    if (name.includes('\0') || !isWellFormed(name))
      throw invalid('header of file', file, `column ${JSON.stringify(name)} holds what no name can hold`)
    seen.add(name.toLowerCase())
  })
  return columns
}
