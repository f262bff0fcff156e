/** Texts that cannot be split as they are (UTF-16) become UTF-8 in the work folder first. */

import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { invalid } from '../errors.ts'
import { textDecoder } from '../util/text-decoder.ts'
import { firstUndecodable } from './encoding.ts'
import { blocksOf, type Fingerprint } from './fingerprint.ts'
import type { ReadRequest } from './raw.ts'

/** A file that splits by bytes: UTF-8, GB18030 or Windows-1252. */
export type TextFile = Fingerprint & { readonly text: NonNullable<Fingerprint['text']> }

/** The file itself, or its copy in UTF-8 (`always`: whatever is not UTF-8). Offsets within a copy are offsets of the UTF-8 text. */
export async function toUtf8File(
  request: ReadRequest,
  print: Fingerprint,
  always = false,
): Promise<TextFile> {
  const text = print.text
  if (!text) throw invalid('file', request.name, 'not a text')
  if (text.encoding === 'utf-8' || (!text.encoding.startsWith('utf-16') && !always)) return { ...print, text }
  const path = join(request.workDirectory, `${request.table}.utf8`)
  const decoder = textDecoder(text.encoding, { fatal: true })
  const handle = openSync(path, 'w')
  try {
    for await (const block of blocksOf(print.path)) writeSync(handle, decoder.decode(block, { stream: true }))
    writeSync(handle, decoder.decode())
  } catch {
    const offset = await firstUndecodable(text.encoding, () => blocksOf(print.path))
    throw invalid(
      'encoding of file',
      request.name,
      `${text.encoding}, but not from byte ${offset} on; save it as UTF-8`,
    )
  } finally {
    closeSync(handle)
  }
  const { size, mtimeMs } = statSync(path)
  return {
    ...print,
    path,
    bytes: size,
    modified: mtimeMs,
    text: { encoding: 'utf-8', bom: 0, damaged: false },
  }
}
