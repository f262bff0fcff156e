/**
 * Screening of names against a list. A name is a bag of words in any order; each word that both sides share, or nearly share,
 * adds the bits that its rarity on the list is worth, each word that only one side has takes some away. The sum is a match
 * weight like that of linkage: it has no ceiling, so two good answers are told apart by their evidence.
 *
 * Reference: Fellegi and Sunter (1969), A Theory for Record Linkage.
 */
import { type LikeWord, Vocabulary, type WordLevel } from './screen-vocabulary.ts'
import { isFiller, type NameWords, type Unit, unitsOf, wordsOf } from './screen-words.ts'

const DEFAULTS = {
  /** Candidates that are weighed in full. */
  candidates: 50,
  limit: 5,
  /** Bits that a level gives up against the same word. */
  penalties: {
    exact: 0,
    one_edit: 2.2,
    jaro_winkler_92: 3.5,
    sounds_alike: 4,
    nickname: 2.5,
    jaro_winkler_84: 6,
    joined: 0.5,
    acronym: 0,
    initial: 0,
  },
  /** Bits of a letter that a word begins with. */
  initialBits: 1.5,
  /** Share of listed names' words that a person also gives, 0 to 1: the m of a word. */
  given: 0.85,
  /** Most bits that a word is worth, however rare. */
  rarestBits: 13,
  /** Bits of a word that only holds others together. */
  fillerBits: 0.4,
  /** Bits that a rare word takes away which only the query has, and which only the list has; common ones take less. */
  queryOnly: 1,
  listOnly: 1.2,
  /** Bits of a worth at which a word takes away all of that, and gains or loses all of what follows. */
  rare: 11,
  /** Bits less for a word that is the family's on one side alone. */
  otherFamily: 1.5,
} as const

/** A name on a list. One party may have several. */
export interface ListedName {
  readonly entryId: string
  /** The party that bears it. */
  readonly partyId: string
  readonly name: string
}

type Level = WordLevel | 'joined' | 'acronym' | 'initial'

/** What a part of the query and a part of the listed name share. */
export interface ScreenReason {
  readonly query: string
  readonly listed: string
  readonly level: Level
  readonly bits: number
}

export interface ScreenHit {
  readonly entryId: string
  readonly partyId: string
  readonly name: string
  /** Match weight with the prior that any listed name is meant, bits; above 0 is more likely than not. */
  readonly weight: number
  readonly reasons: readonly ScreenReason[]
}

export interface ScreenOptions {
  /** Parties to give, best first. Default 5. */
  readonly limit?: number
  /** Entry that must not answer: a name that is screened against its own list. */
  readonly except?: string
}

/** Words of the list to what they are like in a query. */
type Likeness = Map<number, { readonly unit: Unit; readonly level: WordLevel; readonly worth: number }[]>

interface Entry extends ListedName {
  readonly taken: NameWords
  units: readonly { readonly word: number; readonly unit: Unit; readonly most: number }[]
}

/** A list, ready to be asked. */
export class Screen {
  readonly #entries: Entry[]
  readonly #vocabulary = new Vocabulary()
  /** Entries that have a word, by its number. */
  readonly #postings: number[][] = []
  /** Bits that a word is worth. */
  readonly #worth: Float64Array
  /** Bits that every weight begins with: any listed name may be meant. */
  readonly prior: number
  readonly #score: Float64Array
  readonly #best: Float64Array

