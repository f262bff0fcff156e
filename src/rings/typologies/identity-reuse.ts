import { sizeOf } from '../incidence.ts'
import { type RingBook, ROLE } from '../ring-book.ts'
import type { Group, RingContext, Typology } from '../typology.ts'

const DEFAULTS = {
  /** Losses so close to each other are one event, days. */
  sameEventDays: 2,
} as const

/** One person who is a customer under several names, and claims one event under each. */
export const identityReuse: Typology = {
  id: 'identity_reuse',
  title: { en: 'One person under several identities', zh: '一人多重身份' },
  runbook: {
    en: 'Look at the match weights of the identities; compare the medical files of the claims; ask for the original identity document.',
    zh: '查看各身份的匹配权重；比对各案病历；要求出示身份证原件。',
  },
  leastMembers: 1,
  candidates,
  test: (_facts, group, { book }) => {
    const events = eventsOf(book, group.claims)
    const names = new Set(group.claims.map((claim) => book.claims.claimant[claim])).size
    const claims = events.reduce((sum, event) => sum + event.length, 0)
    return [
      {
        text: {
          en: `one person claims ${events.length} event${events.length > 1 ? 's' : ''} ${claims} times under ${names} customer numbers`,
          zh: `同一人以 ${names} 个客户号就 ${events.length} 次事件索赔 ${claims} 次`,
        },
        log_odds: Math.min(4.5, 2 + 0.5 * claims),
      },
    ]
  },
}

/** Runs of claims within days of each other that name at least two claimants and policies. */
function eventsOf(book: RingBook, claims: readonly number[]): number[][] {
  const near = DEFAULTS.sameEventDays * 86_400_000
  const sorted = [...claims].sort((a, b) => book.claims.lossAt[a] - book.claims.lossAt[b])
  const runs: number[][] = []
  for (const claim of sorted) {
    const run = runs.at(-1)
    if (run && book.claims.lossAt[claim] - book.claims.lossAt[run[0]] <= near) run.push(claim)
    else runs.push([claim])
  }
  return runs.filter(
    (run) =>
      new Set(run.map((claim) => book.claims.claimant[claim])).size > 1 &&
      new Set(run.map((claim) => book.claims.policy[claim])).size > 1,
  )
}

function candidates({ book }: RingContext): Group[] {
  const groups: Group[] = []
  const { offsets, items, values } = book.claimsOf
  const { claimant } = book.claims
  const own: number[] = []
  for (let person = 0; person < book.persons.count; person++) {
    if (sizeOf(book.claimsOf, person) < 2) continue
    // Only claims that the person makes: the party that claims is one of his.
    own.length = 0
    let isOneName = true
    for (let i = offsets[person]; i < offsets[person + 1]; i++) {
      if ((values[i] & ROLE.claimant) === 0) continue
      own.push(items[i])
      isOneName &&= claimant[items[i]] === claimant[own[0]]
    }
    if (isOneName) continue
    const claims = eventsOf(book, own).flat()
    if (claims.length >= 2)
      groups.push({
        persons: [person],
        claims: claims.sort((a, b) => a - b),
        things: [],
        providers: [],
        origin: 'burst',
      })
  }
  return groups
}
