/**
 * ZIP archives (APPNOTE 6.3.10) read by their central directory, with what makes an archive dangerous refused before a byte
 * is unpacked: unsafe names, overlapping members, sizes and ratios beyond the caps. Sizes and checksums are held while unpacking.
 */
import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs'
import { pipeline } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { invalid, type UserError } from '../errors.ts'

export const DEFAULTS = {
  /** Members of an archive. */
  members: 10_000,
  /** Bytes of a member, and of all of them, unpacked. */
  largest: 8 * 2 ** 30,
  /** Times that a member may grow, once it is larger than `free` bytes. */
  ratio: 200,
  free: 16 << 20,
  /** Bytes of the directory. */
  directory: 64 << 20,
  /** Bytes unpacked at a time. */
  block: 1 << 20,
} as const

/** A file in an archive. */
export interface Member {
  readonly name: string
  readonly bytes: number
  readonly packed: number
  readonly crc: number
  readonly isDeflated: boolean
  /** Where its local header begins. */
  readonly offset: number
}

const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50

/** Names that Windows keeps for devices. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?$/i

/** True when a file begins as ZIP archives do. */
export function isZip(first: Buffer): boolean {
  return first.length >= 4 && first[0] === 0x50 && first[1] === 0x4b && (first[2] === 3 || first[2] === 5)
}

/**
 * The files of an archive in the order of its directory; folders are left out.
 * @param name what messages call the archive.
 * @throws UserError for an archive that is damaged, encrypted, or unsafe in any way.
 */
export function listMembers(path: string, name: string): Member[] {
  const handle = openSync(path, 'r')
  try {
    const size = fstatSync(handle).size
    const directory = directoryOf(handle, size, name)
    const members = parse(directory.bytes, directory.entries, name)
    let end = 0
    for (const member of [...members].sort((a, b) => a.offset - b.offset)) {
      if (member.offset < end) throw bad(name, `its members overlap at ${JSON.stringify(member.name)}`)
      end = member.offset + 30 + member.packed
    }
    if (end > directory.start) throw bad(name, 'damaged: its members reach into its directory')
    const total = members.reduce((sum, member) => sum + member.bytes, 0)
    if (total > DEFAULTS.largest) throw bad(name, `unpacks to more than ${DEFAULTS.largest} bytes`)
    return members.filter((member) => !member.name.endsWith('/'))
  } catch (error) {
    // A field that points outside of the directory.
    if (error instanceof RangeError) throw bad(name, `damaged: ${error.message}`)
    throw error
  } finally {
    closeSync(handle)
  }
}

/**
 * The bytes of one member.
 * @throws UserError when they are not those that the directory promises.
 */
export async function* memberBlocks(path: string, member: Member, name: string): AsyncGenerator<Buffer> {
  const start = bodyOf(path, member, name)
  let bytes = 0
  let crc = 0
  for await (const block of unpacked(path, start, member, name)) {
    bytes += block.length
    if (bytes > member.bytes) throw bad(name, `unpacks to more than the ${member.bytes} bytes it promises`)
    crc = crc32(block, crc)
    yield block
  }
  if (bytes !== member.bytes) throw bad(name, `damaged: ${member.bytes} bytes promised, ${bytes} there`)
  if (crc !== member.crc) throw bad(name, 'damaged: its checksum is another')
}

async function* unpacked(path: string, start: number, member: Member, name: string): AsyncGenerator<Buffer> {
  if (member.packed === 0) return
  const packed = createReadStream(path, {
    start,
    end: start + member.packed - 1,
    highWaterMark: DEFAULTS.block,
  })
  if (!member.isDeflated) {
    yield* packed
    return
  }
  const inflate = createInflateRaw({ chunkSize: DEFAULTS.block })
  pipeline(packed, inflate, () => undefined)
  try {
    yield* inflate
  } catch (error) {
    throw bad(name, `damaged: ${(error as Error).message}`)
  }
}

/** Offset of a member's data, behind its local header. */
function bodyOf(path: string, member: Member, name: string): number {
  const header = Buffer.alloc(30)
  const handle = openSync(path, 'r')
  try {
    readSync(handle, header, 0, 30, member.offset)
  } finally {
    closeSync(handle)
  }
  if (header.readUInt32LE(0) !== LOCAL) throw bad(name, 'damaged: no header where its directory says')
  return member.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
}

interface Directory {
  readonly bytes: Buffer
  readonly entries: number
  readonly start: number
}

