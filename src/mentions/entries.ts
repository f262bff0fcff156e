/** What a phrase may stand for, and the phrases of a lexicon and of the parties of a book. */
import type { Lexicon, Words } from '../lexicon.ts'
import type { PartyType } from '../schema/words.ts'
import { normalise } from './normalise.ts'

const DEFAULTS = {
  /** A Chinese name of fewer characters needs the region in the text. */
  hanCharacters: 4,
  /** A name in Latin letters of fewer words needs the region in the text. */
  words: 2,
} as const

export interface Party {
  readonly partyId: string
  readonly partyType: PartyType
  readonly name: string
  /** Who is who, once linked. */
  readonly entityId: string
  readonly regionCode: string | null
  readonly employerId: string | null
  /** When the party became known, milliseconds. */
  readonly knownAt: number
}

export type Entry =
  | { readonly kind: 'peril' | 'event' | 'place'; readonly value: string }
  | { readonly kind: 'organisation'; readonly party: Party; readonly needsPlace: boolean }
  | { readonly kind: 'person'; readonly party: Party }
  /** Words that say what others mean; never mentions themselves. */
  | { readonly kind: 'profession'; readonly partyType: string }
  | { readonly kind: 'negation' }

export interface Phrase {
  readonly text: string
  readonly entry: Entry
}

/** Phrases of a lexicon. Chinese places are known with and without `市`. */
export function lexiconPhrases(lexicon: Lexicon): Phrase[] {
  const all = (words: Words, entry: (value: string) => Entry) =>
    Object.entries(words).flatMap(([value, texts]) =>
      texts.map((text) => ({ text: normalise(text).text, entry: entry(value) })),
    )
  const places = all(lexicon.places, (value) => ({ kind: 'place', value }))
  return [
    ...all(lexicon.perils, (value) => ({ kind: 'peril', value })),
    ...all(lexicon.events, (value) => ({ kind: 'event', value })),
    ...places,
    ...places
      .filter(({ text }) => isHan(text) && !/[市省县]$/.test(text))
      .map((p) => ({ ...p, text: `${p.text}市` })),
    ...all(lexicon.professions as Words, (partyType) => ({ kind: 'profession', partyType })),
    ...lexicon.negations.map((text) => ({
      text: normalise(text).text,
      entry: { kind: 'negation' } as const,
    })),
  ]
}

/** Phrases of the parties whose kinds the lexicon names; others have none. */
export function partyPhrases(parties: readonly Party[], lexicon: Lexicon): Phrase[] {
  const places = regionNames(lexicon)
  const forms = lexicon.legalForms.map((form) => normalise(form).text).sort((a, b) => b.length - a.length)
  return parties.flatMap((party): Phrase[] => {
    const name = normalise(party.name).text.replace(/\s+/g, ' ').trim()
    if (name === '') return []
    if (lexicon.professions[party.partyType])
      return isFullName(name) ? [{ text: name, entry: { kind: 'person', party } }] : []
    if (!lexicon.organisations.includes(party.partyType)) return []
    return [...variants(name, party, forms, places)].map(([text, needsPlace]) => ({
      text,
      entry: { kind: 'organisation', party, needsPlace },
    }))
  })
}

/** Ways to write an organisation's name, and whether each needs the region beside it. */
function variants(
  name: string,
  { regionCode }: Party,
  forms: readonly string[],
  places: ReadonlyMap<string, readonly string[]>,
): Map<string, boolean> {
  const form = forms.find((one) => name.endsWith(one) && name.length > one.length)
  const bare = form === undefined ? name : name.slice(0, -form.length).trim()
  const found = new Map<string, boolean>()
  for (const text of [name, bare]) {
    const region = (places.get(regionCode ?? '') ?? []).find((place) => text.startsWith(place))
    const rest = region === undefined ? text : text.slice(region.length).replace(/^市/, '').trim()
    // The region in the name says already where it is.
    found.set(text, isShort(text))
    if (rest !== text && !isShort(rest)) found.set(rest, true)
  }
  return found
}

function regionNames({ places }: Lexicon): Map<string, readonly string[]> {
  return new Map(
    Object.entries(places).map(([code, names]) => [
      code,
      names.map((name) => normalise(name).text).sort((a, b) => b.length - a.length),
    ]),
  )
}

const isHan = (text: string) => /^\p{Script=Han}+$/u.test(text)

function isShort(text: string): boolean {
  return isHan(text) ? text.length < DEFAULTS.hanCharacters : text.split(' ').length < DEFAULTS.words
}

/** Two to four characters, or at least two words. */
const isFullName = (name: string) =>
  isHan(name) ? name.length >= 2 && name.length <= 4 : /^\S+( \S+)+$/.test(name)
