/** Texts in the encodings that insurers' systems write. */

export type TortureEncoding =
  | 'utf-8'
  | 'utf-8-bom'
  | 'gb18030'
  | 'utf-16le'
  | 'utf-16le-bom'
  | 'utf-16be'
  | 'windows-1252'

let gbk: Map<string, readonly [number, number]> | undefined

/** The two-byte part of GB18030, turned round from the decoder. */
function gbkTable(): Map<string, readonly [number, number]> {
  if (gbk) return gbk
  gbk = new Map()
  const decoder = new TextDecoder('gb18030', { fatal: true })
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      try {
        gbk.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
      } catch {
        // Not every pair is a character.
      }
    }
  return gbk
}

/** The bytes of a text; characters that the encoding lacks become `?`. */
export function encoded(text: string, encoding: TortureEncoding): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text)
    case 'utf-8-bom':
      return Buffer.from(`\ufeff${text}`)
    case 'utf-16le':
      return Buffer.from(text, 'utf16le')
    case 'utf-16le-bom':
      return Buffer.from(`\ufeff${text}`, 'utf16le')
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16()
    case 'windows-1252':
      return Buffer.from(text.replace(/[^\0-\xff]/g, '?'), 'latin1')
    case 'gb18030': {
      const table = gbkTable()
      const bytes: number[] = []
      for (const char of text) {
        const pair = table.get(char)
        if (char < '\x80') bytes.push(char.charCodeAt(0))
        else if (pair) bytes.push(...pair)
        else bytes.push(63)
      }
      return Buffer.from(bytes)
    }
  }
}
