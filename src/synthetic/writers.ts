/** Files written record by record, in chunks: CSV in several encodings, and JSON lines; some records damaged on the way. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Random } from '../util/random.ts'
import { writeGb18030 } from './gb18030.ts'
import { type Damage, damageFields, damageFor, type FieldKind, DEFAULTS as MESS, reshape } from './mess.ts'

const CHUNK = 1 << 18

export type Encoding = 'utf-8' | 'utf-8-bom' | 'gb18030'
export type Field = string | number

/** What was written, and what was damaged. */
export interface FileReport {
  readonly file: string
  records: number
  readonly damaged: Partial<Record<Damage, number>>
}

export interface RecordFile {
  readonly report: FileReport
  /** One record; fields in the order of the columns, '' where nothing is known. */
  write(fields: Field[]): void
  close(): void
}

export interface Writers {
  /** `damaged`: share of records that are damaged; the usual one unless given. */
  csv(
    file: string,
    columns: Readonly<Record<string, FieldKind>>,
    encoding?: Encoding,
    damaged?: number,
  ): RecordFile
  jsonl(file: string, columns: Readonly<Record<string, FieldKind>>): RecordFile
  /** A file that is written in one piece. */
  whole(file: string, text: string): void
  /** Closes every file, and tells about each. */
  close(): FileReport[]
}

/** A file behind a buffer; texts are encoded straight into it. */
function sink(path: string, encoding: Encoding) {
  mkdirSync(dirname(path), { recursive: true })
  const descriptor = openSync(path, 'w')
  let buffer = Buffer.allocUnsafe(CHUNK)
  let used = 0
  const flush = () => {
    writeSync(descriptor, buffer, 0, used)
    used = 0
  }
  const push = (text: string) => {
    // No character takes more than three bytes in either encoding.
    const most = text.length * 3
    if (used + most > buffer.length) flush()
    if (most > buffer.length) buffer = Buffer.allocUnsafe(most)
    used += encoding === 'gb18030' ? writeGb18030(text, buffer, used) : buffer.write(text, used, 'utf8')
  }
  if (encoding === 'utf-8-bom') push('\uFEFF')
  return {
    push,
    close() {
      flush()
      closeSync(descriptor)
    },
  }
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Writers into a folder. `random` decides about damage; each file has its own stream of it. */
export function writers(directory: string, random: Random): Writers {
  const files: RecordFile[] = []
  const open = (
    file: string,
    columns: Readonly<Record<string, FieldKind>>,
    encoding: Encoding,
    header: string,
    line: (fields: Field[]) => string,
    cut: (fields: Field[]) => string,
    damaged: number,
  ): RecordFile => {
    const kinds = Object.values(columns)
    const r = random.fork(file)
    const out = sink(join(directory, file), encoding)
    const report: FileReport = { file, records: 0, damaged: {} }
    if (header) out.push(header)
    const self: RecordFile = {
      report,
      write(fields) {
        report.records++
        const damage = damageFor(kinds, damaged, r)
        if (damage === undefined) {
          if (header && damaged > 0) reshape(fields, kinds, r)
          out.push(`${line(fields)}\n`)
          return
        }
        report.damaged[damage] = (report.damaged[damage] ?? 0) + 1
        damageFields(fields, kinds, damage, r)
        const text = damage === 'ragged' ? cut(fields) : line(fields)
        out.push(damage === 'repeated' ? `${text}\n${text}\n` : `${text}\n`)
      },
      close: out.close,
    }
    files.push(self)
    return self
  }
  return {
    csv(file, columns, encoding = 'utf-8', damaged = MESS.damaged) {
      const free = Object.values(columns).flatMap((kind, i) => (kind === 'free' ? [i] : []))
      const line = (fields: Field[]) => {
        for (const i of free) fields[i] = quoted(String(fields[i]))
        return fields.join(',')
      }
      const cut = (fields: Field[]) => (line(fields).length > 0 ? fields.slice(0, -2).join(',') : '')
      return open(file, columns, encoding, `${Object.keys(columns).join(',')}\n`, line, cut, damaged)
    },
    jsonl(file, columns) {
      const names = Object.keys(columns)
      const numeric = Object.values(columns).map((kind) => kind === 'amount' || kind === 'number')
      const line = (fields: Field[]) => {
        const record: Record<string, Field> = {}
        for (let i = 0; i < names.length; i++) {
          const value = fields[i] as Field
          if (value === '') continue
          const number = numeric[i] ? Number(value) : Number.NaN
          record[names[i] as string] = Number.isNaN(number) ? value : number
        }
        return JSON.stringify(record)
      }
      return open(file, columns, 'utf-8', '', line, (fields) => line(fields).slice(0, -9), MESS.damaged)
    },
    whole(file, text) {
      const out = sink(join(directory, file), 'utf-8')
      out.push(text)
      out.close()
    },
    close() {
      for (const file of files) file.close()
      return files.map((file) => file.report)
    },
  }
}
