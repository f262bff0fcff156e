/**
 * Finds what a document speaks of: perils, events, places, and parties of the book.
 *
 * Words are cut first, so that a name counts only where words begin and end; among the phrases that begin at a word the longest
 * is taken. What a phrase means is then settled by the document as a whole: a short or shared name by the region, a person by
 * the employer or by profession and region, a peril or an event by the absence of a negation before it.
 */
import type { Lexicon } from '../lexicon.ts'
import { type Entry, lexiconPhrases, type Party, type Phrase, partyPhrases } from './entries.ts'
import { normalise } from './normalise.ts'
import { Trie } from './trie.ts'
import { segmenter } from './words.ts'

const DEFAULTS = {
  /** Characters between a negation and what it denies. */
  negation: 12,
  /** Characters between a name and a profession. */
  profession: 3,
} as const

export type Field = 'title' | 'body'

export interface Document {
  readonly title: string | null
  readonly body: string | null
}

export interface Mention {
  readonly kind: 'peril' | 'event' | 'place' | 'party'
  readonly value: string
  readonly field: Field
  /** First place in the field, in UTF-16 units, and the text that stands there. */
  readonly start: number
  readonly matched: string
  readonly times: number
  /** The party that is meant; undefined for words. */
  readonly party: Party | undefined
}

export type Finder = (document: Document) => Mention[]

interface Hit {
  readonly field: Field
  readonly text: string
  readonly start: number
  readonly end: number
  readonly entries: readonly Entry[]
  readonly original: { readonly start: number; readonly matched: string }
}

/** Makes a finder for the words of a lexicon and the names of parties. */
export function mentionFinder(lexicon: Lexicon, parties: readonly Party[]): Finder {
  const words = lexiconPhrases(lexicon)
  const names = partyPhrases(parties, lexicon)
  const trie = new Trie<Entry>()
  for (const { text, entry } of [...words, ...names]) trie.add(text, entry)
  const isPerson = ({ entry }: Phrase) => entry.kind === 'person'
  const cut = segmenter(
    [...words, ...names.filter((name) => !isPerson(name))].map(({ text }) => text),
    names.filter(isPerson).map(({ text }) => text),
  )
  // A name that holds its region says where the text is: `杭州同泰医院` is in 杭州.
  const placeOf = ({ party }: { readonly party: Party }) => party.regionCode

  function hitsIn(field: Field, source: string | null): Hit[] {
    if (!source) return []
    const { text, place } = normalise(source)
    const edges = cut.edges(text)
    const isEnd = (at: number) => edges[at] === 1
    const hits: Hit[] = []
    for (let at = 0; at < text.length; ) {
      const found = edges[at] === 1 ? trie.longest(text, at, isEnd) : undefined
      if (!found) {
        at++
        continue
      }
      const start = place(at)
      const matched = source.slice(start, place(found.end))
      hits.push({
        field,
        text,
        start: at,
        end: found.end,
        entries: found.values,
        original: { start, matched },
      })
      at = found.end
    }
    return hits
  }

  return (document) => {
    const hits = [...hitsIn('title', document.title), ...hitsIn('body', document.body)]
    const settled = new Settled()
    const regions = new Set<string>()
    for (const hit of hits)
      for (const entry of hit.entries) {
        if (entry.kind === 'place') regions.add(entry.value)
        if (entry.kind === 'organisation' && !entry.needsPlace) regions.add(placeOf(entry) ?? '')
      }
    const employers = new Set<string>()
    for (const hit of hits)
      for (const entry of hit.entries) {
        if (entry.kind === 'place') settled.add(hit, 'place', entry.value)
        else if (entry.kind === 'peril' || entry.kind === 'event') {
          if (!isDenied(hit, hits)) settled.add(hit, entry.kind, entry.value)
        }
      }
    for (const hit of hits) {
      const party = theOne(
        hit.entries.flatMap((entry) =>
          entry.kind === 'organisation' && (!entry.needsPlace || regions.has(entry.party.regionCode ?? ''))
            ? [entry.party]
            : [],
        ),
        regions,
      )
      if (!party) continue
      employers.add(party.partyId)
      settled.add(hit, 'party', party.partyId, party)
    }
    for (const hit of hits) {
      const professions = hit.entries.some(({ kind }) => kind === 'person')
        ? professionsBeside(hit, hits)
        : []
      const party = theOne(
        hit.entries.flatMap((entry) => {
          if (entry.kind !== 'person') return []
          const { partyType, regionCode, employerId } = entry.party
          const isTied =
            (employerId !== null && employers.has(employerId)) ||
            (professions.includes(partyType) && regions.has(regionCode ?? ''))
          return isTied ? [entry.party] : []
        }),
        regions,
      )
      if (party) settled.add(hit, 'party', party.partyId, party)
    }
    return settled.mentions()
  }
}

/** The only party that can be meant: one, or several that are the same entity, or the only one of the regions named. */
function theOne(parties: readonly Party[], regions: ReadonlySet<string>): Party | undefined {
  const entities = new Set(parties.map(({ entityId }) => entityId))
  if (entities.size <= 1)
    return parties.reduce<Party | undefined>((a, b) => (a && a.partyId < b.partyId ? a : b), undefined)
  const near = parties.filter(({ regionCode }) => regions.has(regionCode ?? ''))
  return near.length < parties.length ? theOne(near, regions) : undefined
}

const CLAUSE_END = /[，。；！？、,.;!?\n]/

function isDenied(hit: Hit, hits: readonly Hit[]): boolean {
  return hits.some(
    (other) =>
      other.field === hit.field &&
      other.entries.some(({ kind }) => kind === 'negation') &&
      other.end <= hit.start &&
      hit.start - other.end <= DEFAULTS.negation &&
      !CLAUSE_END.test(hit.text.slice(other.end, hit.start)),
  )
}

function professionsBeside(hit: Hit, hits: readonly Hit[]): string[] {
  return hits.flatMap((other) => {
    if (other.field !== hit.field) return []
    const gap = other.end <= hit.start ? hit.start - other.end : other.start - hit.end
    if (gap < 0 || gap > DEFAULTS.profession) return []
    return other.entries.flatMap((entry) => (entry.kind === 'profession' ? [entry.partyType] : []))
  })
}

/** Mentions of a document, each thing once. */
class Settled {
  readonly #all = new Map<string, Mention>()

  add({ field, original }: Hit, kind: Mention['kind'], value: string, party?: Party): void {
    const key = `${kind} ${value}`
    const known = this.#all.get(key)
    this.#all.set(
      key,
      known ? { ...known, times: known.times + 1 } : { kind, value, field, ...original, times: 1, party },
    )
  }

  mentions(): Mention[] {
    return [...this.#all.values()]
  }
}
