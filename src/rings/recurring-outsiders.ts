/** People who turn up again and again in other people's accidents, and those whom they turn up with. */
import { rowOf } from './incidence.ts'
import { type RingBook, ROLE } from './ring-book.ts'
import type { Group, RingContext } from './typology.ts'

const OUTSIDE = ROLE.passenger | ROLE.witness | ROLE.counterparty
const INSIDE = ROLE.driver | ROLE.claimant | ROLE.other

/** Claims in which a person rides, sees or is hit, and that are none of his household's. */
function claimsOfOthers(book: RingBook, homes: Int32Array, person: number): number[] {
  const found: number[] = []
  for (let i = book.claimsOf.offsets[person]; i < book.claimsOf.offsets[person + 1]; i++) {
    const roles = book.claimsOf.values[i]
    const claim = book.claimsOf.items[i]
    if ((roles & OUTSIDE) === 0 || (roles & INSIDE) !== 0) continue
    let own = false
    for (let k = book.personsOf.offsets[claim]; k < book.personsOf.offsets[claim + 1]; k++)
      if ((book.personsOf.values[k] & INSIDE) !== 0 && homes[book.personsOf.items[k]] === homes[person])
        own = true
    if (!own) found.push(claim)
  }
  return found
}

/**
 * Groups of persons who each stand in at least two claims of strangers, joined when they meet in one or are served by one lawyer
 * twice each.
 */
export function recurringOutsiders({ book, homes }: RingContext): Group[] {
  const claims = new Map<number, number[]>()
  for (let person = 0; person < book.persons.count; person++) {
    if (book.claimsOf.offsets[person + 1] - book.claimsOf.offsets[person] < 2) continue
    const others = claimsOfOthers(book, homes, person)
    if (others.length >= 2) claims.set(person, others)
  }
  const parent = new Map([...claims.keys()].map((person) => [person, person]))
  const root = (person: number): number => {
    let at = person
    while (parent.get(at) !== at) at = parent.get(at) as number
    return at
  }
  const first = new Map<string, number>()
  const meet = (key: string, person: number) => {
    const other = first.get(key)
    if (other === undefined) first.set(key, person)
    else {
      const [a, b] = [root(other), root(person)]
      if (a !== b) parent.set(Math.max(a, b), Math.min(a, b))
    }
  }
  for (const [person, list] of claims) {
    const lawyers = new Map<number, number>()
    for (const claim of list) {
      meet(`claim ${claim}`, person)
      for (const provider of rowOf(book.providersOf, claim))
        if (book.providers.role[provider] === 'lawyer')
          lawyers.set(provider, (lawyers.get(provider) ?? 0) + 1)
    }
    for (const [lawyer, times] of lawyers) if (times >= 2) meet(`lawyer ${lawyer}`, person)
  }
  const groups = new Map<number, number[]>()
  for (const person of claims.keys()) {
    const head = root(person)
    groups.set(head, [...(groups.get(head) ?? []), person])
  }
  return [...groups.values()].map((persons) => ({
    persons,
    claims: [...new Set(persons.flatMap((person) => claims.get(person) ?? []))].sort((a, b) => a - b),
    things: [],
    providers: [],
  }))
}
