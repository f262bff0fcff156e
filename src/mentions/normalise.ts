/** One spelling for texts and names: full-width to half, traditional to simplified, lower case; and the way back to the text. */
import { Converter } from 'opencc-js/t2cn'

const toSimplified: (text: string) => unknown = Converter({ from: 't', to: 'cn' })
const folded = new Map<string, string>()

/** Character by character, so that every place in the result has its place in the text. */
function fold(character: string): string {
  let result = folded.get(character)
  if (result === undefined) {
    result = String(toSimplified(character.normalize('NFKC'))).toLowerCase()
    folded.set(character, result)
  }
  return result
}

export interface Normal {
  readonly text: string
  /** Place in the original of a place in `text`. */
  place(at: number): number
}

const same = (at: number) => at

export function normalise(text: string): Normal {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return { text: text.toLowerCase(), place: same }
  let result = ''
  let places: number[] | undefined
  let at = 0
  for (const character of text) {
    const one = fold(character)
    if (places === undefined && one.length !== character.length)
      places = Array.from({ length: result.length }, (_, i) => i)
    if (places) for (let i = 0; i < one.length; i++) places.push(at)
    result += one
    at += character.length
  }
  if (!places) return { text: result, place: same }
  const known = places
  const end = at
  return { text: result, place: (i) => known[i] ?? end }
}
