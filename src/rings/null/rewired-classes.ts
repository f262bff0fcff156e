/** What a search finds in books rewired at random: figures of groups, by typology and by whether people or providers were rewired. */
import { type Random, random } from '../../util/random.ts'
import { type Candidate, candidatesOf, structureOf } from '../candidates.ts'
import { cycleGroups } from '../cycle-groups.ts'
import type { RingBook } from '../ring-book.ts'
import { typologies } from '../typologies/index.ts'
import type { RingContext, Typology } from '../typology.ts'
import { type Rewirer, rewirer } from './rewire.ts'
import type { BookSample } from './sample-book.ts'

/** Groups by typology, each with the figures of its structure. */
export type Classes = Map<string, number[]>

/** What is looked for, and how often. */
export interface Rewiring {
  readonly sample: BookSample
  readonly books: number
  readonly seed: number
  /** Typologies with groups of people, and with groups of providers, by name; all when left out. */
  readonly asked?: { readonly people: ReadonlySet<string>; readonly served: ReadonlySet<string> }
}

/** Rewires and searches, book by book. */
export function rewiredClasses(
  { sample, books, seed, asked }: Rewiring,
  onBook: (done: number, total: number) => void = () => {},
): Classes[] {
  const seeds = random(seed)
  const by = rewirer(sample.book, sample.homes)
  const some = (names?: ReadonlySet<string>) => typologies.filter(({ id }) => names?.has(id) ?? true)
  const wanted = { people: some(asked?.people), served: some(asked?.served) }
  return Array.from({ length: books }, (_, book) => {
    onBook(book, books)
    return classesOf(rewiredGroups(sample, by, wanted, seeds.fork(`book ${book}`)))
  })
}

/** What the search finds in one rewired book: groups of people where people are rewired, of providers where these are. */
function rewiredGroups(
  { homes, share }: BookSample,
  by: Rewirer,
  asked: { readonly people: readonly Typology[]; readonly served: readonly Typology[] },
  random: Random,
): (Measured | undefined)[] {
  const search = (context: RingContext, list: readonly Typology[], served: boolean) =>
    list.flatMap((typology) =>
      candidatesOf(context, typology)
        .filter(({ group }) => group.providers.length > 0 === served)
        .map((candidate) => measure(context, candidate, share)),
    )
  const people =
    asked.people.length > 0
      ? search(contextOf(by.people(random), homes, random.int(0, 2 ** 31)), asked.people, false)
      : []
  const served =
    asked.served.length > 0
      ? search({ book: by.providers(random), homes, cycles: [] }, asked.served, true)
      : []
  return [...people, ...served]
}

export interface Measured {
  readonly name: string
  readonly figure: number
}

export function measure(context: RingContext, candidate: Candidate, share = 1): Measured | undefined {
  const figure = structureOf(context, candidate, share)
  if (figure === undefined) return undefined
  const kind = candidate.group.providers.length > 0 ? 'served' : 'people'
  return { name: `${candidate.typology.id} ${kind}`, figure }
}

export function classesOf(measured: readonly (Measured | undefined)[]): Classes {
  const classes: Classes = new Map()
  for (const one of measured) {
    if (!one) continue
    const list = classes.get(one.name)
    if (list) list.push(one.figure)
    else classes.set(one.name, [one.figure])
  }
  return classes
}

/** A context on a book whose households are known. */
export function contextOf(book: RingBook, homes: Int32Array, seed: number): RingContext {
  return { book, homes, cycles: cycleGroups(book, homes, { seed }) }
}
