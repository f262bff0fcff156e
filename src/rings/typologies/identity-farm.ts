import { kindWords } from '../common-reasons.ts'
import { rowOf } from '../incidence.ts'
import { sharedThings } from '../meeting-rows.ts'
import { ownersOf } from '../ring-book.ts'
import { tiedGroups } from '../tied-groups.ts'
import type { Group, RingContext, Typology } from '../typology.ts'
import { isWeak } from '../weak-things.ts'

const DEFAULTS = {
  /** Households that share one thing, for it to hold a farm together. */
  households: 3,
  /** Or things that one pair of households shares. */
  things: 2,
  /** What it takes off, log-odds, when nobody claims; less the more do. */
  idle: 0.6,
} as const

/** People who share numbers without being a family: one hand behind several names. */
export const identityFarm: Typology = {
  id: 'identity_farm',
  title: { en: 'Identity farm', zh: '身份冒用' },
  runbook: {
    en: 'Check the identity documents against the register; call the shared number; see who opened the account and when.',
    zh: '核验证件真伪；回拨共用电话；查明账户开立人与时间。',
  },
  candidates,
  test: (facts) => {
    if (facts.households < DEFAULTS.households || facts.sharedThings < 1) return undefined
    const kinds = facts.sharedKinds.filter((kind) => kind !== 'vehicle')
    // A house whose flats are not written is no farm.
    if (kinds.every((kind) => kind === 'address')) return undefined
    const words = kindWords(kinds)
    const idle = facts.claims < facts.persons
    return [
      {
        text: {
          en: `${facts.persons} people with different names use the same ${words.en}`,
          zh: `${facts.persons} 名不同姓名者使用相同的${words.zh}`,
        },
        log_odds: 0.5 + 0.5 * Math.min(3, kinds.length) + (kinds.includes('account') ? 0.5 : 0),
      },
      ...(idle
        ? [
            {
              text: {
                en: `only ${facts.claims} claims by ${facts.persons} people: names that are farmed are used`,
                zh: `${facts.persons} 人仅 ${facts.claims} 起理赔：若为冒用身份，通常会被反复使用`,
              },
              log_odds: -DEFAULTS.idle * (1 - facts.claims / facts.persons),
            },
          ]
        : []),
    ]
  },
}

/** Households joined by things that three of them share, or by two things that a pair shares. */
function candidates(context: RingContext): Group[] {
  const { book, homes } = context
  const parent = new Map<number, number>()
  const root = (home: number): number => {
    let at = home
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up
    return at
  }
  const join = (a: number, b: number) => {
    const [x, y] = [root(a), root(b)]
    parent.set(x, Math.min(x, y))
    parent.set(y, Math.min(x, y))
  }
  const pairs = new Map<number, number>()
  for (const t of sharedThings(context)) {
    if (book.things.kind[t] === 'vehicle') continue
    const there = [...new Set(ownersOf(book, t).map((person) => homes[person]))]
    if (there.length >= DEFAULTS.households) for (const home of there) join(there[0], home)
    else if (there.length === 2) {
      const key = Math.min(...there) * homes.length + Math.max(...there)
      const count = (pairs.get(key) ?? 0) + 1
      pairs.set(key, count)
      if (count >= DEFAULTS.things) join(there[0], there[1])
    }
  }
  const farms = new Map<number, number[]>()
  for (let person = 0; person < book.persons.count; person++) {
    if (!parent.has(homes[person])) continue
    const head = root(homes[person])
    const list = farms.get(head)
    if (list) list.push(person)
    else farms.set(head, [person])
  }
  return [
    ...[...farms.values()].flatMap((persons) => toGroup(persons, book, homes)),
    ...tiedGroups(context).bursts,
  ]
}

/** The persons of a farm who use a thing that another household of it uses, with their claims. */
function toGroup(persons: readonly number[], book: RingContext['book'], homes: Int32Array): Group[] {
  const members = new Set(persons)
  const things = new Set(persons.flatMap((person) => [...rowOf(book.thingsOf, person)]))
  const owners = new Map(
    [...things].map((thing) => [thing, ownersOf(book, thing).filter((p) => members.has(p))]),
  )
  const shared = [...owners]
    .filter(([thing]) => !isWeak(book.things.kind[thing]))
    .filter(([, list]) => new Set(list.map((person) => homes[person])).size > 1)
    .map(([thing]) => thing)
  const users = [...new Set(shared.flatMap((thing) => owners.get(thing) ?? []))].sort((a, b) => a - b)
  if (new Set(users.map((person) => homes[person])).size < 2) return []
  const claims = [...new Set(users.flatMap((person) => [...rowOf(book.claimsOf, person)]))].sort(
    (a, b) => a - b,
  )
  return [{ persons: users, claims, things: shared.sort((a, b) => a - b), providers: [], origin: 'pattern' }]
}
