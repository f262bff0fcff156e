import { expect, test } from 'vitest'
import { links } from '../../src/links/index.ts'
import { NODE_KINDS, ROLES } from '../../src/schema/words.ts'
import { smallBook } from '../graph/small-book.ts'
import { evidenceOf } from './evidence-of.ts'

test('links are named once, in snake_case, and weigh within bounds', () => {
  expect(new Set(links.map((l) => l.name)).size).toBe(links.length)
  for (const link of links) {
    expect(link.name).toMatch(/^[a-z]+(_[a-z]+)+$/)
    expect(NODE_KINDS).toContain(link.target)
    expect(link.strength).toBeGreaterThan(0)
    expect(link.strength).toBeLessThanOrEqual(1)
    expect(link.maxDegree).toBeGreaterThan(1)
    expect(link.falsePositives.length).toBeGreaterThan(0)
    expect(link.title.en && link.title.zh).toBeTruthy()
  }
  expect(new Set(links.flatMap((l) => [l.title.en])).size).toBe(links.length)
  expect(new Set(links.flatMap((l) => [l.title.zh])).size).toBe(links.length)
})

test('each link finds its evidence in a book, with the claim that showed it', async () => {
  const warehouse = await smallBook(
    [
      {
        id: 'A',
        phone: '138 0000',
        email: ' A@Example.com',
        account: '62-22',
        address: '1 Mill Lane, Ely',
        employer: 'E',
      },
      { id: 'B' },
    ],
    [
      {
        id: 'C1',
        day: '2024-02-03',
        claimant: 'A',
        parties: ['driver A ab-12', 'passenger B AB12', 'witness W AB12', 'hospital H', 'repairer R'],
        paid: 100,
      },
    ],
  )
  const found: Record<string, string[]> = {}
  for (const link of links) {
    const rows = await evidenceOf(warehouse, link.name)
    if (rows.length > 0) found[link.name] = rows
  }
  expect(found).toEqual({
    uses_phone: ['A 1380000'],
    uses_email: ['A a@example.com'],
    uses_account: ['A 6222'],
    lives_at: ['A 1milllnely'],
    drives_vehicle: ['A AB12 C1', 'B AB12 C1'],
    in_claim: ['A C1 C1'],
    drives_in: ['A C1 C1'],
    passenger_in: ['B C1 C1'],
    witness_in: ['W C1 C1'],
    treated_at: ['H C1 C1'],
    repaired_by: ['R C1 C1'],
    employed_by: ['A E'],
  })
  await warehouse.close()
})

test('whoever stands in a claim is tied to it by one link for each role', async () => {
  const parties = ROLES.map((role) => `${role} P-${role}`)
  const warehouse = await smallBook([], [{ id: 'C1', day: '2024-02-03', parties }])
  const tied = new Map<string, string[]>()
  for (const link of links.filter((l) => l.target === 'claim'))
    for (const row of await evidenceOf(warehouse, link.name))
      tied.set(row, [...(tied.get(row) ?? []), link.name])
  expect([...tied.keys()].sort()).toEqual(ROLES.map((role) => `P-${role} C1 C1`).sort())
  expect([...tied.values()].every((names) => names.length === 1)).toBe(true)
  await warehouse.close()
})

test('whoever sold the policy of a claim is tied to it, though no row of the claim names him', async () => {
  const warehouse = await smallBook(
    [{ id: 'A' }],
    [
      { id: 'C1', day: '2024-02-03', claimant: 'A' },
      { id: 'C2', day: '2024-02-04', claimant: 'A', parties: ['agent Q'] },
    ],
  )
  expect(await evidenceOf(warehouse, 'sold_by')).toEqual(['Q C2 C2'])
  await warehouse.execute(`update core.policy set agent_id = 'S' where policy_id = 'POL-C1'`)
  expect(await evidenceOf(warehouse, 'sold_by')).toEqual(['Q C2 C2', 'S C1 C1'])
  await warehouse.close()
})
