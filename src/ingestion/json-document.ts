/**
 * A JSON document as a table of texts: the elements of one array, split by us so that each is parsed by itself. A broken
 * element costs itself: it ends where the next one begins by its looks, `}, {"first member"`.
 */
import { rmSync } from 'node:fs'
import { blocksOf } from './blocks.ts'
import { toUtf8File } from './decode.ts'
import { assertUnchanged, type Fingerprint } from './fingerprint.ts'
import { type FoundArray, findArray } from './json-array.ts'
import { type Fault, JsonTable, DEFAULTS as TABLE } from './json-table.ts'
import type { RawTable, ReadRequest } from './raw.ts'

const DEFAULTS = {
  /** What stands around the array is held in memory up to so many bytes. */
  envelope: 8 << 20,
} as const

const BROKEN: Fault = ['invalid_json', 'breaks off, or holds a quote or bracket too many']

/** Reads a document; lines are those that its records begin on. */
export async function readJsonDocument(request: ReadRequest, print: Fingerprint): Promise<RawTable> {
  const file = await toUtf8File(request, print, true)
  const array = await findArray(file.path, request.name, file.text.bom, request.reading?.path)
  const table = new JsonTable(request, file.text.damaged)
  const splitter = new ArraySplitter(table, array.offset, array.line, array.path === '')
  try {
    let rest: Buffer = Buffer.alloc(0)
    let read = array.offset
    for await (const block of blocksOf(file.path, array.offset)) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block
      read += block.length
      const used = splitter.push(bytes, read >= file.bytes)
      rest = bytes.subarray(used)
      request.onBytes(read, table.records)
      if (splitter.isClosed) break
    }
    if (!splitter.isClosed)
      table.reject(
        ['cut_off', 'the document ends before its array does'],
        Buffer.alloc(0),
        file.bytes,
        splitter.line,
      )
    await checkEnvelope(file.path, array, file.text.bom, splitter, table)
    await assertUnchanged(file)
    return await table.finish(file.path, print.text?.encoding ?? 'utf-8', () => {
      if (file.path !== print.path) rmSync(file.path, { force: true })
    })
  } catch (error) {
    table.copy.discard()
    throw error
  }
}

/** What stands around the array must be a whole document; if not, it is set aside. What a cut took away is made up. */
async function checkEnvelope(
  path: string,
  array: FoundArray,
  bom: number,
  { offset, line, isClosed }: ArraySplitter,
  table: JsonTable,
): Promise<void> {
  const before = await bytesOf(path, bom, array.offset)
  const after = isClosed ? await bytesOf(path, offset, Number.POSITIVE_INFINITY) : Buffer.alloc(0)
  const end = isClosed ? after.toString('utf8') : '}'.repeat(array.depth)
  try {
    JSON.parse(`${before.toString('utf8')}]${end}`)
  } catch (error) {
    const fault: Fault = ['invalid_json', `what stands around the records: ${(error as Error).message}`]
    const setAside = (bytes: Buffer, start: number, atLine: number) => {
      for (let from = 0; from < bytes.length; from += TABLE.longestRecord)
        table.reject(fault, bytes.subarray(from, from + TABLE.longestRecord), start + from, atLine)
    }
    setAside(before, bom, 1)
    setAside(after, offset, line)
  }
}

async function bytesOf(path: string, from: number, to: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const block of blocksOf(path, from)) {
    parts.push(block.subarray(0, Math.max(0, to - from - length)))
    length += block.length
    if (length >= to - from) break
    if (length > DEFAULTS.envelope) throw new Error(`more than ${DEFAULTS.envelope} bytes around the records`)
  }
  return Buffer.concat(parts)
}

const isSpace = (c: number) => c === 32 || (c >= 9 && c <= 13)

/** Splits the inside of an array into elements and hands them to the table; every byte is in one, or is structure. */
class ArraySplitter {
  offset: number
  line: number
  /** The array has ended and what follows is not ours. */
  isClosed = false
  readonly #table: JsonTable
  readonly #isRoot: boolean
  /** First member of the first record, as it is spelled. */
  #firstMember = ''
  #hasEnded = false

