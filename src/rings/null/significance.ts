/**
 * How often chance gives so tight a group: the same search on books rewired at random.
 *
 * A group is held against the groups of its typology that the search finds in rewired books; its figure discounts its size. So
 * p-values are uniform where all is chance (too large, never too small, where figures are tied). Where the book has more groups of a
 * kind than any rewired one, each rewired book is filled up with groups that are tied by nothing; where these have fewer than one
 * each, they count as books. The share of chance among all groups at least so tight follows by Benjamini and Hochberg (1995),
 * "Controlling the false discovery rate".
 */
import { random } from '../../util/random.ts'
import type { Candidate } from '../candidates.ts'
import type { RingContext } from '../typology.ts'
import { rewireBeside } from './rewire-beside.ts'
import { type Classes, classesOf, measure, rewiredClasses } from './rewired-classes.ts'
import { type BookSample, sampleBook } from './sample-book.ts'

const DEFAULTS = {
  /** Rewired books, */
  books: 25,
  /** in large books fewer, with so many claims together, */
  claims: 400_000,
  /** and each no more than a sample of about so many. */
  sample: 100_000,
  /** Books of so many claims are rewired on a thread of its own while groups are looked for. */
  large: 400_000,
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

/** Books to be rewired, or that are being rewired on another thread. */
interface Rewired {
  readonly sample: BookSample
  readonly books: number
  readonly classes?: Promise<readonly Classes[]>
}

/** What is to be rewired of a book. */
function rewiredOf({ book, homes }: Omit<RingContext, 'cycles'>, options: SignificanceOptions): Rewired {
  const seeds = random(options.seed ?? DEFAULTS.seed)
  const sample = sampleBook(book, homes, DEFAULTS.sample, seeds.fork('sample'))
  const books =
    options.books ??
    Math.min(DEFAULTS.books, Math.max(1, Math.floor(DEFAULTS.claims / Math.max(1, sample.book.claims.count))))
  return { sample, books }
}

/**
 * Rewires samples of a large book on a thread of its own, from now on; all typologies are asked, since the candidates are not known yet.
 * Undefined for books that are not large.
 */
export function rewireAhead(
  context: Omit<RingContext, 'cycles'>,
  options: SignificanceOptions = {},
): Rewired | undefined {
  if (context.book.claims.count < DEFAULTS.large) return undefined
  const rewired = rewiredOf(context, options)
  const seed = options.seed ?? DEFAULTS.seed
  return { ...rewired, classes: rewireBeside({ ...rewired, seed }, options.onBook) }
}

/** Holds candidates against rewired books. */
export async function significance(
  context: RingContext,
  candidates: readonly Candidate[],
  options: SignificanceOptions & { readonly ahead?: Rewired | undefined } = {},
): Promise<Tested> {
  const measured = candidates.map((candidate) => measure(context, candidate))
  const found = classesOf(measured)
  if (found.size === 0) return { books: 0, share: 1, of: candidates.map(() => undefined) }
  const { sample, books, classes } = options.ahead ?? rewiredOf(context, options)
  const asked = { people: new Set<string>(), served: new Set<string>() }
  candidates.forEach(({ typology, group }, i) => {
    // Typologies without a group to ask about need no rewired book.
    if (measured[i]) asked[group.providers.length > 0 ? 'served' : 'people'].add(typology.id)
  })
  const rewired =
    (await classes) ??
    rewiredClasses({ sample, books, seed: options.seed ?? DEFAULTS.seed, asked }, options.onBook)
  const chance = new Map([...found.keys()].map((name) => [name, { figures: [] as number[], most: 0 }]))
  for (const seen of rewired)
    for (const [name, kind] of chance) {
      const figures = seen.get(name) ?? []
      kind.figures.push(...figures)
      kind.most = Math.max(kind.most, figures.length)
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
