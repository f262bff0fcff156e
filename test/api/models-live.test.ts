/** Live scoring follows the champion without a restart: a promotion, a damaged file, a rollback. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Health } from '../../src/api/schemas/index.ts'
import { openDesk } from '../../src/cli/desk.ts'
import { shelves } from '../../src/cli/shelves.ts'
import { select, takeRows } from '../../src/model.ts'
import { modelRegistry, type NewModel } from '../../src/models/registry.ts'
import { champions } from '../../src/run/champions.ts'
import { featureHashes } from '../../src/run/keep.ts'
import { modelFiles, modelFolder } from '../../src/run/model-files.ts'
import { hashPassword } from '../../src/security/index.ts'
import { demoHome } from '../demo-home.ts'

const BOOK = 'insurer'
const TASK = 'claim_fraud'
const NEWER = 'claim_fraud.main.29990101t000000z-ffffff'

let home = ''
let desk: Awaited<ReturnType<typeof openDesk>>
let token = ''
let first = ''

beforeAll(async () => {
  const demo = await demoHome()
  home = await mkdtemp(join(tmpdir(), 'models-live-'))
  await cp(join(demo, 'books'), join(home, 'books'), { recursive: true })
  first = (await champions(home, BOOK).current(TASK)) ?? ''
  // The same model under another name, as a retraining would leave one.
  const { entry, model } = await modelFiles(home, BOOK).load(first)
  const { golden, schema: _schema, features: _features, model: _model, code: _code, ...rest } = entry
  const x = takeRows(
    select(
      {
        names: model.features,
        rows: golden.rows.length,
        columns: model.features.map((_, j) =>
          Float64Array.from(golden.rows, (row) => row[j] ?? Number.NaN),
        ) as never,
      },
      model.features,
    ),
    Int32Array.from(golden.rows.keys()),
  )
  await modelRegistry(modelFolder(home, BOOK)).save({
    ...rest,
    id: NEWER,
    model,
    x,
    definitions: featureHashes(shelves.views.filter((view) => view.entity === 'claim')),
  } as NewModel)
  desk = await openDesk({
    home,
    book: BOOK,
    host: '127.0.0.1',
    port: 0,
    staticDirectory: undefined,
    demo: true,
    onOpen: async ({ users }) => {
      const passwordHash = await hashPassword('a long password')
      const by = { actor: 'test', at: new Date() }
      await users.create(
        { username: 'boss', name: 'Boss', role: 'administrator', lines: null, passwordHash },
        by,
      )
    },
  })
  token = (await send('POST', '/v1/session', { username: 'boss', password: 'a long password' })).token
})

afterAll(async () => {
  await desk?.close()
  await rm(home, { recursive: true, force: true })
})

async function send(method: string, path: string, body?: unknown) {
  const response = await fetch(`${desk.url}${path}`, {
    method,
    headers: {
      'x-claimscope': '1',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return response.json()
}

const CLAIM = {
  claim: {
    claimId: 'NEW-1',
    line: 'auto',
    lossAt: '2026-06-01T10:00:00.000Z',
    reportedAt: '2026-06-02T09:00:00.000Z',
    claimedAmount: 12_000,
  },
  parties: [],
  items: [],
}
const scored = async (): Promise<{ modelId: string; probability: number }> => {
  const { modelId, score, ...rest } = await send('POST', '/v1/claims/score', CLAIM)
  return { modelId, probability: score?.probability ?? rest.probability }
}

test('a champion that came, one that is damaged, one that is put back: each is in force at the next request', async () => {
  const before = await scored()
  expect(before.modelId).toBe(first)
  await champions(home, BOOK).appoint({
    task: TASK,
    modelId: NEWER,
    why: 'refresh',
    reason: 'newer rows',
    by: 'run',
    at: new Date().toISOString(),
  })
  expect(await scored()).toEqual({ modelId: NEWER, probability: before.probability })

  const path = modelFiles(home, BOOK).path(NEWER)
  const whole = await readFile(path)
  await writeFile(path, whole.subarray(0, whole.length >> 1))
  expect(await scored()).toEqual(before)
  const health: Health = await send('GET', '/v1/health')
  expect(health).toMatchObject({
    status: 'degraded',
    models: [{ task: TASK, champion: NEWER, serving: first }],
  })
  await writeFile(path, whole)
  expect((await scored()).modelId).toBe(NEWER)

  await send('POST', '/v1/models/rollback', { task: TASK, reason: 'false alarms on auto' })
  expect(await scored()).toEqual(before)
  expect(((await send('GET', '/v1/health')) as Health).status).toBe('ok')
})
