/**
 * Which encoding a file is in: what the source says, else the byte order mark, else UTF-8, else GB18030, else Windows-1252 (the
 * superset of Latin-1) where letters stand in words; else refused with the byte offset.
 */
import { isUtf8 } from 'node:buffer'
import { invalid } from '../errors.ts'
import type { Reading } from '../source.ts'
import { isLatinText } from './latin.ts'
import { mixedUtf8 } from './mixed.ts'

const DEFAULTS = {
  /** Share of a file's lines beyond ASCII that must be UTF-8 for those in another encoding to be set aside, and not the file. */
  mixedShare: 0.5,
  /** Share of a file's non-ASCII sequences that must be UTF-8 for the rest to count as damage and not as another encoding. */
  utf8Share: 0.9,
  /** Share of NUL bytes, at even or odd places of the first block, that shows UTF-16 without a mark: digits and delimiters have them. */
  utf16Share: 0.1,
  /** Share of characters that GB18030 cannot read up to which they are damage and not another encoding. */
  gbDamage: 0.1,
  /** Share of two-byte characters that end in an ASCII letter above which a text is Latin-1 that happens to decode as GB18030. */
  latinShare: 0.5,
  /** Share of two-byte characters that must be those of everyday use: few in Japanese that happens to decode as GB18030. */
  commonShare: 0.2,
} as const

export type Encoding = NonNullable<Reading['encoding']>

export interface Detected {
  readonly encoding: Encoding
  /** Bytes of the byte order mark. */
  readonly bom: number
  /** UTF-8 or GB18030, but for a few bytes: the records that hold them are set aside. */
  readonly damaged: boolean
}

/** Blocks of a file, in order; asked for again for a second look. */
export type Blocks = () => AsyncIterable<Buffer>

/** Judges block by block whether a text is UTF-8, with sequences that run over the edge of a block. */
export class Utf8Judge {
  #rest: Buffer = Buffer.alloc(0)
  #valid = true

  push(block: Buffer): void {
    if (!this.#valid) return
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, block]) : block
    const whole = bytes.length - unfinished(bytes)
    this.#valid = isUtf8(bytes.subarray(0, whole))
    this.#rest = Buffer.from(bytes.subarray(whole))
  }

  end(): boolean {
    return this.#valid && this.#rest.length === 0
  }
}

/**
 * Decides for one encoding.
 * @param first the first block; `isUtf8Text` the verdict of a {@link Utf8Judge} over the whole file.
 * @throws UserError when the bytes are in none of the encodings, with the place.
 */
export async function detectEncoding(
  file: string,
  first: Buffer,
  isUtf8Text: boolean,
  blocks: Blocks,
  declared?: Encoding,
): Promise<Detected> {
  if (declared) {
    const mark = MARKS[declared]
    const bom = mark?.every((byte, i) => first[i] === byte) ? mark.length : 0
    return { encoding: declared, bom, damaged: declared === 'utf-8' && !isUtf8Text }
  }
  if (first.length >= 4 && ['fffe0000', '0000feff'].includes(first.toString('hex', 0, 4)))
    throw invalid('encoding of file', file, 'UTF-32, by its first bytes; save it as UTF-8')
  if (first[0] === 0xff && first[1] === 0xfe) return { encoding: 'utf-16le', bom: 2, damaged: false }
  if (first[0] === 0xfe && first[1] === 0xff) return { encoding: 'utf-16be', bom: 2, damaged: false }
  const bom = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? 3 : 0
  const wide = bom === 0 ? unmarkedUtf16(first) : undefined
  if (wide) return { encoding: wide, bom: 0, damaged: false }
  if (isUtf8Text) return { encoding: 'utf-8', bom, damaged: false }
  const census = await takeCensus(blocks)
  if (bom > 0 || census.valid > DEFAULTS.utf8Share * (census.valid + census.invalid))
    return { encoding: 'utf-8', bom, damaged: true }
  const mixed = await mixedUtf8(blocks)
  if (mixed && mixed.share > DEFAULTS.mixedShare) return { encoding: 'utf-8', bom, damaged: true }
  if (mixed)
    throw invalid(
      'encoding of file',
      file,
      `two in one: UTF-8 in the line at byte ${mixed.utf8}, another in the line at byte ${mixed.other}; ask for its parts one by one, or save it as UTF-8`,
    )
  const wrong = await firstUndecodable('gb18030', blocks)
  const isChinese = looksChinese(await gbCensus(blocks))
  const gbMark = MARKS.gb18030?.every((byte, i) => first[i] === byte) ? 4 : 0
  if (wrong === undefined && isChinese) return { encoding: 'gb18030', bom: gbMark, damaged: false }
  if (await isLatinText(blocks)) return { encoding: 'windows-1252', bom: 0, damaged: false }
  if (wrong !== undefined && isChinese && (await gbDamage(blocks)) <= DEFAULTS.gbDamage)
    return { encoding: 'gb18030', bom: gbMark, damaged: true }
  if (wrong === undefined) {
    throw invalid(
      'encoding of file',
      file,
      `not UTF-8 from byte ${census.firstInvalid} on, and as GB18030 it would be nonsense: Latin-1, Big5 or Japanese, by the look of it; save it as UTF-8, or say reading.encoding`,
    )
  }
  throw invalid(
    'encoding of file',
    file,
    `not UTF-8 from byte ${census.firstInvalid} on, not GB18030 from byte ${wrong} on; save it as UTF-8`,
  )
}

