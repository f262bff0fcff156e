/** Whether a trained model scores by itself, or goes on trial. */
import { rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Task } from '../../src/book.ts'
import { modelRegistry } from '../../src/models/registry.ts'
import { appoint, challenge, type ModelPolicy } from '../../src/run/challenge.ts'
import { champions } from '../../src/run/champions.ts'
import type { RunContext } from '../../src/run/context.ts'
import { featureHashes } from '../../src/run/keep.ts'
import type { Learned } from '../../src/run/learn.ts'
import { modelFiles, modelFolder } from '../../src/run/model-files.ts'
import { writeShadow } from '../../src/run/shadow.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'
import {
  book,
  ids,
  labels,
  lifeHome,
  SECOND,
  shelves,
  TASK,
  THIRD,
  task,
  view,
  x,
} from '../models/life-home.ts'

const AS_OF = new Date('2026-04-01T00:00:00Z')

let home = ''
let warehouse: Warehouse
let context: RunContext
beforeEach(async () => {
  home = await lifeHome()
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  await warehouse.execute(schemaDdl())
  // Half of the outcomes are known.
  const known = ids.map((id, i) => [id, i] as const).filter(([, i]) => i % 2 === 0)
  await warehouse.append('core.investigation', {
    investigation_id: known.map(([id]) => `I${id}`),
    subject_kind: known.map(() => 'claim'),
    subject_id: known.map(([id]) => id),
    outcome: known.map(([, i]) => (labels.y[i] === 1 ? 'fraud' : 'cleared')),
    opened_at: known.map(() => AS_OF),
    ...Object.fromEntries(
      (['book', 'source', 'batch_id'] as const).map((name) => [name, known.map(() => 'test')]),
    ),
    source_line: known.map(([, i]) => i),
    event_at: known.map(() => AS_OF),
    known_at: known.map(() => AS_OF),
  })
  context = {
    warehouse,
    home,
    book: { ...book, title: { en: '', zh: '' }, description: '', sources: [], asOf: 'latest' },
    shelves: { books: [], links: [], signals: [], ...shelves() },
    workDirectory: home,
    dataDirectory: undefined,
    snapshotId: '20260301t000000z-cccccc',
    now: AS_OF,
    seed: 1,
    onProgress: () => undefined,
    metrics: {},
    lend: () => Promise.reject(new Error('not lent')),
  }
})
afterEach(async () => {
  await warehouse.close()
  await rm(home, { recursive: true, force: true })
})

/** What the run has learned: the model in the file of that id. */
async function learned(modelId = THIRD): Promise<Learned> {
  const { model } = await modelFiles(home, book.name).load(modelId)
  return {
    task,
    featurized: {
      matrix: x,
      entityIds: ids,
      asOf: Float64Array.from(ids, () => AS_OF.getTime()),
      metas: [],
      views: [],
      dropped: [],
      seconds: {},
    } as unknown as Learned['featurized'],
    subjects: {
      entity: 'claim',
      matrix: x,
      lines: ids.map(() => 'auto'),
      peerGroups: ids.map(() => null),
    },
    rate: model,
    peers: undefined,
    modelId,
    report: { task: TASK, rows: ids.length },
  }
}

const decide = async (policy: ModelPolicy, modelId?: string) =>
  (await challenge(context, [await learned(modelId)], policy, AS_OF))[0]

/** Keeps the model of THIRD under another recipe, or with other held-out scores. */
async function variant(
  id: string,
  change: { recipe?: string; turn?: number; margins?: (margin: number, i: number) => number },
): Promise<string> {
  const files = modelFiles(home, book.name)
  const { entry, model } = await files.load(THIRD)
  const { schema: _, features: __, model: ___, golden: ____, code: _____, heldOut, ...rest } = entry
  await modelRegistry(modelFolder(home, book.name)).save({
    ...rest,
    id,
    recipe: change.recipe ?? entry.recipe,
    model,
    x,
    definitions: featureHashes([view()]),
    calibration: entry.calibration,
    ...(heldOut
      ? {
          heldOut: {
            ...heldOut,
            margins: heldOut.margins.map(change.margins ?? ((m) => m * (change.turn ?? 1))),
          },
        }
      : {}),
  } as never)
  return id
}

test('the first model of a task scores', async () => {
  await rm(`${home}/books/insurer/ledger`, { recursive: true })
  const { verdict, modelId, challenger } = await decide('approval')
  expect([verdict.outcome, modelId, challenger]).toEqual(['first', THIRD, undefined])
})

