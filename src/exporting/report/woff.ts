/** A WOFF file unpacked to the font within, after https://www.w3.org/TR/WOFF/: tables of zlib streams behind a directory. */
import { inflateSync } from 'node:zlib'
import { invalid } from '../../errors.ts'

const SIGNATURE = 0x774f4646
const [HEAD, ENTRY] = [44, 20]

/** The font as TrueType or OpenType bytes. @throws UserError for what is no WOFF file. */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.length < HEAD || woff.readUInt32BE(0) !== SIGNATURE)
    throw invalid('font', woff.length, 'a WOFF file')
  const tables = woff.readUInt16BE(12)
  const head = Buffer.alloc(12 + 16 * tables)
  head.writeUInt32BE(woff.readUInt32BE(4), 0)
  head.writeUInt16BE(tables, 4)
  const parts: Buffer[] = [head]
  let end = head.length
  for (let i = 0; i < tables; i++) {
    const at = HEAD + ENTRY * i
    const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(at + field))
    const bytes = woff.subarray(offset, offset + packed)
    const table = packed < length ? inflateSync(bytes) : bytes
    const entry = 12 + 16 * i
    woff.copy(head, entry, at, at + 4)
    woff.copy(head, entry + 4, at + 16, at + 20)
    head.writeUInt32BE(end, entry + 8)
    head.writeUInt32BE(length, entry + 12)
    const padding = Buffer.alloc((4 - (length % 4)) % 4)
    parts.push(table, padding)
    end += length + padding.length
  }
  return Buffer.concat(parts)
}

/** Characters that a font has glyphs for: formats 4 and 12 of its `cmap`, after the OpenType specification. */
export function charactersOf(font: Buffer): ReadonlySet<number> {
  const found = new Set<number>()
  const cmap = tableOf(font, 'cmap')
  const tables = cmap.readUInt16BE(2)
  for (let i = 0; i < tables; i++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + 8 * i + 4))
    const format = table.readUInt16BE(0)
    if (format === 4) readSegments(table, found)
    if (format === 12) {
      const groups = table.readUInt32BE(12)
      for (let g = 0; g < groups; g++) {
        const [from, to] = [16, 20].map((field) => table.readUInt32BE(field + 12 * g))
        for (let character = from; character <= to; character++) found.add(character)
      }
    }
  }
  return found
}

function readSegments(table: Buffer, found: Set<number>): void {
  const segments = table.readUInt16BE(6) / 2
  const [ends, starts] = [14, 16 + 2 * segments]
  const [deltas, ranges] = [starts + 2 * segments, starts + 4 * segments]
  for (let s = 0; s < segments; s++) {
    const [from, to] = [starts, ends].map((place) => table.readUInt16BE(place + 2 * s))
    const delta = table.readUInt16BE(deltas + 2 * s)
    const range = table.readUInt16BE(ranges + 2 * s)
    for (let character = from; character <= to && character < 0xffff; character++) {
      const place = ranges + 2 * s + range + 2 * (character - from)
      const glyph = range === 0 ? character : place + 1 < table.length ? table.readUInt16BE(place) : 0
      if (range === 0 ? (glyph + delta) % 0x10000 !== 0 : glyph !== 0) found.add(character)
    }
  }
}

function tableOf(font: Buffer, tag: string): Buffer {
  const tables = font.readUInt16BE(4)
  for (let i = 0; i < tables; i++) {
    const at = 12 + 16 * i
    if (font.toString('latin1', at, at + 4) !== tag) continue
    const offset = font.readUInt32BE(at + 8)
    return font.subarray(offset, offset + font.readUInt32BE(at + 12))
  }
  throw invalid('font', tag, 'a font with this table')
}