function directoryOf(handle: number, size: number, name: string): Directory {
  const tail = Buffer.alloc(Math.min(size, 65_557))
  readSync(handle, tail, 0, tail.length, size - tail.length)
  let at = tail.length - 22
  while (at >= 0 && !(tail.readUInt32LE(at) === END && at + 22 + tail.readUInt16LE(at + 20) === tail.length))
    at--
  if (at < 0) throw bad(name, 'damaged: its directory is missing; was it sent whole?')
  let entries = tail.readUInt16LE(at + 10)
  let bytes = tail.readUInt32LE(at + 12)
  let start = tail.readUInt32LE(at + 16)
  if (at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR64) {
    const long = Buffer.alloc(56)
    readSync(handle, long, 0, 56, Number(tail.readBigUInt64LE(at - 12)))
    if (long.readUInt32LE(0) !== END64) throw bad(name, 'damaged: its long directory is missing')
    entries = Number(long.readBigUInt64LE(32))
    bytes = Number(long.readBigUInt64LE(40))
    start = Number(long.readBigUInt64LE(48))
  }
  if (entries > DEFAULTS.members) throw bad(name, `more than ${DEFAULTS.members} members`)
  if (bytes > DEFAULTS.directory || start + bytes > size)
    throw bad(name, 'damaged: its directory is not where it says')
  const directory = Buffer.alloc(bytes)
  readSync(handle, directory, 0, bytes, start)
  return { bytes: directory, entries, start }
}

function parse(directory: Buffer, entries: number, archive: string): Member[] {
  const members: Member[] = []
  const names = new Set<string>()
  let at = 0
  for (let i = 0; i < entries; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL)
      throw bad(archive, `damaged: entry ${i + 1} of its directory`)
    const flags = directory.readUInt16LE(at + 8)
    const method = directory.readUInt16LE(at + 10)
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30)
    const raw = directory.subarray(at + 46, nameEnd)
    const name = new TextDecoder(flags & 0x800 || isAscii(raw) ? 'utf-8' : 'gb18030').decode(raw)
    const member = {
      name,
      crc: directory.readUInt32LE(at + 16),
      isDeflated: method === 8,
      ...longSizes(directory, at, nameEnd, extraEnd),
    }
    const fault = faultOf(member, flags, method, directory.readUInt32LE(at + 38), names)
    if (fault) throw bad(archive, `member ${JSON.stringify(name.slice(0, 200))}: ${fault}`)
    names.add(name.toLowerCase())
    members.push(member)
    at = extraEnd + directory.readUInt16LE(at + 32)
  }
  return members
}

/** Sizes and place of a member, from its ZIP64 field where the short ones are full. */
function longSizes(directory: Buffer, at: number, from: number, to: number) {
  const values = [at + 24, at + 20, at + 42].map((place) => directory.readUInt32LE(place))
  for (let field = from; field + 4 <= to; field += 4 + directory.readUInt16LE(field + 2)) {
    if (directory.readUInt16LE(field) !== 1) continue
    let place = field + 4
    values.forEach((value, i) => {
      if (value !== 0xffffffff || place + 8 > to) return
      values[i] = Number(directory.readBigUInt64LE(place))
      place += 8
    })
  }
  return { bytes: values[0], packed: values[1], offset: values[2] }
}

function faultOf(
  member: Omit<Member, 'crc'>,
  flags: number,
  method: number,
  attributes: number,
  names: ReadonlySet<string>,
): string | undefined {
  const { name, bytes, packed } = member
  const parts = name.replace(/\/$/, '').split('/')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (name === '' || /[\x00-\x1f\x7f\\]/.test(name)) return 'a name with characters that names must not have'
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'an absolute name'
  if (parts.some((part) => part === '..' || part === '.' || part === '')) return 'a name that leads elsewhere'
  if (parts.some((part) => DEVICE.test(part.trim()))) return 'the name of a device'
  if (names.has(name.toLowerCase())) return 'twice in the archive'
  if (((attributes >>> 16) & 0xf000) === 0xa000) return 'a link, no file'
  if (flags & 1) return 'encrypted; send it without a password'
  if (method !== 0 && method !== 8) return `packed by method ${method}, which nobody uses`
  if (method === 0 && bytes !== packed) return 'damaged: stored, yet of two sizes'
  if (bytes > DEFAULTS.largest) return `unpacks to more than ${DEFAULTS.largest} bytes`
  if (bytes > DEFAULTS.free && bytes > DEFAULTS.ratio * packed)
    return `unpacks to ${Math.round(bytes / Math.max(1, packed))} times its size, more than ${DEFAULTS.ratio}`
  return undefined
}

const isAscii = (bytes: Buffer) => bytes.every((byte) => byte < 0x80)

const bad = (name: string, why: string): UserError => invalid('archive', name, why)
