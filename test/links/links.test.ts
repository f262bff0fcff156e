import { expect, test } from 'vitest'
import { links } from '../../src/links/index.ts'
import { NODE_KINDS } from '../../src/schema/words.ts'
import { smallBook } from '../graph/small-book.ts'

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
    const { rows } = await warehouse.db.executeQuery<{ party_id: string; target: string; claim_id: string }>(
      link.query(warehouse.db).compile() as never,
    )
    found[link.name] = [...new Set(rows.map((r) => `${r.party_id} ${r.target} ${r.claim_id}`.trim()))].sort()
  }
  expect(found).toEqual({
    uses_phone: ['A 1380000'],
    uses_email: ['A a@example.com'],
    uses_account: ['A 6222'],
    lives_at: ['A 1milllaneely'],
    drives_vehicle: ['A AB12 C1', 'B AB12 C1'],
    in_claim: ['A C1 C1', 'B C1 C1', 'W C1 C1'],
    treated_by: ['H C1 C1'],
    served_by: ['R C1 C1'],
    employed_by: ['A E'],
  })
  await warehouse.close()
})
