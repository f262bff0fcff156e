/** Who lives with whom: families share telephones, accounts, cars and accidents for honest reasons. */
import { rowOf } from './incidence.ts'
import type { RingBook } from './ring-book.ts'

const DEFAULTS = {
  /** More people at one address are no family, */
  largest: 8,
  /** nor more people on one telephone, account or mailbox, wherever they live. */
  largestElsewhere: 4,
} as const

/**
 * The household of each person, as the smallest person in it. An address makes a household when at most two live there, or when
 * at most eight do and all but one share a surname with somebody else there. Relatives who live apart still share numbers: so do up
 * to four on one telephone, account or mailbox when all but one share a surname with somebody else on it; two need the same one.
 */
export function households(book: RingBook): Int32Array {
  const { persons, things } = book
  const parent = Int32Array.from({ length: persons.count }, (_, p) => p)
  const root = (person: number): number => {
    let at = person
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]]
      at = parent[at]
    }
    return at
  }
  for (let t = 0; t < things.kind.length; t++) {
    const users = rowOf(book.usersOf, t)
    if (!isFamily(users, things.kind[t], persons.surname)) continue
    for (const user of users) {
      const a = root(users[0])
      const b = root(user)
      if (a !== b) parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
  for (let p = 0; p < persons.count; p++) parent[p] = root(p)
  return parent
}

const NUMBERS: ReadonlySet<string> = new Set(['phone', 'account', 'email'])

/** Whether people who share a thing look like a family. */
function isFamily(users: ArrayLike<number>, kind: string, surname: Int32Array): boolean {
  const atHome = kind === 'address'
  if (!atHome && !NUMBERS.has(kind)) return false
  if (users.length > (atHome ? DEFAULTS.largest : DEFAULTS.largestElsewhere)) return false
  if (atHome && users.length <= 2) return true
  const names = new Map<number, number>()
  for (let i = 0; i < users.length; i++) names.set(surname[users[i]], (names.get(surname[users[i]]) ?? 0) + 1)
  let alone = 0
  for (const [name, count] of names) if (name < 0 || count === 1) alone += count
  return alone <= (users.length > 2 ? 1 : 0)
}
