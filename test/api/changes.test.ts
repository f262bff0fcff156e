import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AlertDetail, AlertPage, AuditPage, Problem, Revealed } from '../../src/api/schemas/index.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
beforeAll(async () => {
  at = await desk()
})
afterAll(() => at.close())

async function alertFor(line: string): Promise<AlertDetail> {
  const page: AlertPage = await at.json('investigator', `/v1/alerts?line=${line}&state=new`)
  return at.json('investigator', `/v1/alerts/${page.items[0].alertId}`)
}

test('an alert is assigned, noted, closed and opened again, each step in its history and the audit', async () => {
  const { alertId, assignees, version } = await alertFor('auto')
  expect(assignees.map((user) => user.username)).toEqual(['admin', 'investigator', 'keeper'])
  const step = async (action: string, body: unknown): Promise<AlertDetail> => {
    const response = await at.post('investigator', `/v1/alerts/${alertId}/${action}`, body)
    expect([action, response.status]).toEqual([action, 200])
    return (await response.json()) as AlertDetail
  }
  expect((await step('assign', { assignee: 'investigator', version })).state).toBe('assigned')
  await step('note', { note: 'called the witness' })
  const closed = await step('close', { disposition: 'confirmed_fraud', note: 'staged' })
  expect([closed.state, closed.disposition]).toEqual(['closed', 'confirmed_fraud'])
  const open = await step('reopen', { note: 'new evidence' })
  expect(open.events.map((event) => event.action)).toEqual([
    'raised',
    'assigned',
    'noted',
    'closed',
    'reopened',
  ])
  const audit: AuditPage = await at.json('admin', `/v1/audit?subject=${alertId}`)
  expect(audit.items.map((entry) => entry.action)).toEqual([
    'alert.reopened',
    'alert.closed',
    'alert.noted',
    'alert.assigned',
  ])
  expect(audit.items.every((entry) => entry.actor === 'investigator')).toBe(true)
  expect((await at.operations.audit.verify()).ok).toBe(true)
})

test('who was slower is told, and a step that does not fit is refused', async () => {
  const { alertId, version } = await alertFor('auto')
  const note = (body: unknown) => at.post('investigator', `/v1/alerts/${alertId}/note`, body)
  expect((await note({ note: 'first', version })).status).toBe(200)
  expect((await note({ note: 'second', version })).status).toBe(409)
  expect((await at.post('investigator', `/v1/alerts/${alertId}/reopen`, { note: 'x' })).status).toBe(409)
})

test('an alert goes only to who may work on it', async () => {
  const { alertId, assignees } = await alertFor('health')
  expect(assignees.map((user) => user.username)).toEqual(['admin', 'investigator'])
  for (const assignee of ['keeper', 'risk', 'nobody']) {
    const response = await at.post('investigator', `/v1/alerts/${alertId}/assign`, { assignee })
    expect([assignee, response.status]).toEqual([assignee, 404])
    expect(((await response.json()) as Problem).detail).toBe(`unknown assignee: "${assignee}"`)
  }
  const keeper = await at.post('keeper', `/v1/alerts/${alertId}/note`, { note: 'mine?' })
  expect(keeper.status).toBe(404)
})

test('a masked value is shown for a purpose, and who asked stands in the audit without the value', async () => {
  const body = { subject: 'P0000', field: 'name', purpose: 'compare with the police report' }
  const response = await at.post('investigator', '/v1/reveal', body)
  expect((await response.json()) as Revealed).toEqual({ subject: 'P0000', field: 'name', value: '王小明' })
  const audit: AuditPage = await at.json('admin', '/v1/audit?limit=1')
  expect(audit.items[0]).toMatchObject({
    actor: 'investigator',
    action: 'identity.reveal',
    subject: 'P0000',
    detail: { field: 'name', purpose: body.purpose, snapshot: 's1' },
  })
  expect(JSON.stringify(audit)).not.toContain('王小明')
  expect((await at.post('investigator', '/v1/reveal', { ...body, purpose: 'x' })).status).toBe(400)
  expect((await at.post('investigator', '/v1/reveal', { ...body, subject: 'Q' })).status).toBe(404)
  const before = (await at.operations.audit.verify()).entries
  expect((await at.post('underwriter', '/v1/reveal', body)).status).toBe(403)
  // Signing in is recorded; the value that was refused is not.
  expect(
    (await at.operations.audit.list()).filter((entry) => entry.action === 'identity.reveal'),
  ).toHaveLength(1)
  expect((await at.operations.audit.verify()).entries).toBe(before + 1)
})

test('the audit is read page by page', async () => {
  const seen: number[] = []
  let cursor: string | null = null
  do {
    const page: AuditPage = await at.json('admin', `/v1/audit?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...page.items.map((entry) => entry.seq))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen).toEqual([...seen].sort((a, b) => b - a))
  expect(new Set(seen).size).toBe((await at.operations.audit.verify()).entries)
})
