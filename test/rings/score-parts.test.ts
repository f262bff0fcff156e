import { afterEach, expect, test } from 'vitest'
import { groupFacts } from '../../src/rings/group-facts.ts'
import { honestChecks } from '../../src/rings/honest-explanations.ts'
import { incidence } from '../../src/rings/incidence.ts'
import { memberReason, readClaimOdds } from '../../src/rings/member-scores.ts'
import { moneyFlow } from '../../src/rings/money-flow.ts'
import { contextOf } from '../../src/rings/null/rewired-classes.ts'
import type { RingBook } from '../../src/rings/ring-book.ts'
import { withoutOverlap } from '../../src/rings/score-rings.ts'
import type { Group } from '../../src/rings/typology.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'
import { chanceBook } from './chance-book.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

const base = chanceBook({ persons: 40, claims: 12, things: 8, seed: 4 })
const homes = Int32Array.from({ length: 40 }, (_, p) => p)
const group = (rest: Partial<Group>): Group => ({
  persons: [],
  claims: [],
  things: [],
  providers: [],
  ...rest,
})
const checksOf = (book: RingBook, some: Group) => {
  const context = contextOf(book, homes, 1)
  const checks = honestChecks(groupFacts(context, some), some, context)
  return { checks, holding: checks.filter((check) => check.holds).map((check) => check.id) }
}

/** A book whose persons stand in these claims and use these things, all by hand. */
function made(
  stands: readonly (readonly number[])[],
  uses: readonly (readonly number[])[],
  rest: Partial<RingBook> = {},
) {
  const pairs = (rows: readonly (readonly number[])[]) => ({
    left: rows.flatMap((row, i) => row.map(() => i)),
    right: rows.flat(),
  })
  const [inClaims, ofThings] = [pairs(stands), pairs(uses)]
  return {
    ...base,
    personsOf: incidence(
      12,
      inClaims.left,
      inClaims.right,
      inClaims.left.map(() => 1),
    ),
    claimsOf: incidence(
      40,
      inClaims.right,
      inClaims.left,
      inClaims.left.map(() => 1),
    ),
    usersOf: incidence(
      8,
      ofThings.left,
      ofThings.right,
      ofThings.left.map(() => 1),
    ),
    thingsOf: incidence(40, ofThings.right, ofThings.left),
    ...rest,
  } satisfies RingBook
}

test('every explanation is told with figures, whether it holds or not', () => {
  const book = made(
    [
      [0, 1],
      [1, 2],
      [0, 2],
    ],
    [[0, 1]],
    {
      persons: { ...base.persons, employer: Int32Array.from({ length: 40 }, (_, p) => (p < 2 ? 7 : -1)) },
    },
  )
  const { checks, holding } = checksOf(book, group({ persons: [0, 1, 2], claims: [0, 1, 2], things: [0] }))
  expect(checks.map((check) => check.id)).toEqual(
    expect.arrayContaining([
      'family',
      'parent',
      'employer',
      'clinic',
      'hail',
      'agent',
      'group_policy',
      'building',
      'garage',
    ]),
  )
  expect(holding).toEqual(['employer'])
  expect(checks.find((check) => check.id === 'employer')?.text.en).toContain('2 of 3')
  for (const { text } of checks) expect(text.en && text.zh).toBeTruthy()
})

test('customers of an agent who writes his own number are explained, unless they meet again', () => {
  const agent = {
    providers: { count: 1, entity: Int32Array.of(100), role: ['agent'] },
    providersOf: incidence(12, [0, 1, 2], [0, 0, 0]),
    servedBy: incidence(1, [0, 0, 0], [0, 1, 2]),
    things: { number: base.things.number, kind: base.things.kind.map(() => 'phone') },
  }
  const some = group({ persons: [0, 1, 2], claims: [0, 1, 2], things: [0] })
  expect(checksOf(made([[0], [1], [2]], [[0, 1, 2]], agent), some).holding).toEqual(['agent'])
  expect(checksOf(made([[0, 1], [1, 0], [2]], [[0, 1, 2]], agent), some).holding).toEqual([])
})

test('a dormitory and a group contract are explained', () => {
  const flats = made([[0], [1]], [[0, 1, 2, 3, 4]], {
    things: { number: base.things.number, kind: base.things.kind.map(() => 'address') },
  })
  expect(checksOf(flats, group({ persons: [0, 1, 2, 3, 4], claims: [0, 1], things: [0] })).holding).toEqual([
    'building',
  ])
  const contract = made([[0], [1], [2]], [], {
    claims: { ...base.claims, policy: new Int32Array(12).fill(5) },
  })
  expect(checksOf(contract, group({ persons: [0, 1, 2], claims: [0, 1, 2] })).holding).toEqual([
    'group_policy',
  ])
})

