/** JSON lines: one object a line. */
import { rmSync } from 'node:fs'
import { UserError } from '../errors.ts'
import { blocksOf } from './blocks.ts'
import { toUtf8File } from './decode.ts'
import { assertUnchanged, type Fingerprint } from './fingerprint.ts'
import { JsonTable } from './json-table.ts'
import type { RawTable, ReadRequest } from './raw.ts'

const DEFAULTS = {
  /** A line that is longer still is no text file, bytes. */
  longestHeld: 64 << 20,
} as const

/** Reads a file of one JSON object a line. */
export async function readJsonLines(request: ReadRequest, print: Fingerprint): Promise<RawTable> {
  const file = await toUtf8File(request, print, true)
  const table = new JsonTable(request, file.text.damaged)
  let rest: Buffer = Buffer.alloc(0)
  let offset = file.text.bom
  let line = 1
  const take = (bytes: Buffer) => {
    const fault = table.take(bytes, offset, line)
    if (fault) table.reject(fault, bytes, offset, line)
    offset += bytes.length
    line++
  }
  try {
    for await (const block of blocksOf(file.path, offset)) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block
      let from = 0
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        take(bytes.subarray(from, end + 1))
        from = end + 1
      }
      rest = bytes.subarray(from)
      if (rest.length > DEFAULTS.longestHeld)
        throw new UserError(
          `invalid line: ${line} of ${request.name} [longer than ${DEFAULTS.longestHeld} bytes]`,
        )
      request.onBytes(offset, table.records)
    }
    if (rest.length > 0) take(rest)
    await assertUnchanged(file)
    return await table.finish(file.path, print.text?.encoding ?? 'utf-8', () => {
      if (file.path !== print.path) rmSync(file.path, { force: true })
    })
  } catch (error) {
    table.copy.discard()
    throw error
  }
}
