/** Explanations of the demo book, as the desk gives them. */
import { beforeAll, expect, test } from 'vitest'
import { shelves } from '../../src/cli/shelves.ts'
import { explainClaim } from '../../src/run/explain-claim.ts'
import { explainKept } from '../../src/run/explain-model.ts'
import { readScorer } from '../../src/run/keep.ts'
import { snapshots, type Warehouse } from '../../src/warehouse/index.ts'
import { claimscope, demoHome } from '../demo-home.ts'

let home: string
let warehouse: Warehouse
let risks: { entity_id: string; probability: number; model_id: string | null; log_odds: number }[]

beforeAll(async () => {
  home = await demoHome()
  warehouse = (await snapshots(home, 'insurer').openCurrent()).warehouse
  risks = await warehouse.db
    .selectFrom('score.risk')
    .select(['entity_id', 'probability', 'model_id', 'log_odds'])
    .where('entity', '=', 'claim')
    .orderBy('probability', 'desc')
    .execute()
  return () => warehouse.close()
})

test('a claim is explained by the models that scored it: same probability, pairs, allowed changes only', async () => {
  const modelId = risks[0].model_id ?? ''
  const kept = await readScorer(home, 'insurer', modelId, { entity: 'claim', ...shelves })
  const alert = risks.filter(({ probability }) => probability >= 0.2)
  const spread = Array.from({ length: 12 }, (_, i) => alert[Math.floor((i / 12) * alert.length)])
  for (const risk of [...spread, risks[risks.length - 1]]) {
    const found = await explainClaim(warehouse, kept, shelves.views, risk.entity_id)
    expect(found.probability).toBeCloseTo(risk.probability, 9)
    if (!found.whatIf) {
      expect(risk.probability).toBeLessThan(0.1)
      continue
    }
    const { changes, threshold, probability } = found.whatIf
    expect(found.whatIf.reached).toBe(probability < threshold)
    expect(probability).toBeLessThanOrEqual(found.probability)
    const metas = new Map(
      shelves.views
        .filter((view) => view.entity === 'claim')
        .flatMap((view) => Object.entries(view.features)),
    )
    for (const { feature, from, to } of changes) {
      const meta = metas.get(feature)
      expect(meta?.isProtected ?? false).toBe(false)
      expect(meta?.canChange).toBe(to > from ? 'up' : 'down')
    }
    for (const { logOdds } of found.pairs) expect(Math.abs(logOdds)).toBeGreaterThan(0)
  }
}, 60_000)

test('a kept model is explained over the snapshot', async () => {
  const modelId = risks[0].model_id ?? ''
  const kept = await readScorer(home, 'insurer', modelId, { entity: 'claim', ...shelves })
  const { entity, rows, features, importances } = await explainKept(warehouse, kept.main, shelves.views)
  expect(entity).toBe('claim')
  expect(rows).toBe(Math.min(3000, risks.length))
  expect(importances[0].importance).toBeGreaterThan(0)
  for (const { curve, categories } of features) expect(curve === null).toBe(categories !== null)
}, 60_000)

test('the command line says it in words, and as JSON', async () => {
  const id = risks[3].entity_id
  const { stdout } = await claimscope(['explain', id, '--home', home, '--language', 'zh'])
  expect(stdout).toMatch(/共同作用/)
  expect(stdout).toMatch(/改为/)
  const { what_if, pairs } = JSON.parse((await claimscope(['explain', id, '--home', home, '--json'])).stdout)
  expect(pairs.length).toBeGreaterThan(0)
  expect(what_if.changes.length).toBeGreaterThan(0)
}, 60_000)
