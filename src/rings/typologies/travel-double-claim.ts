import { rowOf } from '../incidence.ts'
import { sharedThings } from '../meeting-rows.ts'
import type { Group, RingContext, Typology } from '../typology.ts'

const DEFAULTS = {
  /** Losses so close to each other are one event, days. */
  sameEventDays: 3,
} as const

/** One loss on a trip, claimed under several policies or by several names. */
export const travelDoubleClaim: Typology = {
  id: 'travel_double_claim',
  title: { en: 'Travel loss claimed twice', zh: '旅行险重复索赔' },
  runbook: {
    en: 'Lay the receipts side by side; ask the airline for the record of the delay or the lost piece; ask other insurers.',
    zh: '并列比对票据；向航空公司核实延误或行李记录；询问其他保险公司。',
  },
  candidates,
  test: (facts) => {
    if (facts.line !== 'travel' || facts.claims < 2) return undefined
    return [
      {
        text: {
          en: `${facts.claims} travel claims for losses within days of each other, by people who share more than the trip`,
          zh: `${facts.claims} 起旅行险索赔的损失仅相隔数日，且索赔人另有关联`,
        },
        log_odds: 1.4,
      },
    ]
  },
}

/** Travel claims within days of each other by persons who share a thing or are one. */
function candidates(context: RingContext): Group[] {
  const { book, cycles } = context
  const near = DEFAULTS.sameEventDays * 86_400_000
  const groups: Group[] = cycles.filter((group) => {
    const travel = group.claims.filter((c) => book.claims.line[c] === 'travel').length
    return group.claims.length > 0 && travel >= 0.6 * group.claims.length
  })
  for (const t of sharedThings(context)) {
    const users = rowOf(book.usersOf, t)
    const claims = [...new Set(Array.from(users).flatMap((person) => [...rowOf(book.claimsOf, person)]))]
      .filter((c) => book.claims.line[c] === 'travel')
      .sort((a, b) => book.claims.lossAt[a] - book.claims.lossAt[b])
    const doubled = claims.filter(
      (c, i) =>
        (i > 0 && book.claims.lossAt[c] - book.claims.lossAt[claims[i - 1]] <= near) ||
        (i + 1 < claims.length && book.claims.lossAt[claims[i + 1]] - book.claims.lossAt[c] <= near),
    )
    if (doubled.length < 2) continue
    // Whoever shares the thing and claims nothing of the kind is no member: a call centre's tablet is used by many.
    const persons = new Set(doubled.flatMap((c) => [...rowOf(book.personsOf, c)]))
    groups.push({
      persons: [...persons].sort((a, b) => a - b),
      claims: doubled,
      things: [t],
      providers: [],
      origin: 'burst',
    })
  }
  return groups
}