  /** @param population names that the rarity of words is measured by; default the list itself. */
  constructor(names: Iterable<ListedName>, population?: readonly string[]) {
    this.#entries = [...names].map((listed) => {
      const taken = wordsOf(listed.name)
      const units = unitsOf(taken.words).map((unit) => ({
        word: this.#vocabulary.add(unit.text),
        unit,
        most: 0,
      }))
      return { ...listed, taken, units }
    })
    for (const _ of this.#vocabulary.words) this.#postings.push([])
    for (const [e, { units }] of this.#entries.entries())
      for (const { word } of units) {
        const posting = this.#postings[word]
        if (posting.at(-1) !== e) posting.push(e)
      }
    const n = this.#entries.length
    const [bearers, all] = population ? this.#bearersIn(population) : [this.#postings.map((p) => p.length), n]
    this.prior = -Math.log2(n + 1)
    this.#worth = Float64Array.from(bearers, (count, word) => {
      if (isFiller(this.#vocabulary.words[word])) return DEFAULTS.fillerBits
      const bits = Math.log2((DEFAULTS.given * (all + 1)) / (count + 0.5))
      return Math.min(DEFAULTS.rarestBits, Math.max(0.2, bits))
    })
    for (const entry of this.#entries)
      entry.units = entry.units.map(({ word, unit }) => ({
        word,
        unit,
        most: Math.min(
          this.#worth[word],
          unit.parts.reduce((sum, part) => sum + this.#worthOf(part), 0),
        ),
      }))
    this.#score = new Float64Array(n)
    this.#best = new Float64Array(n)
  }

  /** How many names of a population have each word of the list, and how many names there are. */
  #bearersIn(population: readonly string[]): [number[], number] {
    const counts = this.#postings.map(() => 0)
    for (const name of population)
      for (const text of new Set(unitsOf(wordsOf(name).words).map((unit) => unit.text))) {
        const word = this.#vocabulary.find(text)
        if (word !== undefined) counts[word]++
      }
    return [counts, population.length]
  }

  /** The parties that a name may be, the best answer of each, by falling weight. Fewer than `limit` when nothing else is near. */
  ask(name: string, options: ScreenOptions = {}): ScreenHit[] {
    const query = wordsOf(name)
    const units = unitsOf(query.words).map((unit) => ({
      unit,
      like: unit.kind === 'word' ? this.#vocabulary.like(unit.text) : this.#vocabulary.near(unit.text),
    }))
    const best = new Map<string, ScreenHit>()
    const likeness = this.#likeness(units)
    for (const e of this.#candidates(likeness)) {
      const entry = this.#entries[e]
      if (entry.entryId === options.except) continue
      const hit = this.#weigh(query, likeness, entry)
      const known = best.get(hit.partyId)
      if (!known || hit.weight > known.weight) best.set(hit.partyId, hit)
    }
    return [...best.values()]
      .sort((a, b) => b.weight - a.weight || (a.entryId < b.entryId ? -1 : 1))
      .slice(0, options.limit ?? DEFAULTS.limit)
  }

  /** Whether any word of a name may be meant for one of a listed name: without that no screening of names can find it. */
  resembles(name: string, listed: string): boolean {
    const there = new Set(unitsOf(wordsOf(listed).words).map((unit) => this.#vocabulary.find(unit.text)))
    return unitsOf(wordsOf(name).words).some(({ text }) =>
      this.#vocabulary.like(text).some(({ word }) => there.has(word)),
    )
  }

  /** What each word of the list is like in the query, and what that may be worth: no more than the query's own word is. */
  #likeness(units: readonly { unit: Unit; like: readonly LikeWord[] }[]): Likeness {
    const likeness: Likeness = new Map()
    for (const { unit, like } of units) {
      const own = this.#vocabulary.find(unit.text)
      const parts = unit.parts.reduce((sum, part) => sum + this.#worthOf(part), 0)
      const most = Math.min(own === undefined ? DEFAULTS.rarestBits : this.#worth[own], parts)
      for (const { word, level } of like) {
        const known = likeness.get(word) ?? []
        known.push({ unit, level, worth: Math.min(most, this.#worth[word]) })
        likeness.set(word, known)
      }
    }
    return likeness
  }

  #worthOf(text: string): number {
    const word = this.#vocabulary.find(text)
    return word === undefined ? DEFAULTS.rarestBits : this.#worth[word]
  }

  /** Entries that share most with the query, by the words alone. */
  #candidates(likeness: Likeness): number[] {
    const byUnit = new Map<Unit, { word: number; bits: number }[]>()
    for (const [word, like] of likeness)
      for (const { unit, level, worth } of like) {
        const bits = worth - DEFAULTS.penalties[level] - (unit.kind === 'word' ? 0 : 1)
        if (bits <= 0 || (unit.kind !== 'word' && level !== 'exact' && level !== 'one_edit')) continue
        const known = byUnit.get(unit) ?? []
        known.push({ word, bits })
        byUnit.set(unit, known)
      }
    const touched: number[] = []
    for (const words of byUnit.values()) {
      const met: number[] = []
      for (const { word, bits } of words)
        for (const e of this.#postings[word]) {
          if (this.#best[e] === 0) met.push(e)
          if (bits > this.#best[e]) this.#best[e] = bits
        }
      for (const e of met) {
        if (this.#score[e] === 0) touched.push(e)
        this.#score[e] += this.#best[e]
        this.#best[e] = 0
      }
    }
    // Among those that share the same words, the one with fewer others is the likelier.
    const order = touched
      .map((e) => ({ e, score: this.#score[e] - 0.2 * this.#entries[e].taken.words.length }))
      .sort((a, b) => b.score - a.score || a.e - b.e)
    for (const e of touched) this.#score[e] = 0
    return order.slice(0, DEFAULTS.candidates).map(({ e }) => e)
  }

  #weigh({ words, family }: NameWords, likeness: Likeness, entry: Entry): ScreenHit {
    const { words: listedWords, family: listedFamily } = entry.taken
    const found: { q: Unit; l: Unit; level: Level; bits: number }[] = []
    for (const { word, unit: l, most } of entry.units)
      for (const { unit: q, level, worth } of likeness.get(word) ?? []) {
        if (q.kind !== 'word' && l.kind !== 'word') continue
        const kind = q.kind !== 'word' ? q.kind : l.kind
        // Initials say little unless they are the same, and two words written as one are near the same or not at all.
        if (kind !== 'word' && !(level === 'exact' || (kind === 'joined' && level === 'one_edit'))) continue
        const bits =
          Math.min(most, worth) - DEFAULTS.penalties[level] - (kind === 'word' ? 0 : DEFAULTS.penalties[kind])
        if (bits > 0) found.push({ q, l, level: kind === 'word' || level !== 'exact' ? level : kind, bits })
      }
    for (const [i, a] of words.entries())
      for (const [j, b] of listedWords.entries())
        if (a.length !== b.length && (a.length === 1 || b.length === 1) && a[0] === b[0])
          found.push({
            q: { text: a, mask: 1 << i, kind: 'word', parts: [a] },
            l: { text: b, mask: 1 << j, kind: 'word', parts: [b] },
            level: 'initial',
            bits: DEFAULTS.initialBits,
          })
    found.sort((a, b) => b.bits - a.bits)
    let [queryUsed, listUsed, weight] = [0, 0, this.prior]
    const reasons: ScreenReason[] = []
    for (const { q, l, level, bits } of found) {
      if ((queryUsed & q.mask) !== 0 || (listUsed & l.mask) !== 0) continue
      queryUsed |= q.mask
      listUsed |= l.mask
      const known = family !== 0 && listedFamily !== 0 && q.kind !== 'acronym' && l.kind !== 'acronym'
      const isElsewhere = known && ((q.mask & family) !== 0) !== ((l.mask & listedFamily) !== 0)
      const own = bits - (isElsewhere ? DEFAULTS.otherFamily * Math.min(1, bits / DEFAULTS.rare) : 0)
      weight += own
      reasons.push({ query: q.text, listed: l.text, level, bits: own })
    }
    weight -= this.#unshared(words, queryUsed, DEFAULTS.queryOnly)
    weight -= this.#unshared(listedWords, listUsed, DEFAULTS.listOnly)
    const { entryId, partyId, name } = entry
    return { entryId, partyId, name, weight, reasons }
  }

  /** What words take away that the other side lacks: the rarer, the more. */
  #unshared(words: readonly string[], used: number, most: number): number {
    let bits = 0
    for (const [i, text] of words.entries()) {
      if ((used & (1 << i)) !== 0) continue
      const word = this.#vocabulary.find(text)
      const worth = word === undefined ? DEFAULTS.rarestBits : this.#worth[word]
      bits += most * Math.min(1, worth / DEFAULTS.rare)
    }
    return bits
  }
}
