/** Text to GB18030 bytes, which the platform only decodes: the two-byte part is read back from the decoder. */

let table: Uint16Array | undefined

function codes(): Uint16Array {
  if (table) return table
  table = new Uint16Array(65536)
  const decoder = new TextDecoder('gb18030')
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      const text = decoder.decode(new Uint8Array([lead, trail]))
      const code = text.charCodeAt(0)
      if (text.length === 1 && code >= 0x80 && code !== 0xfffd) table[code] = (lead << 8) | trail
    }
  }
  return table
}

/** Encodes text into a buffer from a position on; gives the number of bytes. A character beyond the two-byte part becomes `?`. */
export function writeGb18030(text: string, bytes: Uint8Array, from: number): number {
  const map = codes()
  let n = from
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) {
      bytes[n++] = code
      continue
    }
    const pair = map[code]
    if (pair === 0) bytes[n++] = 0x3f
    else {
      bytes[n++] = pair >> 8
      bytes[n++] = pair & 0xff
    }
  }
  return n - from
}