test('one of the same recipe is a refresh where the policy lets it, and a challenger where it does not', async () => {
  const refreshed = await decide('refresh')
  expect([refreshed.verdict.outcome, refreshed.modelId]).toEqual(['refresh', THIRD])
  expect(refreshed.verdict.comparison?.heldOut?.rows).toBe(150)
  const held = await decide('approval')
  expect([held.verdict.outcome, held.modelId, held.challenger?.modelId]).toEqual([
    'challenger',
    SECOND,
    THIRD,
  ])
  expect(await champions(home, book.name).current(TASK)).toBe(SECOND)
  await appoint(context, [held])
  expect(await champions(home, book.name).current(TASK)).toBe(SECOND)
  await appoint(context, [refreshed])
  expect(await champions(home, book.name).current(TASK)).toBe(THIRD)
})

test('another recipe goes on trial, and so does one that is worse beyond chance', async () => {
  const other = await decide('refresh', await variant('claim_fraud.main.x1', { recipe: 'another' }))
  expect([other.verdict.outcome, other.verdict.reason]).toEqual([
    'challenger',
    'another recipe than the champion',
  ])
  const worse = await decide('refresh', await variant('claim_fraud.main.x2', { turn: -1 }))
  expect(worse.verdict.outcome).toBe('challenger')
  expect(worse.verdict.reason).toMatch(/^AUC lower by 0\.\d+ on the same rows/)
})

/** The same rows with their outcomes as counts in half a year. */
const rateTask: Task = {
  ...task,
  objective: 'poisson',
  labels: () =>
    ({
      compile: () => ({
        sql: `select id as entity_id, y, 0.5 as exposure from (values ${ids
          .map((id, i) => `('${id}', ${labels.y[i]}.0)`)
          .join(', ')}) as known(id, y)`,
        parameters: [],
      }),
    }) as never,
}

test('a refresh of a rate is held back by a higher deviance or a lower Gini beyond chance, and by nothing else', async () => {
  const decideRate = async (champion: string, modelId: string) => {
    await champions(home, book.name).appoint({
      ...{ task: TASK, modelId: champion, why: 'promotion', reason: 'for the test', by: 'test' },
      at: AS_OF.toISOString(),
    })
    const one = { ...(await learned(modelId)), task: rateTask }
    return (await challenge(context, [one], 'refresh', AS_OF))[0]
  }
  const risk = (i: number) => (labels.y[i] === 1 ? 0.9 : -0.9) + 0.4 * Math.sin(i)
  const good = await variant('claim_fraud.main.r1', { margins: (_, i) => risk(i) })
  const alike = await variant('claim_fraud.main.r2', { margins: (_, i) => risk(i) + 0.01 * Math.cos(3 * i) })
  const worse = await variant('claim_fraud.main.r3', { margins: (_, i) => -risk(i) })
  // Far too high, in the right order; and of the right level in no order.
  const high = await variant('claim_fraud.main.r4', { margins: (_, i) => risk(i) + 3 })
  const flat = await variant('claim_fraud.main.r5', { margins: (_, i) => 0.1 * Math.sin(7 * i) })

  const refreshed = await decideRate(good, alike)
  expect([refreshed.verdict.outcome, refreshed.modelId]).toEqual(['refresh', alike])
  expect(refreshed.verdict.comparison?.heldOut?.rows).toBe(300)
  expect(Object.keys(refreshed.verdict.comparison?.heldOut?.measures ?? {})).toEqual([
    'poisson_deviance',
    'gini',
  ])
  const held = await decideRate(good, worse)
  expect([held.verdict.outcome, held.modelId, held.challenger?.modelId]).toEqual(['challenger', good, worse])
  expect(held.verdict.reason).toMatch(/^Poisson deviance higher by \d\.\d+ on the same rows, beyond chance$/)
  const unordered = await decideRate(high, flat)
  expect(unordered.verdict.comparison?.heldOut?.measures.poisson_deviance.difference.high).toBeLessThan(0)
  expect(unordered.verdict.reason).toMatch(/^Gini lower by 0\.\d+ on the same rows/)
  expect((await decideRate(flat, good)).verdict.outcome).toBe('refresh')
})

test('a champion whose file is refused is succeeded, with the reason', async () => {
  await writeFile(modelFiles(home, book.name).path(SECOND), '{}')
  const { verdict, modelId } = await decide('approval')
  expect([verdict.outcome, modelId]).toEqual(['successor', THIRD])
  expect(verdict.reason).toContain('missing SHA-256')
})

test('the champion scores while the challenger does so in the shadow; scores without an outcome are kept once', async () => {
  const judged = await decide('approval')
  const [report] = await writeShadow(context, [judged], AS_OF)
  // Of 300 rows half have no outcome; each of both models is kept for them.
  expect(report).toEqual({ task: TASK, shadow: 300, given: 300 })
  const [again] = await writeShadow(context, [judged], AS_OF)
  expect(again.given).toBe(0)
  const rows = await warehouse.db
    .selectFrom('score.given')
    .select(['model_id', 'is_shadow'])
    .distinct()
    .orderBy('model_id')
    .execute()
  expect(rows).toEqual([
    { model_id: SECOND, is_shadow: false },
    { model_id: THIRD, is_shadow: true },
  ])
})