  constructor(table: JsonTable, offset: number, line: number, isRoot: boolean) {
    this.#table = table
    this.offset = offset
    this.line = line
    this.#isRoot = isRoot
  }

  /** Splits what it can and gives the number of bytes used. */
  push(block: Buffer, final: boolean): number {
    let at = 0
    while (at < block.length && !this.isClosed) {
      const c = block[at]
      let end = at + 1
      if (c === 0x5d && !this.#isRoot) this.isClosed = true
      else if (c === 0x5d) this.#hasEnded = true
      else if (!isSpace(c) && c !== 0x2c && !(c === 0x5b && this.#hasEnded)) {
        const before = this.#table.records
        const length = this.#element(block, at, final)
        if (length === 0) break
        end = at + length
        // A bracket too many in the middle does not end a document that goes on.
        if (this.#table.records > before) this.#hasEnded = false
      }
      for (let i = at; i < end; i++) if (block[i] === 10) this.line++
      this.offset += end - at
      at = end
    }
    if (final && at >= block.length && this.#hasEnded) this.isClosed = true
    return at
  }

  /** Takes the element at `at`; gives its length, 0 when more bytes are needed. */
  #element(block: Buffer, at: number, final: boolean): number {
    const end = elementEnd(block, at)
    if (end === 'more' && !final && block.length - at <= TABLE.longestRecord) return 0
    if (typeof end === 'number') {
      const bytes = block.subarray(at, end)
      const fault = this.#table.take(bytes, this.offset, this.line)
      if (!fault) {
        this.#firstMember ||= /^\{\s*("(?:[^"\\]|\\.)*")/.exec(bytes.toString('utf8', 0, 1024))?.[1] ?? ''
        return end - at
      }
      const next = fault[0] === 'invalid_json' ? this.#boundary(block, at, end) : undefined
      return this.#setAside(next === undefined ? fault : BROKEN, block, at, next ?? end)
    }
    const limit = Math.min(block.length, at + TABLE.longestRecord)
    const next = this.#boundary(block, at, limit)
    if (next === undefined && !final && limit === block.length) return 0
    return this.#setAside(BROKEN, block, at, next ?? limit)
  }

  #setAside(fault: Fault, block: Buffer, at: number, end: number): number {
    this.#table.reject(fault, block.subarray(at, end), this.offset, this.line)
    return end - at
  }

  /** Where the element at `at` ends by the looks of what follows it. */
  #boundary(block: Buffer, at: number, limit: number): number | undefined {
    const text = block.toString('latin1', at, limit)
    const member = Buffer.from(this.#firstMember).toString('latin1')
    const looks = /\}\s*,\s*(?=\{\s*("(?:[^"\\]|\\.)*"))/g
    for (let found = looks.exec(text); found; found = looks.exec(text))
      if (member === '' || found[1] === member) return at + found.index + 1
    return undefined
  }
}

/** Index behind the element at `at`; `more` when the block ends in it, `broken` when it cannot be one. */
function elementEnd(block: Buffer, at: number): number | 'more' | 'broken' {
  const first = block[at]
  if (first !== 0x7b && first !== 0x5b) {
    for (let i = at + 1; i < block.length; i++) {
      const c = block[i]
      if (c === 0x2c || c === 0x5d || c === 0x7b || c === 10) return i
    }
    return 'more'
  }
  let depth = 0
  for (let i = at; i < block.length; i++) {
    const c = block[i]
    if (c === 34) {
      for (i++; i < block.length && block[i] !== 34; i++) {
        if (block[i] < 32) return 'broken'
        if (block[i] === 92) i++
      }
      if (i >= block.length) return 'more'
    } else if (c === 0x7b || c === 0x5b) depth++
    else if ((c === 0x7d || c === 0x5d) && --depth === 0) return i + 1
  }
  return 'more'
}