const MARKS: { readonly [E in Encoding]?: readonly number[] } = {
  'utf-8': [0xef, 0xbb, 0xbf],
  'utf-16le': [0xff, 0xfe],
  'utf-16be': [0xfe, 0xff],
  gb18030: [0x84, 0x31, 0x95, 0x33],
}

/** Share of a text's characters beyond ASCII that GB18030 cannot read. */
async function gbDamage(blocks: Blocks): Promise<number> {
  const decoder = new TextDecoder('gb18030')
  let wrong = 0
  let all = 0
  for await (const block of blocks())
    for (const char of decoder.decode(block, { stream: true })) {
      if (char < '\x80') continue
      all++
      if (char === '\ufffd') wrong++
    }
  return all === 0 ? 1 : wrong / all
}

/** Offset of the block part that a strict decoder stops at; undefined when it reads everything. */
export async function firstUndecodable(encoding: Encoding, blocks: Blocks): Promise<number | undefined> {
  let decoder = new TextDecoder(encoding, { fatal: true })
  let offset = 0
  let rest: Buffer = Buffer.alloc(0)
  for await (const block of blocks()) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block
    try {
      decoder.decode(block, { stream: true })
    } catch {
      return offset + shortestFailure(encoding, bytes) - 1
    }
    // A decoder of its own for each block, so that a failure is found from a known state.
    const keep = pending(encoding, bytes)
    offset += bytes.length - keep
    rest = Buffer.from(bytes.subarray(bytes.length - keep))
    decoder = new TextDecoder(encoding, { fatal: true })
    if (keep > 0) decoder.decode(rest, { stream: true })
  }
  return rest.length > 0 ? offset : undefined
}

interface GbCensus {
  /** Two-byte characters; those whose second byte is ASCII: few in Chinese, most in misread Latin-1. */
  readonly all: number
  readonly ascii: number
  /** Those of GB 2312, to which nearly all of a Chinese text belongs, in simplified and half of it in traditional characters. */
  readonly common: number
}

async function gbCensus(blocks: Blocks): Promise<GbCensus> {
  let [all, ascii, common, lead] = [0, 0, 0, 0]
  for await (const block of blocks()) {
    for (let i = 0; i < block.length; i++) {
      const byte = block[i]
      if (lead > 0) {
        all++
        if (byte < 0x80) ascii++
        else if (lead > 0xa0 && lead < 0xf8 && byte > 0xa0) common++
        lead = 0
      } else if (byte > 0x80) lead = byte
    }
  }
  return { all, ascii, common }
}

const looksChinese = ({ all, ascii, common }: GbCensus) =>
  ascii <= DEFAULTS.latinShare * all && common >= DEFAULTS.commonShare * (all - ascii)

/** Bytes at the end that a strict decoder holds back for the next block, 0 to 3. */
function pending(encoding: Encoding, bytes: Buffer): number {
  for (let keep = 0; keep < 4 && keep <= bytes.length; keep++) {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, bytes.length - keep))
      return keep
    } catch {}
  }
  return 0
}

/** Length of the shortest prefix that a strict decoder refuses even when more were to come. */
function shortestFailure(encoding: Encoding, bytes: Buffer): number {
  let low = 0
  let high = bytes.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, middle), { stream: true })
      low = middle
    } catch {
      high = middle
    }
  }
  return high
}

function unmarkedUtf16(first: Buffer): Encoding | undefined {
  const length = Math.min(first.length, 4096) & ~1
  if (length < 8) return undefined
  let even = 0
  let odd = 0
  for (let i = 0; i < length; i += 2) {
    if (first[i] === 0) even++
    if (first[i + 1] === 0) odd++
  }
  const enough = Math.max(4, (DEFAULTS.utf16Share * length) / 2)
  const found =
    odd >= enough && even === 0 ? 'utf-16le' : even >= enough && odd === 0 ? 'utf-16be' : undefined
  if (!found) return undefined
  // NUL bytes that padding left in another text stand together; in UTF-16 a line end and most delimiters have one each.
  const text = new TextDecoder(found).decode(first.subarray(0, length))
  return /[\n\r,;\t|{}<]/.test(text) ? found : undefined
}

/** Bytes at the end that begin a UTF-8 sequence without finishing it, 0 to 3. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0
  }
  return 0
}

function sequenceLength(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1
}

interface Census {
  valid: number
  invalid: number
  firstInvalid: number
}

/** Counts sequences of several bytes that are UTF-8, and bytes that are not. */
async function takeCensus(blocks: Blocks): Promise<Census> {
  const census: Census = { valid: 0, invalid: 0, firstInvalid: -1 }
  let offset = 0
  let rest: Buffer = Buffer.alloc(0)
  for await (const block of blocks()) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block
    const whole = bytes.length - unfinished(bytes)
    countSequences(bytes.subarray(0, whole), offset, census)
    offset += whole
    rest = Buffer.from(bytes.subarray(whole))
  }
  countSequences(rest, offset, census)
  return census
}

function countSequences(bytes: Buffer, offset: number, census: Census): void {
  for (let i = 0; i < bytes.length; ) {
    if (bytes[i] < 0x80) {
      i++
      continue
    }
    const length = sequenceLength(bytes[i])
    if (length > 1 && i + length <= bytes.length && isUtf8(bytes.subarray(i, i + length))) {
      census.valid++
      i += length
    } else {
      if (census.invalid++ === 0) census.firstInvalid = offset + i
      i++
    }
  }
}
