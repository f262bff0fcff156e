/** What a header says of the pass over the records behind it. */
import { invalid } from '../../errors.ts'
import type { Detected } from '../encoding.ts'
import type { Header } from './header.ts'
import type { PassOptions } from './split-pass.ts'

/** Column of the copy that holds the line of a record. */
export const LINE_COLUMN = '_line'

/** @throws UserError for a header with the name of the column that the copy adds. */
export function optionsOf(
  name: string,
  header: Header,
  text: Detected,
  copy: string,
  keyFields: readonly number[],
): PassOptions {
  if (header.columns.some((column) => column.toLowerCase() === LINE_COLUMN))
    throw invalid('header of file', name, `a column may not be called ${LINE_COLUMN}`)
  return {
    name,
    copy,
    encoding: text.encoding,
    delimiter: header.delimiter.charCodeAt(0),
    quote: header.quote === '' ? 0 : header.quote.charCodeAt(0),
    width: header.columns.length,
    damaged: text.damaged,
    offset: header.bodyStart,
    line: header.line + header.lines,
    keyFields,
  }
}

/** Ascending numbers of the columns of a key; empty when one of them is not there. */
export function keyFieldsOf(columns: readonly string[], keyColumns: readonly string[]): number[] {
  const places = columns.map((column) => column.toLowerCase())
  const fields = keyColumns.map((name) => places.indexOf(name.toLowerCase())).sort((a, b) => a - b)
  return fields.includes(-1) ? [] : fields
}
