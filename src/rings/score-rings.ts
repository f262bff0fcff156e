/** Scores the candidates of a book: reasons in log-odds that add up, honest explanations first, the stronger of two that overlap. */
import { type Candidate, candidatesOf } from './candidates.ts'
import { commonReasons } from './common-reasons.ts'
import { type HonestCheck, honestChecks } from './honest-explanations.ts'
import { rowOf } from './incidence.ts'
import { moneyFlow } from './money-flow.ts'
import { contextOf } from './null/rewired-classes.ts'
import { rewireAhead, type Significance, significance } from './null/significance.ts'
import type { RingBook } from './ring-book.ts'
import { typologies } from './typologies/index.ts'
import type { Group, RingContext, RingReason } from './typology.ts'

const DEFAULTS = {
  /** Of two groups that share more of the smaller one's members than this, the weaker is dropped. */
  overlap: 0.5,
  /** Log-odds beyond which nothing is surer: then those go first who meet in more of their claims. */
  certain: 5,
} as const

/** A candidate with its points: reasons whose sum is the score in log-odds, before calibration. */
export interface ScoredGroup extends Candidate {
  readonly reasons: readonly RingReason[]
  readonly logOdds: number
  readonly significance: Significance | undefined
  readonly checks: readonly HonestCheck[]
  /** The honest explanation that holds. */
  readonly explanation: HonestCheck | undefined
}

export interface ScoreOptions {
  readonly seed: number
  /** Rewired books; default by the size of the book. */
  readonly nullBooks?: number
  readonly onBook?: (done: number, total: number) => void
}

export interface Scored {
  readonly groups: readonly ScoredGroup[]
  /** Rewired books that groups were held against, and the share of the book in each. */
  readonly books: number
  readonly share: number
}

/** Scores every candidate of every typology. `homes` is the household of each person. */
export async function scoreGroups(
  book: RingBook,
  homes: Int32Array,
  options: ScoreOptions,
): Promise<Scored & { readonly context: RingContext }> {
  const asked = {
    seed: options.seed,
    ...(options.nullBooks === undefined ? {} : { books: options.nullBooks }),
    ...(options.onBook ? { onBook: options.onBook } : {}),
  }
  const ahead = rewireAhead({ book, homes }, asked)
  const context = contextOf(book, homes, options.seed)
  const candidates = typologies.flatMap((typology) => candidatesOf(context, typology))
  const { books, share, of } = await significance(context, candidates, { ...asked, ahead })
  const bookDays = daysOf(context)
  const groups = candidates.map((candidate, i): ScoredGroup => {
    const { group, facts, own } = candidate
    const flow = moneyFlow(context, group)
    // A typology of an account and those who serve counts its payments itself.
    const isCounted =
      group.providers.length > 0 && group.things.some((t) => context.book.things.kind[t] === 'account')
    const reasons = [
      ...commonReasons(facts, {
        significance: of[i],
        rewired: { books, share },
        money: isCounted ? { ...flow, claims: 0, outward: 0 } : flow,
        bookDays,
      }),
      ...own,
    ]
    const checks = honestChecks(facts, group, context)
    const explanation = checks.find((check) => check.holds)
    if (explanation) reasons.push({ text: explanation.text, log_odds: explanation.logOdds })
    return {
      ...candidate,
      reasons,
      logOdds: reasons.reduce((sum, reason) => sum + reason.log_odds, 0),
      significance: of[i],
      checks,
      explanation,
    }
  })
  return { context, groups, books, share }
}

/** Days from the first to the last loss of the book. */
function daysOf({ book }: RingContext): number {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const at of book.claims.lossAt) {
    if (Number.isNaN(at)) continue
    first = Math.min(first, at)
    last = Math.max(last, at)
  }
  return last > first ? (last - first) / 86_400_000 : 1
}

/** Persons and providers of a group by the numbers of their entities, in rising order. */
export const membersOf = (group: Group, { persons, providers }: RingBook): number[] =>
  [
    ...group.persons.map((person) => persons.entity[person]),
    ...group.providers.map((provider) => providers.entity[provider]),
  ].sort((a, b) => a - b)

/** Share of a group's claims in which at least two of it stand. */
function togetherIn({ persons, providers, claims }: Group, { personsOf, providersOf }: RingBook): number {
  const [there, serving] = [new Set(persons), new Set(providers)]
  const meet = claims.filter((claim) => {
    const own = rowOf(personsOf, claim).filter((person) => there.has(person)).length
    return own + rowOf(providersOf, claim).filter((provider) => serving.has(provider)).length > 1
  })
  return meet.length / Math.max(1, claims.length)
}

/** Whether a group shares at least half of the claims of the one that has fewer. */
function sharesClaims(one: Group, other: Group): boolean {
  const [few, many] = [one.claims, other.claims].sort((a, b) => a.length - b.length)
  const there = new Set(many)
  return 2 * few.filter((claim) => there.has(claim)).length >= few.length
}

/** Keeps the stronger of groups that overlap. */
export function withoutOverlap<T extends Pick<ScoredGroup, 'group' | 'logOdds'>>(
  rings: readonly T[],
  { book }: RingContext,
): T[] {
  const ranked = rings
    .map((ring) => ({ ring, keys: membersOf(ring.group, book), together: togetherIn(ring.group, book) }))
    .sort(
      (a, b) =>
        Math.min(b.ring.logOdds, DEFAULTS.certain) - Math.min(a.ring.logOdds, DEFAULTS.certain) ||
        b.together - a.together ||
        b.ring.logOdds - a.ring.logOdds ||
        b.keys.length - a.keys.length ||
        a.keys[0] - b.keys[0],
    )
  const kept: T[] = []
  const sizes: number[] = []
  const where = new Map<number, number[]>()
  for (const { ring, keys } of ranked) {
    const shared = new Map<number, number>()
    for (const key of keys)
      for (const index of where.get(key) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1)
    const covered = [...shared].some(
      ([index, count]) =>
        count > DEFAULTS.overlap * Math.min(keys.length, sizes[index]) &&
        sharesClaims(ring.group, kept[index].group),
    )
    if (covered) continue
    const index = kept.push(ring) - 1
    sizes.push(new Set(keys).size)
    for (const key of keys) {
      const list = where.get(key)
      if (list) list.push(index)
      else where.set(key, [index])
    }
  }
  return kept
}
