/** Records that were parsed here go to DuckDB as a CSV file of a single spelling: every value quoted, an absent one empty. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { UserError } from '../errors.ts'
import { quoteName, quoteText } from '../warehouse/index.ts'
import type { ReadRequest } from './raw.ts'

const DEFAULTS = {
  /** Text gathered before it is written, characters. */
  buffer: 1 << 20,
  /** The longest line that DuckDB takes, bytes. */
  longestLine: 4 << 20,
} as const

/** One such file. */
export class TextCopy {
  rows = 0
  readonly #path: string
  readonly #handle: number
  #text = ''
  #isOpen = true

  constructor(request: ReadRequest) {
    this.#path = join(request.workDirectory, `${request.table}.csv`)
    this.#handle = openSync(this.#path, 'w')
  }

  write(cells: readonly (string | undefined)[]): void {
    // A line without anything in it would be passed over.
    this.#text += cells.length === 1 && cells[0] === undefined ? '""\n' : `${cells.map(quoted).join(',')}\n`
    this.rows++
    if (this.#text.length > DEFAULTS.buffer) this.#flush()
  }

  /** Closes the file and makes the temporary table of the request from it. @throws UserError when the count differs. */
  async load(request: ReadRequest, names: readonly string[]): Promise<void> {
    this.#flush()
    this.#close()
    const columns = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ')
    const table = quoteName(request.table)
    await sql
      .raw(
        `create or replace temp table ${table} as select * from read_csv(${quoteText(this.#path)}, auto_detect=false, header=false,
        delim=',', quote='"', escape='"', strict_mode=true, max_line_size=${DEFAULTS.longestLine}, columns={${columns}})`,
      )
      .execute(request.session)
    const { rows } = await sql
      .raw<{ n: number }>(`select count(*) as n from ${table}`)
      .execute(request.session)
    this.discard()
    if (Number(rows[0].n) !== this.rows)
      throw new UserError(
        `invalid file: ${JSON.stringify(request.name)} [${this.rows} records counted, ${rows[0].n} read; nothing was loaded]`,
      )
  }

  /** Closes and removes the file; may be called again. */
  discard(): void {
    this.#close()
    rmSync(this.#path, { force: true })
  }

  #flush(): void {
    writeSync(this.#handle, this.#text)
    this.#text = ''
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.#handle)
    this.#isOpen = false
  }
}

function quoted(cell: string | undefined): string {
  return cell === undefined ? '' : `"${cell.replaceAll('"', '""').replace(/\r\n?/g, '\n')}"`
}
