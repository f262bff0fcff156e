/** Names as screening sees them: words, words written as one, initials, and which words are the family's. */
import { plainForms } from './legal-forms.ts'
import { normaliseText, parseName } from './names.ts'

const DEFAULTS = {
  /** Names taken apart that are remembered: a list is asked for the same ones again and again. */
  remembered: 50_000,
  /** Words of a name that count; masks of them have 32 bits. */
  words: 30,
  /** Words before the comma of `FAMILY, Given` at most. */
  family: 5,
} as const

const HAN = /\p{Script=Han}/u
const FILLERS = new Set('of the and de la del y el los for in e et'.split(' '))
const LEGAL = new Set('ltd co corp inc llc jsc'.split(' '))
/** `Abd al-Latif`, `Abdel Latif`, `Abdul Latif`: one word, however the article is written and tied to what follows. */
const SERVANT = /\b(?:abd (?:al|el|ul|ur|ar|as|us|an|un|ad|ud|az)|abd(?:el|al|ur|ar|us|as|oul|ou)) /g

/** A word that only holds others together. */
export const isFiller = (word: string): boolean => FILLERS.has(word)

/** A name in words. */
export interface NameWords {
  /** Latin letters; at most 30. Chinese names are read: family name, then given name. */
  readonly words: readonly string[]
  /** Which of them are the family name, as a mask; 0 where the name does not say. */
  readonly family: number
}

/** A word, or two neighbours written as one, or the initials of all. */
export interface Unit {
  readonly text: string
  /** The words that it covers. */
  readonly mask: number
  readonly kind: 'word' | 'joined' | 'acronym'
  /** The words that it is written of: it is worth no more than they are. */
  readonly parts: readonly string[]
}

const taken = new Map<string, NameWords>()

/** Takes a name apart. */
export function wordsOf(name: string): NameWords {
  const known = taken.get(name)
  if (known) return known
  const words = takeApart(name)
  const found = { words, family: familyOf(name, words) }
  if (taken.size >= DEFAULTS.remembered) taken.clear()
  taken.set(name, found)
  return found
}

/** A name reduced to its words: names of the same form are one string to a person. */
export const screenForm = (name: string): string => wordsOf(name).words.join(' ')

function takeApart(name: string): string[] {
  if (HAN.test(name)) {
    const { familyLatin, givenLatin } = parseName(name, false)
    return [familyLatin, givenLatin].filter(Boolean)
  }
  return plainForms(normaliseText(name).replace(/[ ,]+/g, ' '))
    .replace(SERVANT, 'abdul ')
    .split(' ')
    .filter(Boolean)
    .slice(0, DEFAULTS.words)
}

/** Chinese names and `FAMILY, Given` say it; `FIRM CO., LTD.` has a comma and no family. */
function familyOf(name: string, words: readonly string[]): number {
  if (HAN.test(name)) return words.length > 1 ? 1 : 0
  const [before = '', after, more] = name.split(',')
  if (after === undefined || more !== undefined) return 0
  const given = takeApart(after)
  if (given.length === 0 || given.some((word) => LEGAL.has(word))) return 0
  const count = takeApart(before).length
  return count > 0 && count <= DEFAULTS.family ? (1 << count) - 1 : 0
}

/** Everything that words may be written as. */
export function unitsOf(words: readonly string[]): Unit[] {
  const units: Unit[] = words.map((text, i) => ({ text, mask: 1 << i, kind: 'word' as const, parts: [text] }))
  for (let i = 0; i + 1 < words.length; i++)
    if (words[i].length > 1 && words[i + 1].length > 1)
      units.push({
        text: words[i] + words[i + 1],
        mask: (1 << i) | (1 << (i + 1)),
        kind: 'joined',
        parts: [words[i], words[i + 1]],
      })
  for (const kept of [words, words.filter((word) => !FILLERS.has(word))]) {
    const text = kept.map((word) => word[0]).join('')
    if (
      kept.length > 2 &&
      text.length < 9 &&
      !units.some((unit) => unit.kind === 'acronym' && unit.text === text)
    )
      units.push({ text, mask: (1 << words.length) - 1, kind: 'acronym', parts: words })
  }
  return units
}
