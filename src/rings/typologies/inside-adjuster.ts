import { rowOf, sizeOf } from '../incidence.ts'
import { ownersOf } from '../ring-book.ts'
import { poissonTail } from '../surprise.ts'
import type { Group, RingContext, Typology } from '../typology.ts'

const DEFAULTS = {
  /** Claims of strangers that an adjuster has paid into somebody's account. */
  leastClaims: 3,
  /** More owners are a firm or a family fund. */
  mostOwners: 3,
  /** Share of an account's payments for strangers that one adjuster handles. */
  share: 0.5,
  /** log10 of the chance of as many, at most. */
  chance: -1.5,
  /** Claims, one of them paid so, that are added to those which tell how frequent it is. */
  added: 200,
  /** Log-odds for each power of ten, and at most. */
  weight: 1.1,
  most: 4.5,
} as const

/** An adjuster who settles claims into accounts of friends. */
export const insideAdjuster: Typology = {
  id: 'inside_adjuster',
  title: { en: 'Adjuster pays friends', zh: '内部查勘员转付亲友账户' },
  runbook: {
    en: 'Ask the claimants whether they claimed at all; freeze the accounts; let somebody else handle the open cases.',
    zh: '向索赔人核实是否曾报案；冻结账户；在办案件移交他人。',
  },
  leastMembers: 2,
  candidates,
  test: (_facts, group) => {
    const { handled = 0, expected = 0, tail = 0 } = tallies.get(group) ?? {}
    const [claims, accounts] = [group.claims.length, group.things.length]
    return [
      {
        text: {
          en: `${claims} of the ${handled} claims that the adjuster handles were paid into ${accounts} account${accounts > 1 ? 's' : ''} of people who stand in none of them, ${expected.toFixed(1)} would be usual`,
          zh: `该查勘员经办的 ${handled} 起理赔中有 ${claims} 起付入 ${accounts} 个与案件无关者的账户，通常约 ${expected.toFixed(1)} 起`,
        },
        log_odds: Math.min(DEFAULTS.most, -DEFAULTS.weight * tail),
      },
    ]
  },
}

/** How many claims an adjuster handles, how many of them would be paid so at the usual rate, and log10 of the chance. */
interface Tally {
  readonly handled: number
  readonly expected: number
  readonly tail: number
}

const tallies = new WeakMap<Group, Tally>()

/** Accounts of strangers that an adjuster pays into, each with the claims. */
type Payments = Map<number, readonly number[]>

/** Adjusters whose claims are paid to strangers more often than those of others, or again and again into one account. */
function candidates({ book, homes }: RingContext): Group[] {
  const byAdjuster = new Map<number, Payments>()
  for (let t = 0; t < book.things.kind.length; t++) {
    if (book.things.kind[t] !== 'account' || sizeOf(book.paidInto, t) === 0) continue
    const owners = ownersOf(book, t)
    if (owners.length === 0 || owners.length > DEFAULTS.mostOwners) continue
    const atHome = new Set(owners.map((person) => homes[person]))
    const strangers = [...rowOf(book.paidInto, t)].filter(
      (claim) => !rowOf(book.personsOf, claim).some((person) => atHome.has(homes[person])),
    )
    const handled = new Map<number, number[]>()
    for (const claim of strangers)
      for (const provider of rowOf(book.providersOf, claim))
        if (book.providers.role[provider] === 'adjuster')
          handled.set(provider, [...(handled.get(provider) ?? []), claim])
    for (const [adjuster, claims] of handled) {
      if (claims.length < DEFAULTS.share * strangers.length) continue
      const payments: Payments = byAdjuster.get(adjuster) ?? new Map()
      byAdjuster.set(adjuster, payments.set(t, claims))
    }
  }
  return surprising(book, byAdjuster).map(({ adjuster, payments, ...tally }) => {
    const claims = new Set([...payments.values()].flat())
    const persons = new Set([...payments.keys()].flatMap((t) => ownersOf(book, t)))
    const group: Group = {
      persons: [...persons].sort((a, b) => a - b),
      claims: [...claims].sort((a, b) => a - b),
      things: [...payments.keys()],
      providers: [adjuster],
    }
    tallies.set(group, tally)
    return group
  })
}

/** Those who stand out; the usual rate is that of the others: first against all, then against these. */
function surprising(
  book: RingContext['book'],
  byAdjuster: ReadonlyMap<number, Payments>,
): (Tally & { readonly adjuster: number; readonly payments: Payments })[] {
  const all = [...byAdjuster].map(([adjuster, payments]) => {
    const counts = [...payments.values()].map((claims) => claims.length)
    const handled = sizeOf(book.servedBy, adjuster)
    // An account that collects from strangers through one adjuster alone, whatever else he pays.
    const alone = Math.min(
      0,
      ...counts.map((count) =>
        count < DEFAULTS.leastClaims ? 0 : poissonTail(count, (count * handled) / book.claims.count),
      ),
    )
    return {
      adjuster,
      payments,
      handled,
      alone,
      count: counts.reduce((a, b) => a + b, 0),
      expected: 0,
      tail: 0,
    }
  })
  let everything = 0
  book.providers.role.forEach((role, provider) => {
    if (role === 'adjuster') everything += sizeOf(book.servedBy, provider)
  })
  for (let round = 0; round < 3; round++) {
    let [paid, handled] = [1, DEFAULTS.added + everything]
    for (const one of all) {
      if (one.tail <= DEFAULTS.chance) handled -= one.handled
      else paid += one.count
    }
    for (const one of all) {
      one.expected = (one.handled * paid) / handled
      one.tail = Math.min(one.alone, poissonTail(one.count, one.expected))
    }
  }
  return all.filter(({ count, tail }) => count >= DEFAULTS.leastClaims && tail <= DEFAULTS.chance)
}
