import { rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  FeatureDrift,
  Health,
  ModelCard,
  ModelComparison,
  ModelProposal,
  ModelsLife,
} from '../../src/api/schemas/index.ts'
import { champions } from '../../src/run/champions.ts'
import { modelFiles } from '../../src/run/model-files.ts'
import { modelLife } from '../../src/run/model-life.ts'
import { book, FIRST, ids, labels, lifeHome, SECOND, shelves, TASK, THIRD } from '../models/life-home.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
let home = ''
beforeAll(async () => {
  home = await lifeHome()
  // Outcomes of the held-out rows come from the labels of the sample.
  const outcomes = ids.map(
    (id, i) => `('${id}', case when ${labels.y[i]} = 1 then 'fraud' else 'cleared' end)`,
  )
  const task = {
    ...book.tasks[0],
    labels: () =>
      ({
        compile: () => ({
          sql: `select id as entity_id, case outcome when 'fraud' then 1.0 else 0.0 end as y, 1.0 as exposure
                from (values ${outcomes.join(', ')}) as known(id, outcome)`,
          parameters: [],
        }),
      }) as never,
  }
  at = await desk({ life: modelLife(home, { ...book, tasks: [task] }, shelves()), checkResponses: true })
})
afterAll(async () => {
  await at.close()
  await rm(home, { recursive: true, force: true })
})

const life = async (): Promise<ModelsLife> => at.json('risk', '/v1/models/life')
const ready = async (response: Response) => ({
  status: response.status,
  body: (await response.json()) as ModelProposal & { readonly detail?: string; readonly title?: string },
})

test('the life of a task: champion, challengers, history', async () => {
  const { tasks, proposals } = await life()
  expect(proposals).toEqual([])
  expect(tasks).toHaveLength(1)
  expect(tasks[0]).toMatchObject({
    task: TASK,
    champion: SECOND,
    serving: SECOND,
    refused: [],
    challengers: [THIRD],
    history: [
      { modelId: SECOND, before: FIRST, why: 'refresh' },
      { modelId: FIRST, before: null, why: 'first' },
    ],
  })
})

test('a card as a document and as Markdown in both languages', async () => {
  const card: ModelCard = await at.json('underwriter', `/v1/models/${THIRD}`)
  expect(card).toMatchObject({ modelId: THIRD, task: TASK, isChampion: false, card: null })
  expect(card.features[0].importance).toBe(0.5)
  const english = await at.ask('underwriter', `/v1/models/${THIRD}/card.md`)
  expect(english.headers.get('content-type')).toContain('text/markdown')
  expect(await english.text()).toContain(card.sha256)
  const chinese = await at.ask('underwriter', `/v1/models/${THIRD}/card.md?language=zh`)
  expect(await chinese.text()).toContain('训练快照')
  expect((await at.ask('risk', '/v1/models/nothing')).status).toBe(404)
})

test('a challenger is compared with the champion on the same rows', async () => {
  const found: ModelComparison = await at.json('risk', `/v1/models/${THIRD}/compare`)
  expect(found).toMatchObject({ champion: SECOND, challenger: THIRD, since: null })
  expect(found.heldOut?.rows).toBe(300)
  const { roc_auc } = found.heldOut?.measures ?? {}
  expect(roc_auc?.difference.value).toBeCloseTo((roc_auc?.challenger ?? 0) - (roc_auc?.champion ?? 0), 12)
  const other: ModelComparison = await at.json('risk', `/v1/models/${THIRD}/compare?with=${FIRST}`)
  expect(other.champion).toBe(FIRST)
  expect((await at.ask('risk', `/v1/models/${SECOND}/compare`)).status).toBe(400)
})

