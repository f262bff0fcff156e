/** The header of a CSV file: its delimiter and quote, its column names, and where the records begin. */

import { invalid } from '../../errors.ts'
import type { Reading } from '../../source.ts'
import { textDecoder } from '../../util/text-decoder.ts'
import type { Detected } from '../encoding.ts'
import { headerAt, headerNames } from '../header-row.ts'
import { fieldsOf } from './splitter.ts'

const DEFAULTS = {
  /** A longer header is refused, bytes. */
  longestHeader: 1 << 18,
  /** Lines among which the header is looked for. */
  lines: 20,
} as const

/** Delimiters that are tried, the likeliest first. */
const DELIMITERS = [',', ';', '\t', '|'] as const

export interface Header {
  readonly delimiter: string
  /** Empty when nothing is quoted. */
  readonly quote: string
  readonly columns: readonly string[]
  /** Offset of the first byte behind the header. */
  readonly bodyStart: number
  /** Line that the header begins on, and lines it takes; none when there is no header. */
  readonly line: number
  readonly lines: number
}

/** One of the first records of a file. */
interface Line {
  readonly text: string
  readonly start: number
  readonly next: number
  readonly line: number
  readonly lines: number
}

/**
 * Reads the header from the first block. It is the first line, unless a later one has more of the columns that are `wanted`. The
 * delimiter is the one that yields most of them, then most columns. `reading` overrides what is found.
 * @throws UserError for a header that is too long, has a name twice or a column without a name.
 */
export function readHeader(
  file: string,
  first: Buffer,
  text: Detected,
  wanted: ReadonlySet<string>,
  reading: Reading = {},
): Header {
  const quote = oneByte(file, 'quote', reading.quote) ?? '"'
  const delimiter = oneByte(file, 'delimiter', reading.delimiter)
  if (delimiter === '' || delimiter === quote || /[\r\n]/.test(delimiter ?? ''))
    throw invalid('delimiter', delimiter, `of ${file}`)
  const lines = firstLines(file, first, text, quote, reading)
  const candidates = (delimiter ? [delimiter] : DELIMITERS).map((mark) => {
    const rows = lines.map((line) => fieldsOf(line.text, mark, quote))
    const at = reading.header === undefined ? headerAt(rows, wanted) : 0
    const names = rows[at].map((name) => name.trim())
    return { mark, at, names, known: names.filter((name) => wanted.has(name.toLowerCase())).length }
  })
  candidates.sort((a, b) => b.known - a.known || b.names.length - a.names.length)
  const { mark, at, names } = candidates[0]
  const found = lines[at]
  if (reading.header === 'none')
    return {
      delimiter: mark,
      quote,
      columns: names.map((_, i) => `column${i + 1}`),
      bodyStart: found.start,
      line: found.line,
      lines: 0,
    }
  return {
    delimiter: mark,
    quote,
    columns: headerNames(file, names),
    bodyStart: found.next,
    line: found.line,
    lines: found.lines,
  }
}

function oneByte(file: string, what: string, text: string | undefined): string | undefined {
  if (text !== undefined && text !== '' && (text.length > 1 || text > '\x7f'))
    throw invalid(what, text, `of ${file}: one ASCII character`)
  return text
}

/** The first records that are not empty, behind the lines that the reading skips. */
function firstLines(file: string, first: Buffer, text: Detected, quote: string, { header }: Reading): Line[] {
  const decoder = textDecoder(text.encoding)
  const mark = quote.charCodeAt(0)
  const found: Line[] = []
  const skipped = typeof header === 'number' ? header : 0
  let start = text.bom
  let line = 1
  while (start < first.length && found.length < (header === undefined ? DEFAULTS.lines : 1)) {
    if (line <= skipped) {
      const { next } = recordEnd(first, start, Number.NaN)
      start = next
      line++
      continue
    }
    if (first[start] === 10 || first[start] === 13) {
      start += first[start] === 13 && first[start + 1] === 10 ? 2 : 1
      line++
      continue
    }
    const { stop, next, lines } = recordEnd(first, start, mark)
    if (found.length === 0 && stop - start > DEFAULTS.longestHeader)
      throw invalid(
        'header of file',
        file,
        `longer than ${DEFAULTS.longestHeader} bytes; is a quote left open?`,
      )
    if (stop - start > DEFAULTS.longestHeader) break
    found.push({ text: decoder.decode(first.subarray(start, stop)), start, next, line, lines })
    start = next
    line += lines
  }
  if (found.length === 0) throw invalid('file', file, 'no header, only empty lines')
  return found
}

/** End of the record at `start`: quotes may hold line ends. */
function recordEnd(
  block: Buffer,
  start: number,
  quote: number,
): { readonly stop: number; readonly next: number; readonly lines: number } {
  let isQuoted = false
  let lines = 1
  for (let i = start; i < block.length; i++) {
    const byte = block[i]
    if (byte === quote) isQuoted = !isQuoted
    else if (byte === 10 && isQuoted) lines++
    else if ((byte === 10 || byte === 13) && !isQuoted) {
      const isPair = byte === 13 && block[i + 1] === 10
      return { stop: i, next: i + (isPair ? 2 : 1), lines }
    }
  }
  return { stop: block.length, next: block.length, lines }
}
