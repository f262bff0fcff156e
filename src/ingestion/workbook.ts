/**
 * An Excel workbook (.xlsx, ECMA-376) as a table of texts. A sheet is streamed out of its archive; nothing in it is evaluated:
 * a formula counts as the value that was stored beside it.
 */
import { invalid, UserError } from '../errors.ts'
import { assertUnchanged, type Fingerprint } from './fingerprint.ts'
import { headerAt, headerNames } from './header-row.ts'
import { LineMap } from './line-map.ts'
import type { RawTable, ReadRequest, Reject } from './raw.ts'
import { rowsAsRecords } from './row-records.ts'
import { SheetReader, type SheetRow } from './sheet.ts'
import { TextCopy } from './text-copy.ts'
import { isWellFormed } from './well-formed.ts'
import { openWorkbook, type Workbook } from './workbook-parts.ts'

const DEFAULTS = {
  /** Rows among which the header is looked for. */
  headerRows: 20,
  /** Longer rows are set aside, bytes. */
  longestRow: 1 << 20,
} as const

/** Reads one sheet; lines are the numbers of its rows as Excel shows them. Rows without a value are passed over. */
export async function readWorkbook(request: ReadRequest, print: Fingerprint): Promise<RawTable> {
  const book = await openWorkbook(print.path, request.name)
  const sheet = chosenSheet(book, request)
  const table = new SheetTable(request)
  try {
    await book.read(sheet.part, new SheetReader(book, (row) => table.take(row)), (bytes) =>
      request.onBytes(Math.min(bytes, print.bytes), table.records),
    )
    table.finish()
    await assertUnchanged(print)
    await table.copy.load(request, table.columns)
  } catch (error) {
    table.copy.discard()
    if (error instanceof UserError) throw error
    throw invalid(
      'file',
      request.name,
      `damaged: sheet ${JSON.stringify(sheet.name)}: ${(error as Error).message}`,
    )
  }
  request.onBytes(print.bytes, table.records)
  return {
    table: request.table,
    columns: table.columns,
    records: table.records,
    encoding: 'xlsx',
    delimiter: undefined,
    headerLine: table.headerLine,
    sheet: sheet.name,
    unreadSheets:
      request.reading?.sheet === undefined
        ? book.sheets.filter((one) => one !== sheet).map(({ name }) => name)
        : [],
    lines: table.lines,
    rejects: table.rejects,
    locate: (within, ordinals) => rowsAsRecords(within, request.table, ordinals),
    dispose: () => undefined,
  }
}

function chosenSheet(book: Workbook, request: ReadRequest): Workbook['sheets'][number] {
  const wanted = request.reading?.sheet ?? 1
  const sheet =
    typeof wanted === 'number'
      ? book.sheets[wanted - 1]
      : book.sheets.find((one) => one.name.toLowerCase() === wanted.toLowerCase())
  if (sheet) return sheet
  throw new UserError(
    `missing sheet: ${JSON.stringify(wanted)} [in ${request.name}, which has ${book.sheets.map((one) => JSON.stringify(one.name)).join(', ')}]`,
    422,
  )
}

/** Takes rows until the header is found, then turns rows into records. */
class SheetTable {
  readonly copy: TextCopy
  readonly lines = new LineMap()
  readonly rejects: Reject[] = []
  columns: string[] = []
  headerLine: number | undefined
  /** Column of the sheet by column of the table. */
  #places: number[] = []
  /** Name of the column by column of the sheet. */
  readonly #names: (string | undefined)[] = []
  #held: SheetRow[] | undefined = []
  readonly #request: ReadRequest

  constructor(request: ReadRequest) {
    this.#request = request
    this.copy = new TextCopy(request)
  }

  get records(): number {
    return this.copy.rows
  }

  take(row: SheetRow): void {
    if (!this.#held) {
      this.#record(row)
      return
    }
    this.#held.push(row)
    const { header } = this.#request.reading ?? {}
    const isEnough = header === undefined ? this.#held.length >= DEFAULTS.headerRows : true
    if (isEnough && (typeof header !== 'number' || row.number > header)) this.#begin()
  }

  finish(): void {
    if (this.#held) this.#begin()
  }

  #begin(): void {
    const held = this.#held ?? []
    this.#held = undefined
    const { header } = this.#request.reading ?? {}
    if (held.length === 0 && header !== 'none')
      throw invalid('file', this.#request.name, 'no header, only empty rows')
    const rows = held.map((row) => Array.from(row.cells, (cell) => cell?.text ?? ''))
    const at =
      header === 'none'
        ? -1
        : typeof header === 'number'
          ? held.findIndex((row) => row.number > header)
          : headerAt(rows, this.#request.wanted)
    if (at >= 0) {
      const names = rows[at].map((name) => name.trim())
      this.#places = [...names.keys()].filter((place) => names[place] !== '')
      this.headerLine = held[at].number
      this.columns = headerNames(
        this.#request.name,
        this.#places.map((place) => names[place]),
      )
    } else {
      const width = Math.max(1, ...rows.map((row) => row.length))
      this.#places = Array.from({ length: width }, (_, place) => place)
      this.columns = this.#places.map((place) => `column${place + 1}`)
    }
    this.#places.forEach((place, i) => {
      this.#names[place] = this.columns[i]
    })
    for (const row of held.slice(at + 1)) this.#record(row)
  }

  #record(row: SheetRow): void {
    const fault = this.#faultOf(row)
    if (fault) {
      const record = JSON.stringify(
        Object.fromEntries(
          row.cells.flatMap((cell, place) =>
            cell ? [[this.#nameOf(place), cell.text ?? cell.stored ?? '']] : [],
          ),
        ),
      )
      this.rejects.push({
        code: fault[0],
        reason: fault[1],
        line: row.number,
        offset: row.number,
        bytes: Buffer.byteLength(record),
        record,
      })
      return
    }
    this.lines.note(this.copy.rows, row.number)
    this.copy.write(this.#places.map((place) => row.cells[place]?.text))
  }

  #nameOf(place: number): string {
    return this.#names[place] ?? `column ${place + 1}`
  }

  #faultOf(row: SheetRow): readonly [code: string, reason: string] | undefined {
    let length = 0
    for (const [place, cell] of row.cells.entries()) {
      if (!cell) continue
      if (this.#names[place] === undefined) return ['ragged_row', `cell ${cell.at} stands under no header`]
      if (cell.fault && this.#request.wanted.has(this.#nameOf(place).toLowerCase()))
        return [cell.code ?? 'invalid_value', `cell ${cell.at} ${cell.fault}`]
      const text = cell.text ?? ''
      length += Buffer.byteLength(text)
      if (!isWellFormed(text)) return ['invalid_text', `cell ${cell.at} holds half of a surrogate pair`]
      if (text.includes('\0')) return ['nul_byte', `cell ${cell.at} holds a NUL character`]
    }
    return length > DEFAULTS.longestRow
      ? ['long_record', `longer than ${DEFAULTS.longestRow} bytes`]
      : undefined
  }
}