test('a child under the number of a parent is explained, two adults under one number are not', () => {
  const [adult, child] = [31_000, 42_000]
  const born = (days: readonly number[]) => {
    const birthDay = new Int32Array(40).fill(-1)
    birthDay.set(days)
    return made([[0], [1], [2]], [[0, 1, 2]], {
      persons: { ...base.persons, birthDay },
      things: { number: base.things.number, kind: base.things.kind.map(() => 'id_number') },
    })
  }
  const some = group({ persons: [0, 1, 2], claims: [0, 1, 2], things: [0] })
  expect(checksOf(born([adult, child, child]), some).holding).toEqual(['parent'])
  // A brother is no parent, and whoever has three of them is a farm.
  expect(checksOf(born([adult, adult - 100]), some).holding).toEqual([])
  expect(checksOf(born([child - 2000, child, child]), some).holding).toEqual([])
  expect(checksOf(born([adult, adult, child]), some).holding).toEqual(['parent'])
})

test('that patients do not come again explains a hospital, not an adjuster who is paid for them', () => {
  const serving = (role: string) =>
    made([[0], [1]], [], {
      claims: { ...base.claims, line: base.claims.line.map(() => 'health') },
      providers: { count: 1, entity: Int32Array.of(100), role: [role] },
      providersOf: incidence(12, [0, 1], [0, 0]),
      servedBy: incidence(1, [0, 0], [0, 1]),
    })
  const some = group({ persons: [0, 1], claims: [0, 1], providers: [0] })
  expect(checksOf(serving('hospital'), some).holding).toEqual(['clinic'])
  expect(checksOf(serving('adjuster'), some).holding).toEqual([])
})

test('of groups with the same people and claims the surer stays, and of sure ones that which meets in its claims', () => {
  const book = made([[0, 1], [0, 1], [2], [3], [4]], [])
  const context = contextOf(book, homes, 1)
  const tight = { group: group({ persons: [0, 1], claims: [0, 1] }), logOdds: 6 }
  const wide = { group: group({ persons: [0, 1, 2, 3], claims: [0, 1, 2, 3] }), logOdds: 9 }
  const apart = { group: group({ persons: [0, 1], claims: [4] }), logOdds: 2 }
  expect(withoutOverlap([wide, tight, apart], context)).toEqual([tight, apart])
  expect(withoutOverlap([wide, { ...tight, logOdds: 4 }], context)).toEqual([wide])
})

test('payments for claims of strangers into an account of a member are counted, his own are not', () => {
  const book = made([[0], [1], [2], [3]], [[0]], {
    things: { number: base.things.number, kind: base.things.kind.map(() => 'account') },
    paidInto: incidence(8, [0, 0, 0], [0, 1, 2]),
    claims: { ...base.claims, paid: Float64Array.from({ length: 12 }, (_, c) => 100 * (c + 1)) },
  })
  expect(moneyFlow(contextOf(book, homes, 1), group({ persons: [0] }))).toEqual({
    accounts: 1,
    claims: 2,
    amount: 500,
    payers: 2,
    outward: 0,
  })
  // The same payments seen from the claims: two of them are paid to somebody who stands in neither.
  expect(
    moneyFlow(contextOf(book, homes, 1), group({ persons: [1, 2, 3], claims: [0, 1, 2, 3] })),
  ).toMatchObject({
    claims: 0,
    outward: 2,
  })
})

test('scores of claims count without their network part and only where no outcome is known', async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  await warehouse.execute(schemaDdl())
  const book = { ...base, claims: { ...base.claims, outcome: base.claims.outcome.slice() } }
  book.claims.outcome[3] = 1
  const groups = [group({ claims: [0, 1, 2, 3, 4, 5, 6, 7] })]
  await warehouse.execute(`
    create schema if not exists staging;
    create table staging.ring_claim as select 'C' || i as claim_id from range(12) t(i)`)
  expect(await readClaimOdds(warehouse, book, groups)).toBeUndefined()
  await warehouse.execute(`
    insert into score.risk by name select 'claim' as entity, 'C' || i as entity_id, timestamp '2025-06-01' as as_of,
      'auto' as line, 0.5 as probability, case when i < 4 then 3 else -1 end as log_odds, 'low' as band, 0 as expected_loss_amount
      from range(12) t(i);
    insert into score.part by name select 'claim' as entity, 'C0' as entity_id, 'network' as part, 4 as log_odds;
  `)
  const odds = await readClaimOdds(warehouse, book, groups)
  if (!odds) throw new Error('missing odds')
  const of = (claim: number) => odds.get(claim) ?? Number.NaN
  expect(of(0)).toBeCloseTo(of(5), 9)
  expect(of(1) / of(5)).toBeCloseTo(Math.exp(4), 6)
  expect([3, 11].map((claim) => odds.has(claim))).toEqual([false, false])
  expect(memberReason(odds, group({ claims: [1, 2] }))?.log_odds).toBeGreaterThan(0.5)
  expect(memberReason(odds, group({ claims: [5, 6, 7] }))?.log_odds).toBeLessThan(-0.5)
  expect(memberReason(odds, group({ claims: [3, 4] }))).toBeUndefined()
})
