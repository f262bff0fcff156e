/** Content hashes of plain values. */
import { createHash } from 'node:crypto'

/** JSON with sorted keys, so that equal values give equal text; functions count by their source. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => {
    if (typeof v === 'function') return v.toString()
    if (v && typeof v === 'object' && !Array.isArray(v))
      return Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    return v
  })
}

/** SHA-256 of a text or bytes, hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** SHA-256 of a value's canonical JSON. */
export function hashOf(value: unknown): string {
  return sha256(canonical(value))
}

/** A function's text without what compilers choose: spaces, quotes, brackets around a lone parameter, leading zeros. */
export function functionText(f: (...args: never[]) => unknown): string {
  return f
    .toString()
    .replace(/\s+/g, '')
    .replaceAll('"', "'")
    .replace(/^\((\w+)\)=>/, '$1=>')
    .replace(/(^|[^\w.])0\.(?=\d)/g, '$1.')
}
