import { rowOf } from '../incidence.ts'
import { ownersOf, ROLE } from '../ring-book.ts'
import type { Group, RingContext, Typology } from '../typology.ts'

const DEFAULTS = {
  /** Households of claimants whose money one account collects. */
  leastHouseholds: 3,
  /** More owners are a firm or a family fund. */
  mostOwners: 3,
  /** From this share of the claims on one adjuster it is his affair: another typology. */
  adjuster: 0.5,
} as const

/** Claims of people who have nothing to do with each other, all paid into one account. */
export const accountMule: Typology = {
  id: 'account_mule',
  title: { en: 'Account that collects', zh: '代收赔款账户' },
  runbook: {
    en: 'Ask each claimant whose account it is and how he came to name it; ask the bank who opened it and where the money goes next; hold open payments.',
    zh: '逐一询问索赔人该账户归谁所有、为何指定；向银行查明开户人与资金去向；暂缓未付赔款。',
  },
  candidates,
  test: (facts, group, { homes }) => {
    const households = new Set(group.persons.map((person) => homes[person])).size
    if (households < DEFAULTS.leastHouseholds) return undefined
    return [
      {
        text: {
          en: `${facts.claims} claims of ${households} unrelated households were paid into one account`,
          zh: `${households} 个互不相关家庭的 ${facts.claims} 起理赔付入同一账户`,
        },
        log_odds: Math.min(3.5, 0.6 + 0.45 * facts.claims),
      },
    ]
  },
}

/** Owners of an account with the claimants of other households who are paid into it. */
function candidates({ book, homes }: RingContext): Group[] {
  const groups: Group[] = []
  for (let t = 0; t < book.things.kind.length; t++) {
    if (book.things.kind[t] !== 'account') continue
    const paid = rowOf(book.paidInto, t)
    if (paid.length < DEFAULTS.leastHouseholds) continue
    const owners = ownersOf(book, t)
    if (owners.length > DEFAULTS.mostOwners) continue
    const atHome = new Set(owners.map((person) => homes[person]))
    const payers = new Set<number>()
    const claims: number[] = []
    const handled = new Map<number, number>()
    for (const claim of paid) {
      const claimants = claimantsOf(book, claim)
      if (claimants.length === 0 || claimants.some((person) => atHome.has(homes[person]))) continue
      claims.push(claim)
      for (const person of claimants) payers.add(person)
      for (const provider of rowOf(book.providersOf, claim))
        if (book.providers.role[provider] === 'adjuster')
          handled.set(provider, (handled.get(provider) ?? 0) + 1)
    }
    if (new Set([...payers].map((person) => homes[person])).size < DEFAULTS.leastHouseholds) continue
    if (Math.max(0, ...handled.values()) >= DEFAULTS.adjuster * claims.length && handled.size > 0) continue
    groups.push({
      persons: [...new Set([...owners, ...payers])].sort((a, b) => a - b),
      claims: claims.sort((a, b) => a - b),
      things: [t],
      providers: [],
      origin: 'pattern',
    })
  }
  return groups
}

/** Persons who make a claim. */
function claimantsOf(book: RingContext['book'], claim: number): number[] {
  const found: number[] = []
  for (let i = book.personsOf.offsets[claim]; i < book.personsOf.offsets[claim + 1]; i++)
    if (book.personsOf.values[i] & ROLE.claimant) found.push(book.personsOf.items[i])
  return found
}
