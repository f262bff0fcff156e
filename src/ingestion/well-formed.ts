/** Halves of surrogate pairs: texts that cannot be written as UTF-8. */

/** True when a text can be written as UTF-8 and read back the same. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}

/** The text with U+FFFD in place of every half pair. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
