import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseDetail, CasePage, RingDetail } from '../../src/api/schemas/index.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
let phone: string
beforeAll(async () => {
  at = await desk()
  const ring: RingDetail = await at.json('investigator', '/v1/rings/G1')
  phone = ring.graph.nodes.find((node) => node.kind === 'phone')?.id ?? ''
})
afterAll(() => at.close())

const answer = async (response: Response): Promise<CaseDetail> => {
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  return (await response.json()) as CaseDetail
}
const change = async (user: string, path: string, body: unknown) => answer(await at.post(user, path, body))

async function opened(subject: Record<string, unknown>): Promise<CaseDetail> {
  return change('investigator', '/v1/cases', subject)
}

test('a case is opened on a ring once, listed, worked and closed, and its history tells how', async () => {
  const made = await opened({ subjectKind: 'ring', subjectId: 'G1' })
  expect(made).toMatchObject({
    title: 'staged accident G1',
    state: 'open',
    owner: 'investigator',
    line: 'health',
    version: 1,
    mayWork: true,
  })
  expect(made.owners.map((user) => user.username)).toEqual(['admin', 'investigator'])
  const again = await at.post('admin', '/v1/cases', { subjectKind: 'ring', subjectId: 'G1' })
  expect(again.status).toBe(409)
  expect(await again.text()).toContain(made.caseId)
  const ring: RingDetail = await at.json('risk', '/v1/rings/G1')
  expect(ring.caseId).toBe(made.caseId)

  at.advance(1000)
  const referred = await change('admin', `/v1/cases/${made.caseId}`, {
    state: 'referred',
    title: '一起报案的电话',
    version: made.version,
  })
  expect(referred).toMatchObject({ state: 'referred', title: '一起报案的电话', version: 2 })
  const late = await at.post('investigator', `/v1/cases/${made.caseId}`, { state: 'closed', version: 1 })
  expect(late.status).toBe(409)
  const closed = await change('investigator', `/v1/cases/${made.caseId}`, { state: 'closed', owner: null })
  expect(closed.events.map((event) => [event.actor, event.action])).toEqual([
    ['investigator', 'opened'],
    ['admin', 'changed'],
    ['investigator', 'changed'],
  ])
  expect(closed.events[1].detail).toMatchObject({ before: { state: 'open' }, state: 'referred' })
  const list: CasePage = await at.json('risk', '/v1/cases?subjectKind=ring&subjectId=G1&state=closed')
  expect(list.items.map((one) => one.caseId)).toEqual([made.caseId])
  expect(list.total).toBe(1)
  const none: CasePage = await at.json('risk', '/v1/cases?owner=investigator')
  expect(none.items).toEqual([])
  expect((await at.operations.audit.verify()).ok).toBe(true)
})

test('notes of two people at once are both kept; marks of two people at once are not lost in silence', async () => {
  const { caseId } = await opened({ subjectKind: 'node', subjectId: phone, title: 'the phone' })
  await Promise.all([
    change('investigator', `/v1/cases/${caseId}/notes`, { text: 'called: no answer', nodeId: phone }),
    change('admin', `/v1/cases/${caseId}/notes`, { text: '号码已停机' }),
  ])
  const marks = `/v1/cases/${caseId}/marks`
  const first = await change('investigator', marks, {
    marks: [
      { nodeId: phone, isPinned: true, tags: ['hub', 'hub', '号码'], version: 0 },
      { nodeId: 'entity:P0001', isHidden: true },
    ],
  })
  expect(first.notes).toBe(2)
  expect(new Set(first.noteList.map((note) => note.nodeId))).toEqual(new Set([phone, null]))
  expect(first.markList.find((mark) => mark.nodeId === phone)).toMatchObject({
    nodeKind: 'phone',
    isPinned: true,
    isHidden: false,
    tags: ['hub', '号码'],
    by: 'investigator',
    version: 1,
  })
  const second = await at.post('admin', marks, { marks: [{ nodeId: phone, isPinned: false, version: 0 }] })
  expect(second.status).toBe(409)
  const third = await change('admin', marks, { marks: [{ nodeId: phone, isHidden: true, version: 1 }] })
  expect(third.markList.find((mark) => mark.nodeId === phone)).toMatchObject({
    isPinned: true,
    isHidden: true,
    version: 2,
  })
  const gone = await change('admin', marks, {
    marks: [{ nodeId: phone, isPinned: false, isHidden: false, tags: [] }],
  })
  expect(gone.markList.map((mark) => mark.nodeId)).toEqual(['entity:P0001'])
  expect((await at.post('admin', marks, { marks: [{ nodeId: 'phone:~AAAA', isPinned: true }] })).status).toBe(
    404,
  )
  expect(
    (await at.post('admin', marks, { marks: [{ nodeId: 'entity:nobody', isPinned: true }] })).status,
  ).toBe(404)
  const twice = {
    marks: [
      { nodeId: phone, isPinned: true },
      { nodeId: phone, isPinned: true },
    ],
  }
  expect((await at.post('admin', marks, twice)).status).toBe(400)
})

