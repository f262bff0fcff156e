/** The header of a CSV file: its delimiter, its column names, and where the records begin. */
import { invalid } from '../../errors.ts'
import type { Detected } from '../encoding.ts'
import { fieldsOf } from './splitter.ts'

const DEFAULTS = {
  /** A longer header is refused, bytes. */
  longestHeader: 1 << 18,
} as const

/** Delimiters that are tried, the likeliest first. */
const DELIMITERS = [',', ';', '\t', '|'] as const

export interface Header {
  readonly delimiter: string
  readonly columns: readonly string[]
  /** Offset of the first byte behind the header. */
  readonly bodyStart: number
  /** Line that the header begins on, and lines it takes. */
  readonly line: number
  readonly lines: number
}

/**
 * Reads the header from the first block. The delimiter is the one that yields most of the columns that are `wanted`, then
 * most columns.
 * @throws UserError for a header that is too long, has a name twice or a column without a name.
 */
export function readHeader(file: string, first: Buffer, text: Detected, wanted: ReadonlySet<string>): Header {
  let start = text.bom
  let line = 1
  while (start < first.length && (first[start] === 10 || first[start] === 13)) {
    if (first[start] === 10) line++
    start++
  }
  const { stop, next, lines } = recordEnd(first, start)
  if (stop === start) throw invalid('file', file, 'no header, only empty lines')
  if (stop - start > DEFAULTS.longestHeader)
    throw invalid(
      'header of file',
      file,
      `longer than ${DEFAULTS.longestHeader} bytes; is a quote left open?`,
    )
  const record = new TextDecoder(text.encoding).decode(first.subarray(start, stop))
  const candidates = DELIMITERS.map((delimiter) => {
    const columns = fieldsOf(record, delimiter).map((name) => name.trim())
    return { delimiter, columns, known: columns.filter((name) => wanted.has(name.toLowerCase())).length }
  })
  candidates.sort((a, b) => b.known - a.known || b.columns.length - a.columns.length)
  const { delimiter, columns } = candidates[0]
  const seen = new Set<string>()
  columns.forEach((name, i) => {
    if (name === '') throw invalid('header of file', file, `column ${i + 1} of ${columns.length} has no name`)
    if (seen.has(name.toLowerCase()))
      throw invalid('header of file', file, `column ${JSON.stringify(name)} twice`)
    seen.add(name.toLowerCase())
  })
  return { delimiter, columns, bodyStart: next, line, lines }
}

/** End of the first record: quotes may hold line ends. */
function recordEnd(block: Buffer, start: number): { stop: number; next: number; lines: number } {
  let isQuoted = false
  let lines = 1
  for (let i = start; i < block.length; i++) {
    const byte = block[i]
    if (byte === 34) isQuoted = !isQuoted
    else if (byte === 10 && isQuoted) lines++
    else if ((byte === 10 || byte === 13) && !isQuoted) {
      const isPair = byte === 13 && block[i + 1] === 10
      return { stop: i, next: i + (isPair ? 2 : 1), lines }
    }
  }
  return { stop: block.length, next: block.length, lines }
}
