/** What disks, networks, editors and attackers do to bytes. */
import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import type { Random } from '../util/random.ts'

/** One way to damage a file; `from` is where damage may begin, behind a header for instance. */
export type Damage = (bytes: Buffer, r: Random, from: number) => Buffer

const at = (bytes: Buffer, r: Random, from: number) => r.int(Math.min(from, bytes.length), bytes.length)

/** Puts one of `parts` somewhere. */
export const insert =
  (...parts: readonly (string | Buffer)[]): Damage =>
  (bytes, r, from) => {
    const place = at(bytes, r, from)
    const part = r.pick(parts)
    return Buffer.concat([bytes.subarray(0, place), Buffer.from(part as string), bytes.subarray(place)])
  }

/** Turns single bits. */
export const flipBits: Damage = (bytes, r, from) => {
  const copy = Buffer.from(bytes)
  for (let n = r.int(1, 12); n > 0 && copy.length > 0; n--) {
    const place = Math.min(copy.length - 1, at(copy, r, from))
    copy[place] ^= 1 << r.int(0, 7)
  }
  return copy
}

/** Keeps the beginning only. */
export const cut: Damage = (bytes, r, from) => bytes.subarray(0, at(bytes, r, from))

/** Takes a run of bytes out. */
export const remove: Damage = (bytes, r, from) => {
  const place = at(bytes, r, from)
  return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + r.int(1, 200))])
}

/** Writes a run of bytes twice. */
export const repeat: Damage = (bytes, r, from) => {
  const place = at(bytes, r, from)
  const end = Math.min(bytes.length, place + r.int(1, 300))
  return Buffer.concat([bytes.subarray(0, end), bytes.subarray(place)])
}

/** Fills a run with one byte, as a disk does with a sector that it lost. */
export const blot: Damage = (bytes, r, from) => {
  const copy = Buffer.from(bytes)
  const place = at(copy, r, from)
  return copy.fill(r.pick([0, 0xff, 0x20]), place, Math.min(copy.length, place + r.int(1, 512)))
}

/** Puts bytes of no meaning in place of everything. */
export const noise: Damage = (bytes, r) =>
  Buffer.from(Array.from({ length: Math.min(bytes.length, 4096) }, () => r.int(0, 255)))

/** Changes some of the line ends. */
export const mixLineEnds: Damage = (bytes, r) =>
  Buffer.from(
    bytes
      .toString('latin1')
      .replace(/\r?\n/g, (end) => (r.chance(0.3) ? r.pick(['\r\n', '\r', '\n\n']) : end)),
    'latin1',
  )

export const nothing: Damage = (bytes) => bytes

/** Applies a few of the ways. */
export function damaged(bytes: Buffer, r: Random, ways: readonly Damage[], from = 0): Buffer {
  let result = bytes
  for (let n = r.int(1, 4); n > 0; n--) result = r.pick(ways)(result, r, from)
  return result
}

/** A file's name and bytes. */
export interface TorturedFile {
  readonly name: string
  readonly bytes: Buffer
}

/** Some files come wrapped: whole, damaged, as a bomb, or with a member that leads elsewhere. */
export function wrapped(file: TorturedFile, r: Random): TorturedFile {
  const { name, bytes } = file
  const zip = (member: string, data: Uint8Array) => Buffer.from(zipSync({ [member]: data }, { level: 6 }))
  switch (
    r.weighted(
      ['plain', 'gzip', 'zip', 'zip, damaged', 'gzip, damaged', 'bomb', 'unsafe', 'nested'] as const,
      [82, 4, 4, 3, 2, 1, 3, 1],
    )
  ) {
    case 'plain':
      return file
    case 'gzip':
      return { name: `${name}.gz`, bytes: gzipSync(bytes) }
    case 'zip':
      return { name: `${name}.zip`, bytes: zip(name, bytes) }
    case 'zip, damaged':
      return { name: `${name}.zip`, bytes: damaged(zip(name, bytes), r, [flipBits, cut, remove, blot]) }
    case 'gzip, damaged':
      return { name: `${name}.gz`, bytes: damaged(gzipSync(bytes), r, [flipBits, cut, remove, blot]) }
    case 'bomb': {
      const zeros = new Uint8Array(r.int(20, 40) << 20)
      return { name: `${name}.zip`, bytes: r.chance(0.5) ? zip(name, zeros) : gzipSync(zeros) }
    }
    case 'unsafe': {
      const evil = r.pick([
        '../../evil.csv',
        '/etc/cron.d/x',
        'c:/windows/x',
        'a\\..\\x.csv',
        'con.csv',
        'nul\0.csv',
      ])
      const plain = 'x'.repeat(evil.length)
      const archive = zip(plain, bytes.length > 0 ? bytes : strToU8('x'))
      return {
        name: `${name}.zip`,
        bytes: Buffer.from(archive.toString('latin1').replaceAll(plain, evil), 'latin1'),
      }
    }
    case 'nested':
      return { name: `${name}.zip`, bytes: zip(name, zip(name, zip(name, bytes))) }
  }
}
