/**
 * How often chance gives so tight a group: the same search on books rewired at random.
 *
 * A group is held against the groups of its typology that the search finds in rewired books; its figure discounts its size. So
 * p-values are uniform where all is chance (too large, never too small, where figures are tied). Where the book has more groups of a
 * kind than any rewired one, each rewired book is filled up with groups that are tied by nothing; where these have fewer than one
 * each, they count as books. The share of chance among all groups at least so tight follows by Benjamini and Hochberg (1995),
 * "Controlling the false discovery rate".
 */
import { type Random, random } from '../../util/random.ts'
import { type Candidate, candidatesOf, structureOf } from '../candidates.ts'
import { cycleGroups } from '../cycle-groups.ts'
import type { RingBook } from '../ring-book.ts'
import type { RingContext, Typology } from '../typology.ts'
import { type Rewirer, rewirer } from './rewire.ts'
import { type BookSample, sampleBook } from './sample-book.ts'

const DEFAULTS = {
  /** Rewired books, */
  books: 25,
  /** in large books fewer, with so many claims together, */
  claims: 400_000,
  /** and each no more than a sample of about so many. */
  sample: 100_000,
  seed: 1,
} as const

export interface Significance {
  /** Share of the groups of its kind in rewired books that are as tightly tied, 0 to 1. */
  readonly pValue: number
  /** Share of chance among the groups of the book that are at least so tight, 0 to 1. */
  readonly chance: number
  /** Groups of its kind that it was held against, and those of them that are as tightly tied. */
  readonly groups: number
  readonly asTight: number
}

export interface SignificanceOptions {
  /** Default 25, fewer in large books. */
  readonly books?: number
  readonly seed?: number
  readonly onBook?: (done: number, total: number) => void
}

export interface Tested {
  /** Rewired books, and the share of the book that each of them is a sample of. */
  readonly books: number
  readonly share: number
  /** Of each candidate; undefined for those that cannot be rewired. */
  readonly of: readonly (Significance | undefined)[]
}

/** Groups by typology, each with the figures of its structure. */
type Classes = Map<string, number[]>

/** Holds candidates against rewired books. */
export function significance(
  context: RingContext,
  candidates: readonly Candidate[],
  options: SignificanceOptions = {},
): Tested {
  const seeds = random(options.seed ?? DEFAULTS.seed)
  const sample = sampleBook(context.book, context.homes, DEFAULTS.sample, seeds.fork('sample'))
  const books =
    options.books ??
    Math.min(DEFAULTS.books, Math.max(1, Math.floor(DEFAULTS.claims / Math.max(1, sample.book.claims.count))))
  const measured = candidates.map((candidate) => measure(context, candidate))
  const found = classesOf(measured)
  // Typologies without a group to ask about need no rewired book.
  const asked = { people: new Set<Typology>(), served: new Set<Typology>() }
  candidates.forEach(({ typology, group }, i) => {
    if (measured[i]) asked[group.providers.length > 0 ? 'served' : 'people'].add(typology)
  })
  if (found.size === 0) return { books: 0, share: 1, of: candidates.map(() => undefined) }
  const chance = new Map([...found.keys()].map((name) => [name, { figures: [] as number[], most: 0 }]))
  const by = rewirer(sample.book, sample.homes)
  for (let b = 0; b < books; b++) {
    options.onBook?.(b, books)
    const seen = classesOf(rewiredGroups(sample, by, asked, seeds.fork(`book ${b}`)))
    for (const [name, kind] of chance) {
      const figures = seen.get(name) ?? []
      kind.figures.push(...figures)
      kind.most = Math.max(kind.most, figures.length)
    }
  }
  for (const { figures } of chance.values()) figures.sort((a, b) => b - a)
  const tested = measured.map((one) => {
    const kind = one && chance.get(one.name)
    if (!kind) return undefined
    const own = sample.share * (found.get(one.name)?.length ?? 0)
    const groups = Math.max(kind.figures.length, books, own > kind.most ? Math.round(own * books) : 0)
    const asTight = countAbove(kind.figures, one.figure)
    return { pValue: (1 + asTight) / (1 + groups), groups, asTight }
  })
  const shares = benjaminiHochberg(tested.map((one) => one?.pValue ?? Number.NaN))
  return { books, share: sample.share, of: tested.map((one, i) => one && { ...one, chance: shares[i] }) }
}

interface Measured {
  readonly name: string
  readonly figure: number
}

function measure(context: RingContext, candidate: Candidate, share = 1): Measured | undefined {
  const figure = structureOf(context, candidate, share)
  if (figure === undefined) return undefined
  const kind = candidate.group.providers.length > 0 ? 'served' : 'people'
  return { name: `${candidate.typology.id} ${kind}`, figure }
}

/** What the search finds in one rewired book: groups of people where people are rewired, of providers where these are. */
function rewiredGroups(
  { homes, share }: BookSample,
  by: Rewirer,
  asked: { readonly people: ReadonlySet<Typology>; readonly served: ReadonlySet<Typology> },
  random: Random,
): (Measured | undefined)[] {
  const search = (context: RingContext, typologies: ReadonlySet<Typology>, served: boolean) =>
    [...typologies].flatMap((typology) =>
      candidatesOf(context, typology)
        .filter(({ group }) => group.providers.length > 0 === served)
        .map((candidate) => measure(context, candidate, share)),
    )
  const people =
    asked.people.size > 0
      ? search(contextOf(by.people(random), homes, random.int(0, 2 ** 31)), asked.people, false)
      : []
  const served =
    asked.served.size > 0 ? search({ book: by.providers(random), homes, cycles: [] }, asked.served, true) : []
  return [...people, ...served]
}

/** A context on a book whose households are known. */
export function contextOf(book: RingBook, homes: Int32Array, seed: number): RingContext {
  return { book, homes, cycles: cycleGroups(book, homes, { seed }) }
}

function classesOf(measured: readonly (Measured | undefined)[]): Classes {
  const classes: Classes = new Map()
  for (const one of measured) {
    if (!one) continue
    const list = classes.get(one.name)
    if (list) list.push(one.figure)
    else classes.set(one.name, [one.figure])
  }
  return classes
}

/** How many figures are as high; `falling` has the highest first. */
function countAbove(falling: readonly number[], figure: number): number {
  let low = 0
  let high = falling.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (falling[middle] >= figure) low = middle + 1
    else high = middle
  }
  return low
}

/** Adjusted p-values; NaN stays and counts for nothing. */
function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = pValues
    .flatMap((p, i) => (Number.isNaN(p) ? [] : [i]))
    .sort((a, b) => pValues[b] - pValues[a])
  const out = pValues.map(() => Number.NaN)
  let least = 1
  order.forEach((i, place) => {
    least = Math.min(least, (pValues[i] * order.length) / (order.length - place))
    out[i] = least
  })
  return out
}
