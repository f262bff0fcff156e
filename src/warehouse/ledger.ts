/**
 * What people decide about a book's data, beside its snapshots: append-only files of JSON lines that the server and the runs share.
 * A snapshot never changes, so a correction or a verdict waits here until the next run takes it up.
 */
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../errors.ts'
import { safeName } from './snapshot-id.ts'
import { snapshotLayout } from './snapshot-layout.ts'

export interface Ledger<T> {
  readonly path: string
  /** Writes entries behind the others, in one piece and flushed; two processes may do so at the same time. */
  append(entries: readonly T[]): Promise<void>
  /** All entries in the order they were written; none when there is no file. A last line that was cut off by a crash is left out. */
  read(): Promise<T[]>
}

/** The ledger `<home>/books/<book>/ledger/<name>.jsonl`. */
export function ledger<T>(home: string, book: string, name: string): Ledger<T> {
  const path = join(snapshotLayout(home, book).root, 'ledger', `${safeName('ledger', name)}.jsonl`)
  return {
    path,
    async append(entries) {
      if (entries.length === 0) return
      await mkdir(dirname(path), { recursive: true })
      const file = await open(path, 'a+', 0o600)
      try {
        const { size } = await file.stat()
        const last = Buffer.alloc(1)
        if (size > 0) await file.read(last, 0, 1, size - 1)
        // A line that a crash cut off must not swallow the next one.
        const gap = size > 0 && last[0] !== 10 ? '\n' : ''
        await file.writeFile(gap + entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
        await file.sync()
      } finally {
        await file.close()
      }
    },
    async read() {
      let text: string
      try {
        text = await readFile(path, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
        throw error
      }
      const lines = text.split('\n')
      return lines.flatMap((line, i) => {
        if (line === '') return []
        try {
          return [JSON.parse(line) as T]
        } catch {
          if (i >= lines.length - 2 || !line.endsWith('}')) return []
          throw new UserError(`invalid ledger: ${path} [line ${i + 1} is no JSON]`, 422)
        }
      })
    },
  }
}
