import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimSuspicion } from '../../features/claim/claim-suspicion.ts'
import type { Task } from '../../src/book.ts'
import { type FeatureDatabase, type FeatureMeta, featureView } from '../../src/feature.ts'
import { links } from '../../src/links/index.ts'
import { checkLeakage } from '../../src/run/leakage.ts'
import { writeSuspicion } from '../../src/run/suspicion.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { openWarehouse } from '../../src/warehouse/index.ts'
import { fill } from '../features/example-warehouse.ts'

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 1)
const at = (day: number) => new Date(START + day * DAY)

const meta = (en: string): FeatureMeta => ({
  meaning: { en, zh: en },
  unit: 'count',
  direction: 'up',
  group: 'claims',
})
const example = { title: 'none', rows: {}, entityId: 'x', asOf: '2024-01-01', expect: {} }

/** Counts the claims of the claimant: those known by the moment, and all of them. */
const claimant = featureView({
  name: 'claimant_claims',
  entity: 'claim',
  title: { en: 'Claims of the claimant', zh: '索赔人的理赔' },
  reads: ['core.claim', 'core.investigation'],
  features: { claims_before: meta('known then'), claims_ever: meta('ever'), outcome_itself: meta('outcome') },
  query: (db: Kysely<FeatureDatabase>) =>
    db
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('core.claim as o', 'o.claimant_id', 'c.claimant_id')
      .leftJoin('core.investigation as i', 'i.subject_id', 's.entity_id')
      .groupBy(['s.entity_id', 's.as_of'])
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`count(distinct o.claim_id) filter (where o.known_at <= s.as_of)`.as('claims_before'),
        sql<number>`count(distinct o.claim_id)`.as('claims_ever'),
        sql<number>`max(case i.outcome when 'fraud' then 1.0 when 'cleared' then 0.5 end)`.as(
          'outcome_itself',
        ),
      ]),
  examples: [example],
})

const task: Task = {
  name: 'claim_fraud',
  title: { en: 'Fraud', zh: '欺诈' },
  entity: 'claim',
  objective: 'binary',
  spine: (db, asOf) =>
    db
      .selectFrom('core.claim')
      .select(['claim_id as entity_id', 'known_at as as_of'])
      .where('known_at', '<=', asOf),
  labels: (db, knownAt) =>
    db
      .selectFrom('core.investigation')
      .select([
        'subject_id as entity_id',
        sql<number>`case outcome when 'fraud' then 1.0 else 0.0 end`.as('y'),
        sql<number>`1.0`.as('exposure'),
      ])
      .where('known_at', '<=', knownAt),
  split: { kind: 'folds', folds: 2 },
}

let folder: string
let path: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claimscope-leakage-'))
  path = join(folder, 'snapshot.duckdb')
  const warehouse = await openWarehouse({ path, mode: 'write' })
  await warehouse.execute(schemaDdl())
  const days = Array.from({ length: 200 }, (_, i) => i)
  await fill(warehouse, {
    'core.claim': days.map((day) => ({
      claim_id: `C${day}`,
      claimant_id: `P${day % 40}`,
      event_at: at(day),
      known_at: at(day),
    })),
    'core.investigation': days.map((day) => ({
      investigation_id: `I${day}`,
      subject_kind: 'claim' as const,
      subject_id: `C${day}`,
      outcome: day % 7 === 0 ? ('fraud' as const) : ('cleared' as const),
      event_at: at(day + 30),
      known_at: at(day + 30),
    })),
  })
  // Each of forty people stands in five claims; the graph says no more.
  await fill(warehouse, {
    'graph.edge': days.map((day) => ({
      source_id: `entity:P${day % 40}`,
      target_id: `claim:C${day}`,
      link: 'in_claim',
      claim_id: `C${day}`,
      known_at: at(day),
    })),
    'graph.node': [
      ...days.slice(0, 40).map((day) => ({ node_id: `entity:P${day}`, node_kind: 'entity' as const })),
      ...days.map((day) => ({ node_id: `claim:C${day}`, node_kind: 'claim' as const })),
    ],
  })
  await writeSuspicion(warehouse, links, at(400))
  await warehouse.close()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('features that know what came later are named with an example, an honest one beside them is not', async () => {
  const report = await checkLeakage({ path, views: [claimant], links, task, asOf: at(400) })
  expect(report.leaks.map(({ feature }) => feature).sort()).toEqual(['claims_ever', 'outcome_itself'])
  expect(report.cuts).toHaveLength(4)
  const ever = report.leaks.find(({ feature }) => feature === 'claims_ever')
  expect(ever?.view).toBe('claimant_claims')
  expect(ever?.example.today).toBe(5)
  expect(ever?.example.hidden).toBeLessThan(5)
  // The outcome under another name ranks the outcomes by itself.
  expect(report.tooGood.map(({ feature }) => feature)).toEqual(['outcome_itself'])
  expect(report.tooGood[0].roc_auc).toBe(1)
  expect(report.shuffled?.low).toBeLessThan(0.5)
})

test('without the leaking features nothing changes', async () => {
  const honest = { ...task, without: ['claims_ever', 'outcome_itself'] }
  const report = await checkLeakage({ path, views: [claimant], links, task: honest, asOf: at(400) })
  expect(report.leaks).toEqual([])
  expect(report.features).toBe(1)
})

test('suspicion is worked out anew from what was known: honest as it stands, found out when it knew more', async () => {
  const views = [claimSuspicion]
  const honest = await checkLeakage({ path, views, links, task, asOf: at(400) })
  expect(honest.features).toBe(2)
  expect(honest.leaks).toEqual([])
  const knowing = join(folder, 'knowing.duckdb')
  await copyFile(path, knowing)
  const warehouse = await openWarehouse({ path: knowing, mode: 'write' })
  // As if the moments had seen every fraud of the book.
  await warehouse.execute(`
    delete from graph.suspicion;
    insert into graph.suspicion (node_id, as_of, suspicion)
      select distinct 'entity:P' || (substr(i.subject_id, 2)::integer % 40), m.as_of, 5.0
      from core.investigation as i, graph.suspicion_moment as m where i.outcome = 'fraud'`)
  await warehouse.close()
  const found = await checkLeakage({ path: knowing, views, links, task, asOf: at(400) })
  expect(found.leaks.map(({ feature }) => feature)).toEqual(['people_suspicion'])
})
