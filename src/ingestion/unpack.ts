/** Looks through the wrappings of a file: `a.csv.gz`, or `a.zip/b.csv` for a member of an archive; known by their first bytes. */
import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { invalid } from '../errors.ts'
import type { Format } from '../source.ts'
import { blocksOf } from './blocks.ts'
import { isZip, listMembers, type Member, memberBlocks, DEFAULTS as ZIP } from './zip.ts'

const DEFAULTS = {
  /** Wrappings within each other. */
  depth: 2,
} as const

/** Members that systems add by themselves. */
const NOISE = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/i

/** The first bytes of a file; none when it cannot be read. */
export function firstBytes(path: string, n = 4): Buffer {
  const bytes = Buffer.alloc(n)
  try {
    const handle = openSync(path, 'r')
    try {
      return bytes.subarray(0, readSync(handle, bytes, 0, n, 0))
    } finally {
      closeSync(handle)
    }
  } catch {
    return bytes.subarray(0, 0)
  }
}

/** Whether the members of an archive are the parts of a workbook. */
export const isWorkbook = (members: readonly Member[]) =>
  members.some((member) => /^(\[Content_Types\]\.xml|xl\/workbook\.xml)$/i.test(member.name))

/**
 * The members of an archive that may hold data; none when the file is no archive, or one that has to be read (and perhaps
 * refused) as a whole: a workbook, or an archive that is damaged or unsafe.
 */
export function dataMembers(path: string): Member[] {
  if (!isZip(firstBytes(path))) return []
  try {
    const members = listMembers(path, path)
    return isWorkbook(members) ? [] : members.filter((member) => !NOISE.test(member.name))
  } catch {
    return []
  }
}

/**
 * The unpacked bytes of a file that is wrapped; undefined for one that is not.
 * @param path of the file, or of its archive with the member's name behind it.
 * @throws UserError for an archive that is damaged or unsafe, or holds no file, or several and none is named.
 */
export function unwrapped(
  path: string,
  name: string,
  format: Format,
): (() => AsyncIterable<Buffer>) | undefined {
  const { file, member } = containerOf(path)
  const first = firstBytes(file)
  if (member === undefined && isGzip(first)) return () => peeled(blocksOf(file), name, format, 0)
  if (!isZip(first)) {
    if (member !== undefined) throw invalid('archive', name, 'no archive')
    return undefined
  }
  const members = listMembers(file, name)
  if (member === undefined && isWorkbook(members)) {
    if (format === 'xlsx') return undefined
    throw invalid('file', name, `a workbook, where ${format} is expected`)
  }
  const chosen = members.filter((one) => (member === undefined ? !NOISE.test(one.name) : one.name === member))
  if (chosen.length === 0) throw invalid('archive', name, 'holds no file')
  if (chosen.length > 1)
    throw invalid(
      'archive',
      name,
      `holds ${chosen.length} files; name one behind it: ${chosen
        .slice(0, 5)
        .map((one) => `/${one.name}`)
        .join(', ')}`,
    )
  return () => peeled(memberBlocks(file, chosen[0], name), name, format, 1)
}

/** Takes gzip off, if there is any; counts how deep it is. */
async function* peeled(
  blocks: AsyncIterable<Buffer>,
  name: string,
  format: Format,
  depth: number,
): AsyncGenerator<Buffer> {
  const { first, all } = await begun(blocks)
  if (isZip(first) && depth > 0 && format !== 'xlsx')
    throw invalid('archive', name, 'an archive within another; unpack the outer one')
  if (!isGzip(first)) {
    yield* all
    return
  }
  if (depth >= DEFAULTS.depth) throw invalid('archive', name, `packed more than ${DEFAULTS.depth} times over`)
  yield* peeled(gunzipped(all, name), name, format, depth + 1)
}

async function* gunzipped(blocks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  let packed = 0
  let bytes = 0
  const counted = async function* () {
    for await (const block of blocks) {
      packed += block.length
      yield block
    }
  }
  const gunzip = createGunzip({ chunkSize: ZIP.block })
  const source = Readable.from(counted(), { objectMode: false })
  source.once('error', (error) => gunzip.destroy(error))
  source.pipe(gunzip)
  try {
    for await (const block of gunzip as AsyncIterable<Buffer>) {
      bytes += block.length
      if (bytes > ZIP.largest) throw invalid('archive', name, `unpacks to more than ${ZIP.largest} bytes`)
      if (bytes > ZIP.free && bytes > ZIP.ratio * packed)
        throw invalid('archive', name, `unpacks to more than ${ZIP.ratio} times its size`)
      yield block
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_'))
      throw invalid('archive', name, `damaged: ${(error as Error).message}`)
    throw error
  } finally {
    source.destroy()
  }
  // What stands behind the last gzip member is passed over in silence by zlib.
  if (gunzip.bytesWritten !== packed)
    throw invalid('archive', name, `damaged: ${packed - gunzip.bytesWritten} bytes behind its end`)
}

/** The first bytes of a stream, and the stream from its beginning. */
async function begun(
  blocks: AsyncIterable<Buffer>,
): Promise<{ readonly first: Buffer; readonly all: AsyncGenerator<Buffer> }> {
  const iterator = blocks[Symbol.asyncIterator]()
  const held: Buffer[] = []
  let first: Buffer = Buffer.alloc(0)
  while (first.length < 4) {
    const next = await iterator.next()
    if (next.done) break
    held.push(next.value)
    first = Buffer.concat([first, next.value.subarray(0, 4)])
  }
  const all = async function* () {
    try {
      yield* held
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { first, all: all() }
}

const isGzip = (first: Buffer) => first[0] === 0x1f && first[1] === 0x8b

/** The file on disk that a path leads to, and what is left of the path. */
function containerOf(path: string): { readonly file: string; readonly member: string | undefined } {
  const parts = path.split('/')
  for (let n = parts.length; n > 0; n--) {
    const file = parts.slice(0, n).join('/')
    if (!existsSync(file)) continue
    if (!statSync(file).isFile()) break
    return { file, member: n < parts.length ? parts.slice(n).join('/') : undefined }
  }
  return { file: path, member: undefined }
}

/** Writes a wrapped file out and gives the path; the bytes must be those that were fingerprinted. */
export async function unpackTo(
  folder: string,
  base: string,
  content: () => AsyncIterable<Buffer>,
  sha256: string,
  name: string,
): Promise<string> {
  const path = join(folder, base)
  const hash = createHash('sha256')
  const handle = openSync(path, 'w')
  try {
    for await (const block of content()) {
      hash.update(block)
      writeSync(handle, block)
    }
  } finally {
    closeSync(handle)
  }
  if (hash.digest('hex') !== sha256)
    throw invalid('file', name, 'changed while it was read; load it again when it is complete')
  return path
}
