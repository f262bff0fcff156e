/** The words that occur on a list, and which of them another word may be meant for: the same, spelt nearly so, or sounding alike. */
import { consonantsOf } from './consonants.ts'
import { formalNames } from './nicknames.ts'
import { westernSound } from './sounds.ts'
import { damerauLevenshtein, jaroWinkler } from './text-distance.ts'

/** How two words stand to each other, best first. */
const WORD_LEVELS = [
  'exact',
  'one_edit',
  'jaro_winkler_92',
  'sounds_alike',
  'nickname',
  'jaro_winkler_84',
] as const
export type WordLevel = (typeof WORD_LEVELS)[number]

const DEFAULTS = {
  /** Share of the shorter word's letter triples that two words must share to be compared, 0 to 1. */
  leastGrams: 0.25,
  /** Words of so many letters may be one edit apart, and two. */
  oneEdit: 4,
  twoEdits: 9,
  /** Jaro-Winkler similarity of words that sound alike, and of those with the same consonants, at least. */
  sound: 0.7,
  consonants: 0.6,
  /** Words met are remembered up to so many. */
  remembered: 200_000,
} as const

/** A word of the vocabulary that another may be meant for. */
export interface LikeWord {
  readonly word: number
  readonly level: WordLevel
}

export class Vocabulary {
  readonly words: string[] = []
  readonly #numbers = new Map<string, number>()
  readonly #bySound = new Map<string, number[]>()
  readonly #byConsonants = new Map<string, number[]>()
  readonly #byRoot = new Map<string, number[]>()
  readonly #byGram = new Map<string, number[]>()
  readonly #met = new Map<string, readonly LikeWord[]>()
  readonly #metNear = new Map<string, readonly LikeWord[]>()
  #shared = new Uint16Array(0)

  /** Number of a word, which is added where it is new. */
  add(word: string): number {
    const known = this.#numbers.get(word)
    if (known !== undefined) return known
    const number = this.words.push(word) - 1
    this.#numbers.set(word, number)
    const sound = soundOf(word)
    if (sound) push(this.#bySound, sound, number)
    const consonants = consonantsOf(word)
    if (consonants) push(this.#byConsonants, consonants, number)
    for (const root of formalNames(word)) push(this.#byRoot, root, number)
    for (const gram of gramsOf(word)) push(this.#byGram, gram, number)
    return number
  }

  find(word: string): number | undefined {
    return this.#numbers.get(word)
  }

  /** Words that `word` may be meant for, each once with its best level. The vocabulary must be complete by then. */
  like(word: string): readonly LikeWord[] {
    const met = this.#met.get(word)
    if (met) return met
    const found = new Map<number, WordLevel>()
    const keep = (number: number, level: WordLevel) => {
      const known = found.get(number)
      if (known === undefined || WORD_LEVELS.indexOf(level) < WORD_LEVELS.indexOf(known))
        found.set(number, level)
    }
    const same = this.#numbers.get(word)
    if (same !== undefined) keep(same, 'exact')
    if (word.length > 2) {
      for (const number of this.#candidates(word)) {
        const level = spelling(word, this.words[number])
        if (level) keep(number, level)
      }
      const sound = soundOf(word)
      if (sound)
        for (const number of this.#bySound.get(sound) ?? [])
          if (jaroWinkler(word, this.words[number]) >= DEFAULTS.sound) keep(number, 'sounds_alike')
      const consonants = consonantsOf(word)
      if (consonants)
        for (const number of this.#byConsonants.get(consonants) ?? [])
          if (jaroWinkler(word, this.words[number]) >= DEFAULTS.consonants) keep(number, 'sounds_alike')
      for (const root of formalNames(word))
        for (const number of this.#byRoot.get(root) ?? []) keep(number, 'nickname')
    }
    const like = [...found].map(([number, level]) => ({ word: number, level }))
    if (this.#met.size >= DEFAULTS.remembered) this.#met.clear()
    this.#met.set(word, like)
    return like
  }

  /** Words that are the same or a slip or two apart: all that matters where two words are written as one. */
  near(word: string): readonly LikeWord[] {
    const met = this.#metNear.get(word)
    if (met) return met
    const same = this.#numbers.get(word)
    const like: LikeWord[] = same === undefined ? [] : [{ word: same, level: 'exact' }]
    for (const number of this.#candidates(word))
      if (number !== same && isSlip(word, this.words[number])) like.push({ word: number, level: 'one_edit' })
    if (this.#metNear.size >= DEFAULTS.remembered) this.#metNear.clear()
    this.#metNear.set(word, like)
    return like
  }

  /** Words that share enough letter triples. */
  #candidates(word: string): number[] {
    if (this.#shared.length < this.words.length) this.#shared = new Uint16Array(this.words.length)
    const touched: number[] = []
    const grams = gramsOf(word)
    for (const gram of grams)
      for (const number of this.#byGram.get(gram) ?? [])
        if (this.#shared[number]++ === 0) touched.push(number)
    const close = touched.filter((number) => {
      const { length } = this.words[number]
      return (
        Math.abs(length - word.length) <= 4 &&
        this.#shared[number] >= DEFAULTS.leastGrams * Math.min(grams.length, length)
      )
    })
    for (const number of touched) this.#shared[number] = 0
    return close
  }
}

/** Whether the words differ by no more than a slip, or two in long ones. */
function isSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  const most = shorter >= DEFAULTS.twoEdits ? 2 : shorter >= DEFAULTS.oneEdit ? 1 : 0
  return most > 0 && Math.abs(a.length - b.length) <= most && damerauLevenshtein(a, b) <= most
}

function spelling(a: string, b: string): WordLevel | undefined {
  if (isSlip(a, b)) return 'one_edit'
  const shorter = Math.min(a.length, b.length)
  const similarity = jaroWinkler(a, b)
  if (similarity >= 0.92) return 'jaro_winkler_92'
  return similarity >= 0.84 && shorter > 3 ? 'jaro_winkler_84' : undefined
}

/** A sound of one consonant is shared by too many. */
function soundOf(word: string): string {
  const sound = westernSound(word)
  return sound.length > 1 ? sound : ''
}

function gramsOf(word: string): string[] {
  const padded = `^${word}$`
  return [...new Set(Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3)))]
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
