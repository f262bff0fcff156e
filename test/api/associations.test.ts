import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AssociationPage } from '../../src/api/schemas/index.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
beforeAll(async () => {
  at = await desk()
})
afterAll(() => at.close())

const list = (who: string, query = ''): Promise<AssociationPage> => at.json(who, `/v1/associations${query}`)
const ids = (page: AssociationPage) => page.items.map((row) => row.ruleId)

test('the most significant first, or in any other order, page by page', async () => {
  expect(ids(await list('investigator'))).toEqual(['A00', 'A10', 'A01', 'A11'])
  expect(ids(await list('investigator', '?sort=lift'))).toEqual(['A01', 'A11', 'A00', 'A10'])
  const first = await list('investigator', '?limit=3')
  expect(first.total).toBe(4)
  const second = await list('investigator', `?limit=3&cursor=${first.nextCursor}`)
  expect([...ids(first), ...ids(second)]).toEqual(['A00', 'A10', 'A01', 'A11'])
})

test('filters by kind, line, code, confirmation and strength', async () => {
  expect(ids(await list('investigator', '?kind=repair'))).toEqual(['A00', 'A01'])
  expect(ids(await list('investigator', '?line=health'))).toEqual(['A10', 'A11'])
  expect(ids(await list('investigator', '?code=X1'))).toEqual(['A01', 'A11'])
  expect(ids(await list('investigator', '?confirmed=true'))).toEqual(['A00'])
  expect(ids(await list('investigator', '?min_lift=4.5&max_q=0.05&min_count=9'))).toEqual(['A01', 'A11'])
  expect(ids(await list('investigator', '?provider=R1'))).toHaveLength(4)
  expect(ids(await list('investigator', '?q=x0'))).toEqual(['A00', 'A10'])
  expect((await at.ask('investigator', '/v1/associations?sort=colour')).status).toBe(400)
})

test('who sees one line only sees the associations of that line', async () => {
  expect(ids(await list('keeper'))).toEqual(['A00', 'A01'])
})