test('whoever proposes a model may not approve it; a second person may, and both stand in the audit', async () => {
  const propose = () => at.post('risk', `/v1/models/${THIRD}/propose`, { reason: 'better on auto' })
  expect((await at.post('investigator', `/v1/models/${THIRD}/propose`, { reason: 'better' })).status).toBe(
    403,
  )
  expect((await at.post('risk', `/v1/models/${THIRD}/propose`, { reason: ' ' })).status).toBe(400)
  expect((await at.post('risk', `/v1/models/${SECOND}/propose`, { reason: 'it is there' })).status).toBe(409)
  const { status, body: proposal } = await ready(await propose())
  expect([status, proposal.state, proposal.mayApprove]).toEqual([200, 'open', false])
  expect(proposal.comparison?.heldOut?.rows).toBe(300)
  expect((await propose()).status).toBe(409)

  const own = await ready(
    await at.post('risk', `/v1/model-proposals/${proposal.proposalId}/approve`, { note: '' }),
  )
  expect([own.status, own.body.detail ?? own.body.title]).toEqual([
    403,
    expect.stringContaining('a second person decides'),
  ])
  expect((await life()).tasks[0].champion).toBe(SECOND)
  const seen: ModelsLife = await at.json('admin', '/v1/models/life')
  expect(seen.proposals[0].mayApprove).toBe(true)

  const approved = await ready(
    await at.post('admin', `/v1/model-proposals/${proposal.proposalId}/approve`, { note: 'agreed' }),
  )
  expect([approved.status, approved.body.state, approved.body.decidedBy]).toEqual([200, 'approved', 'admin'])
  const { tasks } = await life()
  expect(tasks[0]).toMatchObject({ champion: THIRD, serving: THIRD, challengers: [] })
  expect(tasks[0].history[0]).toMatchObject({ why: 'promotion', by: 'admin', before: SECOND })
  const again = await at.post('admin', `/v1/model-proposals/${proposal.proposalId}/approve`, { note: '' })
  expect(again.status).toBe(409)
  const { items } = (await at.json('admin', `/v1/audit?subject=${THIRD}`)) as {
    items: { action: string; actor: string }[]
  }
  expect(items.map(({ action, actor }) => [action, actor])).toEqual([
    ['model.approve', 'admin'],
    ['model.propose', 'risk'],
  ])
  expect((await at.operations.audit.verify()).ok).toBe(true)
})

test('a rollback puts the champion before back, once more the one before that', async () => {
  const back = () => at.post('risk', '/v1/models/rollback', { task: TASK, reason: 'too many false alarms' })
  const first = await back()
  expect([first.status, ((await first.json()) as { modelId: string }).modelId]).toEqual([200, SECOND])
  expect((await life()).tasks[0]).toMatchObject({ champion: SECOND, serving: SECOND })
  await back()
  expect((await life()).tasks[0].champion).toBe(FIRST)
  expect((await back()).status).toBe(404)
  expect((await at.post('risk', '/v1/models/rollback', { task: 'x', reason: 'nothing there' })).status).toBe(
    404,
  )
})

test('a proposal is withdrawn by its own, rejected by others, and void once another champion came', async () => {
  const open = async () =>
    (await ready(await at.post('risk', `/v1/models/${THIRD}/propose`, { reason: 'once again' }))).body
  const end = async (user: string, id: string) =>
    (await ready(await at.post(user, `/v1/model-proposals/${id}/reject`, { note: 'no' }))).body.state
  expect(await end('risk', (await open()).proposalId)).toBe('withdrawn')
  at.advance(1000)
  expect(await end('admin', (await open()).proposalId)).toBe('rejected')
  at.advance(1000)
  const { proposalId } = await open()
  await champions(home, book.name).appoint({
    task: TASK,
    modelId: SECOND,
    why: 'refresh',
    reason: 'newer rows',
    by: 'run',
    at: '2026-07-01T00:00:00.000Z',
  })
  const late = await ready(await at.post('admin', `/v1/model-proposals/${proposalId}/approve`, { note: '' }))
  expect(late.status).toBe(409)
  // Nothing of the decision is kept when the pointer did not move.
  const stateOf = async () => (await life()).proposals.find((one) => one.proposalId === proposalId)?.state
  expect(await stateOf()).toBe('open')
  expect((await open()).state).toBe('open')
  expect(await stateOf()).toBe('withdrawn')
})

test('a refused file degrades the health and is named with what serves instead', async () => {
  const { path } = modelFiles(home, book.name)
  const health = (): Promise<Health> => at.json(null, '/v1/health')
  expect(await health()).toMatchObject({ status: 'ok', models: [] })
  await writeFile(path(SECOND), '{}')
  expect(await health()).toMatchObject({
    status: 'degraded',
    models: [{ task: TASK, champion: SECOND, serving: FIRST }],
  })
  const { tasks } = await life()
  expect(tasks[0].refused).toEqual([{ modelId: SECOND, reason: expect.stringContaining('missing SHA-256') }])
})

test('an export leaves as bytes, and stands in the audit; drift answers for a task', async () => {
  const file = await at.ask('admin', `/v1/models/${FIRST}/model.onnx`)
  expect(file.headers.get('content-disposition')).toContain(`${FIRST}.onnx`)
  expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(500)
  const { items } = (await at.json('admin', `/v1/audit?subject=${FIRST}`)) as { items: { action: string }[] }
  expect(items[0].action).toBe('model.export')
  const drift: FeatureDrift[] = await at.json('risk', `/v1/models/drift?task=${TASK}`)
  expect(drift).toEqual([])
})
