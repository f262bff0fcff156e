/** Whether a file's columns are those that a source expects. */
import { UserError } from '../errors.ts'
import type { Source } from '../source.ts'
import { knownColumns, readsOf } from './definition.ts'

export interface Fit {
  /** Columns of the file that the source uses. */
  readonly matched: readonly string[]
  /** Columns that the source needs and the file lacks. */
  readonly missing: readonly string[]
  /** Columns of the file that the source neither uses nor ignores. */
  readonly unknown: readonly string[]
}

/** Holds a source's columns against a file's. Members that a JSON or feed record leaves out are no fault of the file. */
export function columnFit(source: Source, columns: readonly string[]): Fit {
  const has = new Set(columns.map((name) => name.toLowerCase()))
  const known = knownColumns(source, columns)
  const isOpen = ['json', 'jsonl', 'rss'].includes(source.format) || source.rows !== undefined
  return {
    matched: columns.filter((name) => known.has(name.toLowerCase())),
    missing: isOpen ? [] : readsOf(source).filter((name) => !has.has(name.toLowerCase())),
    unknown: columns.filter((name) => !known.has(name.toLowerCase())),
  }
}

/** Throws when a column is missing, and names the header that looks most like it. */
export function assertFits(source: Source, file: string, columns: readonly string[], result: Fit): void {
  if (result.missing.length === 0) return
  const [first] = result.missing
  const free = result.unknown.length > 0 ? result.unknown : columns
  const near = nearest(first, free)
  const more = result.missing.length > 1 ? `, and ${result.missing.length - 1} more missing` : ''
  throw new UserError(
    `missing column: ${JSON.stringify(first)} [in ${file}, which ${source.name} reads${more}; nearest header there: ${JSON.stringify(near)}]`,
    422,
  )
}

/** The name that takes the fewest changes to become `name`. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
      .slice(0, 64)
  const distances = candidates.map((candidate) => distance(plain(name), plain(candidate)))
  return candidates[distances.indexOf(Math.min(...distances))]
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]
}
