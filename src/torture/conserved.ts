/**
 * Holds a load to the law of conservation without the code that did it: what was set aside is taken out of the file by its
 * offset and must be there byte for byte, and what is left must be the header, blank lines, and the records that were accepted.
 */
import { textDecoder } from '../util/text-decoder.ts'

/** A record that was set aside, as the warehouse keeps it. */
export interface Aside {
  readonly offset: number
  readonly record: string
}

export interface Remainder {
  /** Runs of bytes between what was set aside. */
  readonly runs: readonly Buffer[]
  /** Bytes set aside that are not in the file where they should be. */
  readonly astray: number
}

/** Takes what was set aside out of a file. Records are compared as texts: damage may not be text in any encoding. */
export function without(bytes: Buffer, encoding: string, aside: readonly Aside[]): Remainder {
  const runs: Buffer[] = []
  let at = 0
  let astray = 0
  for (const { offset, record } of [...aside].sort((a, b) => a.offset - b.offset)) {
    const end = offset < at ? undefined : endOf(bytes, encoding, offset, record)
    if (end === undefined) {
      astray += Math.max(1, Buffer.byteLength(record))
      continue
    }
    runs.push(bytes.subarray(at, offset))
    at = end
  }
  runs.push(bytes.subarray(at))
  return { runs, astray }
}

/** Where a record ends that begins at `offset`; undefined when it is not there. */
function endOf(bytes: Buffer, encoding: string, offset: number, record: string): number | undefined {
  const decoder = textDecoder(encoding, { ignoreBOM: true })
  const read = (end: number) => decoder.decode(bytes.subarray(offset, end))
  const least = encoding === 'utf-8' ? 1 : record.length / 2
  const whole = offset + Buffer.byteLength(record)
  // A damaged byte becomes a character of three bytes: the record may be shorter than its text.
  if (whole <= bytes.length && read(whole) === record) return whole
  for (let end = Math.min(whole, bytes.length); end >= offset + least; end--)
    if (read(end).length <= record.length) {
      for (let near = end; near >= offset + least && read(near).length >= record.length - 1; near--)
        if (read(near) === record) return near
      return undefined
    }
  return record === '' ? offset : undefined
}

/** Records of a CSV text by RFC 4180, written anew and slowly: fields of a record, or undefined where it is not well-formed. */
export function recordsOf(text: string, delimiter: string): string[][] {
  const found: string[][] = []
  let fields: string[] = []
  let field = ''
  let isBlank = true
  let i = 0
  const endField = () => {
    fields.push(field)
    field = ''
  }
  const endRecord = () => {
    if (!isBlank) {
      endField()
      found.push(fields)
    }
    fields = []
    field = ''
    isBlank = true
  }
  while (i < text.length) {
    const c = text[i]
    const quoted = field.trim() === '' ? / *"((?:[^"]|"")*)" */y : undefined
    if (quoted && (c === '"' || c === ' ')) {
      quoted.lastIndex = i - field.length
      const match = quoted.exec(text)
      if (
        match &&
        (quoted.lastIndex >= text.length ||
          /[\r\n]/.test(text[quoted.lastIndex]) ||
          text[quoted.lastIndex] === delimiter)
      ) {
        field = match[1].replaceAll('""', '"').replace(/\r\n?/g, '\n')
        i = quoted.lastIndex
        isBlank = false
        if (text[i] === delimiter) {
          endField()
          i++
          isBlank = false
        }
        continue
      }
    }
    if (c === delimiter) {
      isBlank = false
      endField()
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') i++
      endRecord()
    } else {
      isBlank = false
      field += c
    }
    i++
  }
  endRecord()
  return found
}

/** Objects at the outermost level of a text of JSON, and what is between them. */
export function objectsOf(text: string): { readonly objects: readonly string[]; readonly between: string } {
  const objects: string[] = []
  let between = ''
  for (let i = 0; i < text.length; ) {
    if (text[i] !== '{') {
      between += text[i++]
      continue
    }
    let depth = 0
    let end = i
    let isString = false
    for (; end < text.length; end++) {
      const c = text[end]
      if (isString) {
        if (c === '\\') end++
        else if (c === '"') isString = false
      } else if (c === '"') isString = true
      else if (c === '{' || c === '[') {
        // No record that was accepted is nested so deep.
        if (++depth > 64) end = text.length
      } else if ((c === '}' || c === ']') && --depth === 0) break
    }
    if (end >= text.length) {
      between += text[i++]
      continue
    }
    objects.push(text.slice(i, end + 1))
    i = end + 1
  }
  return { objects, between }
}

/** Bytes of records that are in the file and neither in the warehouse nor among `duplicates`, which it counts and does not keep. */
export function missingBytes(
  file: readonly { readonly key: string; readonly bytes: number }[],
  accepted: readonly string[],
  duplicates: number,
): number {
  const left = new Map<string, number>()
  for (const key of accepted) left.set(key, (left.get(key) ?? 0) + 1)
  const lost: number[] = []
  for (const { key, bytes } of file) {
    const n = left.get(key) ?? 0
    if (n > 0) left.set(key, n - 1)
    else lost.push(Math.max(1, bytes))
  }
  // A row that no record of the file gives is as bad as one that is missing.
  const invented = [...left.values()].reduce((sum, n) => sum + n, 0)
  return (
    lost
      .sort((a, b) => b - a)
      .slice(duplicates)
      .reduce((sum, bytes) => sum + bytes, 0) + invented
  )
}
