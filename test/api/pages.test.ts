import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from '../../src/api/schemas/index.ts'
import { CLAIMS } from './book.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
beforeAll(async () => {
  at = await desk()
})
afterAll(() => at.close())

async function walk(path: string, limit: number): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  let cursor: string | null = null
  do {
    const next: string = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`
    const page: Page<Record<string, unknown>> = await at.json('admin', next)
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}

const LISTS: readonly (readonly [path: string, id: string, rows: number])[] = [
  ...['probability', 'expected_loss', 'claimed_amount', 'loss_date', 'reported_at', 'claim_id'].map(
    (sort) => [`/v1/claims?sort=${sort}`, 'claimId', CLAIMS] as const,
  ),
  ['/v1/claims?status=paid', 'claimId', 77],
  ['/v1/claims?status=open&sort=claim_id', 'claimId', 77],
  ...[
    'probability',
    'expected_cost',
    'loss_ratio',
    'claims',
    'claimed_amount',
    'premium_amount',
    'policy_id',
  ].map((sort) => [`/v1/policies?sort=${sort}`, 'policyId', 90] as const),
  ['/v1/parties', 'partyId', 62],
  ['/v1/parties?q=smith', 'partyId', 30],
  ['/v1/providers?sort=claims', 'partyId', 2],
  ['/v1/rings', 'ringId', 1],
  ['/v1/alerts?sort=severity', 'alertId', 4],
  ['/v1/warnings', 'series', 2],
]

test.each(LISTS)('%s gives every row once, whatever the size of its pages', async (path, id, rows) => {
  const whole = (await walk(path, 200)).map((row) => row[id])
  expect(new Set(whole).size).toBe(rows)
  expect(whole).toHaveLength(rows)
  const pieces = (await walk(path, 7)).map((row) => row[id])
  expect(pieces).toEqual(whole)
})

test('rows stand in the order that was asked for, those without a value last', async () => {
  const claims = await walk('/v1/claims?sort=probability', 50)
  const values = claims.map((row) => (row.probability as number | null) ?? -1)
  expect(values).toEqual([...values].sort((a, b) => b - a))
  expect(values.at(-1)).toBe(-1)
})

test('the first page counts, the others do not count again', async () => {
  const first: Page<unknown> = await at.json('admin', '/v1/claims?limit=10')
  expect(first.total).toBe(CLAIMS)
  const second: Page<unknown> = await at.json('admin', `/v1/claims?limit=10&cursor=${first.nextCursor}`)
  expect(second.total).toBeUndefined()
})

test('a cursor of another list, order or maker is refused', async () => {
  const { nextCursor }: Page<unknown> = await at.json('admin', '/v1/claims?limit=10')
  const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const cursor of [
    'rubbish',
    text({}),
    text(['probability', 'text', 'C0001']),
    text(['probability', 0.5]),
    text(['probability', null, 'C0001']),
    text(['loss_date', 0.5, 'C0001']),
  ]) {
    const response = await at.ask('admin', `/v1/claims?cursor=${cursor}`)
    expect([cursor, response.status]).toEqual([cursor, 400])
  }
  expect((await at.ask('admin', `/v1/claims?sort=loss_date&cursor=${nextCursor}`)).status).toBe(400)
})
