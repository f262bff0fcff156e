/** Whether a text that is neither UTF-8 nor GB18030 is clearly Windows-1252: accented letters stand one by one within words. */

const DEFAULTS = {
  /** Accented letters beside plain ones that it takes to be sure. */
  letters: 3,
  /** Share of the bytes beyond ASCII that they must be. */
  share: 0.75,
  /** Signs in the middle of words, beside those letters, above which the text is in one of the related encodings. */
  signs: 0.1,
} as const

/** Signs that stand between words in any text: currencies, quotation marks, dashes, a space that does not break. */
const SIGNS = new Set([0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0xa0, 0xa3, 0xab, 0xb0, 0xbb])
/** Bytes that Windows-1252 leaves without a meaning. */
const UNDEFINED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])
const isHighLetter = (c: number) =>
  (c >= 0xc0 && c !== 0xd7 && c !== 0xf7) || [0x8a, 0x8c, 0x8e, 0x9a, 0x9c, 0x9e, 0x9f].includes(c)
const isPlainLetter = (c: number) => (c >= 65 && c <= 90) || (c >= 97 && c <= 122)

/** Looks at every byte of the text once. */
export async function isLatinText(blocks: () => AsyncIterable<Buffer>): Promise<boolean> {
  let high = 0
  let inWord = 0
  let signsInWord = 0
  let before = 0
  let at = 0
  const judge = (next: number) => {
    if (at < 0x80) return
    if (!SIGNS.has(at)) high++
    if (isHighLetter(at) && (isPlainLetter(before) || isPlainLetter(next))) inWord++
    // The right quote is the apostrophe of many editors.
    else if (at !== 0x92 && isPlainLetter(before) && isPlainLetter(next)) signsInWord++
  }
  for await (const block of blocks())
    for (const next of block) {
      if (UNDEFINED.has(next)) return false
      judge(next)
      before = at
      at = next
    }
  judge(0)
  return (
    inWord >= DEFAULTS.letters && inWord >= DEFAULTS.share * high && signsInWord <= DEFAULTS.signs * inWord
  )
}