test('a saved view keeps the ids of the snapshot and opens again under other pseudonyms', async () => {
  const { caseId } = await opened({ subjectKind: 'node', subjectId: 'entity:P0003' })
  const state = {
    layout: 'force',
    pinned: { [phone]: [1, 2.5] },
    selected: [phone, 'claim:C0001'],
    deep: { a: [null, true] },
  }
  const saved = await change('investigator', `/v1/cases/${caseId}/views`, { name: 'first', state })
  expect(saved.viewList).toHaveLength(1)
  const [one] = saved.viewList
  expect(one.state).toEqual(state)
  const stored = await at.operations.cases.get(caseId, null)
  expect(JSON.stringify(stored.views[0].state)).toContain('phone:13800138001')

  const views = `/v1/cases/${caseId}/views/${one.viewId}`
  const over = await change('admin', views, { name: 'second', state: { layout: 'radial' }, version: 1 })
  expect(over.viewList).toMatchObject([
    { name: 'second', state: { layout: 'radial' }, version: 2, by: 'admin' },
  ])
  expect((await at.post('investigator', views, { name: 'x', state: {}, version: 1 })).status).toBe(409)
  expect((await at.post('investigator', views, { name: 'x', state: {} })).status).toBe(400)
  expect((await at.ask('investigator', `${views}?version=1`, { method: 'DELETE' })).status).toBe(409)
  const left = await answer(await at.ask('investigator', `${views}?version=2`, { method: 'DELETE' }))
  expect(left.viewList).toEqual([])
  expect((await at.ask('investigator', `${views}?version=3`, { method: 'DELETE' })).status).toBe(404)
})

test('a state that is too large, too deep, or holds a stored mark is refused', async () => {
  const { caseId } = await opened({ subjectKind: 'node', subjectId: 'claim:C0003' })
  const save = (state: unknown) => at.post('admin', `/v1/cases/${caseId}/views`, { name: 'x', state })
  expect((await save({ a: 'x'.repeat(65_536) })).status).toBe(413)
  expect((await save({ a: '\u0001phone:13800138001' })).status).toBe(400)
  let deep: unknown = 1
  for (let i = 0; i < 40; i++) deep = [deep]
  expect((await save({ deep })).status).toBe(400)
  expect((await save([])).status).toBe(400)
  expect((await at.post('admin', `/v1/cases/${caseId}/notes`, { text: 'nul \u0000' })).status).toBe(400)
})

test('who is kept to a line sees no case of another line, and nothing in a case about a claim of one', async () => {
  const cases: CasePage = await at.json('keeper', '/v1/cases')
  expect(cases.items.every((one) => one.line === null || one.line === 'auto')).toBe(true)
  const ringCase: CasePage = await at.json('admin', '/v1/cases?subjectKind=ring')
  expect((await at.ask('keeper', `/v1/cases/${ringCase.items[0].caseId}`)).status).toBe(404)
  expect((await at.post('keeper', '/v1/cases', { subjectKind: 'ring', subjectId: 'G1' })).status).toBe(404)

  const { caseId } = await opened({ subjectKind: 'node', subjectId: 'entity:P0001', title: 'a person' })
  await change('investigator', `/v1/cases/${caseId}/notes`, { text: 'health claim', nodeId: 'claim:C0001' })
  await change('investigator', `/v1/cases/${caseId}/notes`, { text: 'for all' })
  await change('investigator', `/v1/cases/${caseId}/marks`, {
    marks: [
      { nodeId: 'claim:C0001', isPinned: true },
      { nodeId: 'entity:P0001', isPinned: true },
    ],
  })
  await change('investigator', `/v1/cases/${caseId}/views`, {
    name: 'v',
    state: { selected: ['claim:C0001', 'entity:P0001'], 'claim:C0001': 1 },
  })
  const seen: CaseDetail = await at.json('keeper', `/v1/cases/${caseId}`)
  expect(JSON.stringify(seen)).not.toContain('C0001')
  expect(JSON.stringify(seen)).not.toContain('health claim')
  expect([seen.notes, seen.marks, seen.views]).toEqual([1, 1, 1])
  expect(seen.viewList[0].state).toEqual({ selected: ['entity:P0001'] })
  const page: CasePage = await at.json('keeper', '/v1/cases?q=a%20person')
  expect(page.items).toMatchObject([{ notes: 1, marks: 1, views: 1 }])
  const mark = { marks: [{ nodeId: 'claim:C0001', isHidden: true }] }
  expect((await at.post('keeper', `/v1/cases/${caseId}/marks`, mark)).status).toBe(404)
})

test('cases come page by page, each once', async () => {
  const all: CasePage = await at.json('admin', '/v1/cases')
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const page: CasePage = await at.json('admin', `/v1/cases?limit=1${cursor ? `&cursor=${cursor}` : ''}`)
    ids.push(...page.items.map((one) => one.caseId))
    cursor = page.nextCursor
  } while (cursor)
  expect(ids).toEqual(all.items.map((one) => one.caseId))
  expect(ids.length).toBe(all.total)
  expect((await at.ask('admin', '/v1/cases?cursor=e30')).status).toBe(400)
})

test('a request that is sent twice under one key is done once', async () => {
  const { caseId } = await opened({ subjectKind: 'node', subjectId: 'claim:C0001', title: 'twice' })
  const send = (text: string, key: string) =>
    at.ask('admin', `/v1/cases/${caseId}/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ text }),
    })
  const [one, two] = await Promise.all([send('once', 'k1'), send('once', 'k1')])
  expect(await one.json()).toEqual(await two.json())
  expect((await answer(await send('once', 'k1'))).notes).toBe(1)
  expect((await send('other', 'k1')).status).toBe(422)
  expect((await send('other', 'k 2')).status).toBe(400)
  expect((await answer(await send('other', 'k2'))).notes).toBe(2)
})
