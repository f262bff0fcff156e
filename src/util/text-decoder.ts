/**
 * Decoders of texts by the name of their encoding. That of Windows-1252 is our own: Node's makes control characters of the euro
 * sign and the quotation marks, unless it is asked in a stream (https://github.com/nodejs/node/issues/56542).
 */

export interface Decoder {
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string
}

/** What Windows-1252 has where Latin-1 has control characters, 0x80 to 0x9f; five bytes stand for themselves. */
const SIGNS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

const windows1252: Decoder = {
  decode(bytes = new Uint8Array()) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    return text.replace(/[\x80-\x9f]/g, (sign) => SIGNS[sign.charCodeAt(0) - 0x80])
  },
}

/** As `new TextDecoder`, for any label of an encoding: `latin1` and `iso-8859-1` are Windows-1252 by the standard of the web. */
export function textDecoder(label: string, options: TextDecoderOptions = {}): Decoder {
  const decoder = new TextDecoder(label, options)
  return decoder.encoding === 'windows-1252' ? windows1252 : decoder
}
