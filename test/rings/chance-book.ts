/** A book in which all is chance: strangers who meet in claims and share things as a seed has it. */
import { incidence } from '../../src/rings/incidence.ts'
import { type RingBook, ROLE } from '../../src/rings/ring-book.ts'
import { random } from '../../src/util/random.ts'

export interface ChanceBookOptions {
  readonly persons: number
  readonly claims: number
  readonly things: number
  readonly seed: number
  /** Persons who meet in one more claim each. */
  readonly meetings?: readonly (readonly number[])[]
}

/** Every claim has a driver and one to three others; every thing two or three users; nobody lives with anybody. */
export function chanceBook({
  persons,
  claims: others,
  things,
  seed,
  meetings = [],
}: ChanceBookOptions): RingBook {
  const draw = random(seed)
  const claims = others + meetings.length
  const stands: { claim: number; person: number; roles: number }[] = []
  for (let claim = 0; claim < claims; claim++) {
    const there = new Set(meetings[claim - others] ?? [draw.int(0, persons - 1)])
    const riders = draw.int(1, 3)
    while (there.size <= riders) there.add(draw.int(0, persons - 1))
    for (const [i, person] of [...there].entries())
      stands.push({
        claim,
        person,
        roles: i === 0 ? ROLE.driver : i === 1 ? ROLE.counterparty : ROLE.passenger,
      })
  }
  const uses: { thing: number; person: number }[] = []
  for (let thing = 0; thing < things; thing++) {
    const users = new Set<number>()
    const count = draw.int(2, 3)
    while (users.size < count) users.add(draw.int(0, persons - 1))
    for (const person of users) uses.push({ thing, person })
  }
  const column = <T, K extends keyof T>(rows: readonly T[], key: K) => rows.map((row) => row[key])
  const filled = (value: number) => new Float64Array(claims).fill(value)
  const single = (value: number) => new Float32Array(claims).fill(value)
  const [c, p, r] = [column(stands, 'claim'), column(stands, 'person'), column(stands, 'roles')]
  const [t, u] = [column(uses, 'thing'), column(uses, 'person')]
  const numbers = (n: number) => Array.from({ length: n }, (_, i) => i)
  return {
    asOf: Date.parse('2026-01-01'),
    persons: {
      count: persons,
      entity: Int32Array.from(numbers(persons)),
      surname: Int32Array.from(numbers(persons)),
      employer: new Int32Array(persons).fill(-1),
      birthDay: new Int32Array(persons).fill(-1),
    },
    claims: {
      count: claims,
      line: numbers(claims).map(() => 'auto'),
      lossAt: Float64Array.from({ length: claims }, () => Date.parse('2025-01-01') + draw.next() * 3e10),
      policyDays: single(200),
      amount: filled(10_000),
      paid: filled(0),
      stratum: Int32Array.from(numbers(claims), (i) => i % 2),
      place: Int32Array.from(numbers(claims), (i) => 100 * (i % 2) + (i % 28)),
      peril: numbers(claims).map(() => 'collision'),
      outcome: new Int8Array(claims).fill(-1),
      knownAt: filled(Date.parse('2025-06-01')),
      claimant: Int32Array.from(numbers(claims)),
      policy: Int32Array.from(numbers(claims)),
      price: single(Number.NaN),
      partPrice: single(Number.NaN),
      pieces: single(Number.NaN),
      differs: new Int8Array(claims).fill(-1),
      items: single(Number.NaN),
      severity: single(Number.NaN),
    },
    things: {
      number: Int32Array.from(numbers(things)),
      kind: numbers(things).map((i) => (i % 2 ? 'phone' : 'account')),
    },
    providers: { count: 0, entity: new Int32Array(0), role: [] },
    personsOf: incidence(claims, c, p, r),
    claimsOf: incidence(persons, p, c, r),
    usersOf: incidence(
      things,
      t,
      u,
      t.map(() => 1),
    ),
    thingsOf: incidence(persons, u, t),
    paidInto: incidence(things, [], []),
    fraudRates: new Map(),
    providersOf: incidence(claims, [], []),
    servedBy: incidence(0, [], []),
  }
}
