import { rowOf } from '../incidence.ts'
import { ownersOf } from '../ring-book.ts'
import type { Group, RingContext, Typology } from '../typology.ts'

const DEFAULTS = {
  /** Claims of strangers paid into one account, handled by one adjuster. */
  leastClaims: 3,
  /** Share of an account's payments for strangers that one adjuster handles. */
  share: 0.5,
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
  test: (_facts, group) => [
    {
      text: {
        en: `${group.claims.length} claims of strangers were paid into ${group.things.length} account${group.things.length > 1 ? 's' : ''} and handled by one adjuster`,
        zh: `${group.claims.length} 起他人案件由同一查勘员处理并付入 ${group.things.length} 个账户`,
      },
      log_odds: Math.min(4, 1 + 0.45 * group.claims.length),
    },
  ],
}

function candidates({ book, homes }: RingContext): Group[] {
  const byAdjuster = new Map<number, { persons: Set<number>; claims: Set<number>; things: number[] }>()
  for (let t = 0; t < book.things.kind.length; t++) {
    if (book.things.kind[t] !== 'account') continue
    const owners = ownersOf(book, t)
    if (owners.length === 0 || owners.length > 3) continue
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
      if (claims.length < DEFAULTS.leastClaims || claims.length < DEFAULTS.share * strangers.length) continue
      const entry = byAdjuster.get(adjuster) ?? { persons: new Set(), claims: new Set(), things: [] }
      for (const owner of owners) entry.persons.add(owner)
      for (const claim of claims) entry.claims.add(claim)
      entry.things.push(t)
      byAdjuster.set(adjuster, entry)
    }
  }
  return [...byAdjuster].map(([adjuster, { persons, claims, things }]) => ({
    persons: [...persons].sort((a, b) => a - b),
    claims: [...claims].sort((a, b) => a - b),
    things,
    providers: [adjuster],
  }))
}
