/** Hospitals whose papers contradict each other more often than those of others, with one physician or under several. */
import { claimsTogether } from './billing.ts'
import { rowOf } from './incidence.ts'
import { canTell, irregular, MARK, type Mark } from './irregular.ts'
import type { RingBook } from './ring-book.ts'
import { poissonTail } from './surprise.ts'
import type { Group, RingContext, RingReason } from './typology.ts'

const DEFAULTS = {
  /** Marked claims of a pair, or of a hospital, for it to be looked at. */
  leastMarked: 3,
  /** Marked claims of a physician, for him to be named where the marks are those of his hospital. */
  leastOwn: 2,
  /** log10 of the chance of as many, at most. */
  chance: -1.5,
  /** Claims, one of them marked, that are added to those which tell how frequent a mark is. */
  added: 200,
  /** Log-odds for each power of ten, and at most. */
  weight: 1.1,
  most: 4.5,
} as const

const WORDS: Readonly<
  Record<Mark, (count: number, of: number, usual: string) => { readonly en: string; readonly zh: string }>
> = {
  differs: (count, of, usual) => ({
    en: `in ${count} of ${of} claims the hospital's own report tells another diagnosis or a smaller bill, ${usual} would be usual`,
    zh: `${of} 起案件中有 ${count} 起，医院自身上报的诊断不同或金额更低，通常约 ${usual} 起`,
  }),
  pieces: (count, of, usual) => ({
    en: `${count} of ${of} bills are in many pieces or charge a treatment twice, ${usual} would be usual`,
    zh: `${of} 张账单中有 ${count} 张被拆分或重复收费，通常约 ${usual} 张`,
  }),
}

/** Providers who serve claims together, the hospital first. */
interface Unit {
  readonly providers: readonly number[]
  readonly claims: readonly number[]
}

/** How many claims of a unit bear a mark, of how many that could; what the usual rate gives; log10 of the chance of so many. */
interface Tally {
  readonly count: number
  readonly of: number
  readonly expected: number
  readonly tail: number
}

const tallies = new WeakMap<Group, ReadonlyMap<Mark, Tally>>()

/**
 * Hospitals with the physician under whom marks gather; and hospitals where they gather under no single one, with him under whom there
 * are most. Each with its marked claims.
 */
export function irregularPairs({ book }: RingContext, marks: readonly Mark[]): Group[] {
  const found = irregular(book)
  const pairs = claimsTogether(book, 'hospital', 'physician').map(
    ({ first, second, claims }): Unit => ({ providers: [first, second], claims }),
  )
  const groups = standingOut(book, pairs, marks)
  const told = new Set(groups.map(({ providers: [hospital] }) => hospital))
  const isMarked = (claim: number) => marks.some((mark) => found[claim] & MARK[mark])
  const others: Unit[] = []
  book.providers.role.forEach((role, hospital) => {
    if (role !== 'hospital' || told.has(hospital)) return
    const claims = [...rowOf(book.servedBy, hospital)]
    others.push({ providers: [hospital, ...mostlyOf(book, claims.filter(isMarked))], claims })
  })
  return [...groups, ...standingOut(book, others, marks)]
}

/** The physician who stands in more of some claims than any other does, if it is more than one. */
function mostlyOf(book: RingBook, claims: readonly number[]): number[] {
  const counts = new Map<number, number>()
  for (const claim of claims)
    for (const provider of rowOf(book.providersOf, claim))
      if (book.providers.role[provider] === 'physician') counts.set(provider, (counts.get(provider) ?? 0) + 1)
  const [[first, most] = [-1, 0], [, next] = [-1, 0]] = [...counts].sort((a, b) => b[1] - a[1])
  return most >= DEFAULTS.leastOwn && most > next ? [first] : []
}

/** The units with more marks than the others have, with their marked claims. */
function standingOut(book: RingBook, units: readonly Unit[], marks: readonly Mark[]): Group[] {
  const found = irregular(book)
  const byMark = marks.map((mark) => tallyAll(book, found, units, mark))
  return units.flatMap(({ providers, claims }, i): Group[] => {
    const own = new Map(marks.map((mark, m) => [mark, byMark[m][i]]))
    if (![...own.values()].some((tally) => isMany(tally))) return []
    const group: Group = {
      persons: [],
      claims: Array.from(claims.filter((claim) => marks.some((mark) => found[claim] & MARK[mark]))),
      things: [],
      providers,
      origin: 'pattern',
    }
    tallies.set(group, own)
    return [group]
  })
}

const isMany = ({ count, tail }: Tally) => count >= DEFAULTS.leastMarked && tail <= DEFAULTS.chance

/** Tallies of a mark. The usual rate is that of the units that do not stand out: first against all, then against these. */
function tallyAll(book: RingBook, found: Uint8Array, units: readonly Unit[], mark: Mark): Tally[] {
  const counts = units.map(({ claims }) => {
    let count = 0
    let of = 0
    for (const claim of claims) {
      if (!canTell(book, claim, mark)) continue
      of++
      if (found[claim] & MARK[mark]) count++
    }
    return { count, of }
  })
  let tally: Tally[] = []
  for (let round = 0; round < 3; round++) {
    let [marked, able] = [1, DEFAULTS.added as number]
    counts.forEach(({ count, of }, i) => {
      if (tally[i] && isMany(tally[i])) return
      marked += count
      able += of
    })
    tally = counts.map(({ count, of }) => {
      const expected = (of * marked) / able
      return { count, of, expected, tail: count > 0 ? poissonTail(count, expected) : 0 }
    })
  }
  return tally
}

/** A reason for every mark that is more frequent than usual. */
export function irregularReasons(group: Group): RingReason[] {
  return [...(tallies.get(group) ?? [])].flatMap(([mark, { count, of, expected, tail }]) =>
    count < 2 || tail > -1
      ? []
      : [
          {
            text: WORDS[mark](count, of, expected.toFixed(1)),
            log_odds: Math.min(DEFAULTS.most, -DEFAULTS.weight * tail),
          },
        ],
  )
}
