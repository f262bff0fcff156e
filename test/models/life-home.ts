/** A folder with two trained models of one task, the later one the champion, and a snapshot's outcomes to compare them by. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Book, Task } from '../../src/book.ts'
import type { FeatureView } from '../../src/feature.ts'
import { modelRegistry } from '../../src/models/registry.ts'
import { trees } from '../../src/models/trees/trees.ts'
import { champions } from '../../src/run/champions.ts'
import { featureHashes } from '../../src/run/keep.ts'
import { modelFolder } from '../../src/run/model-files.ts'
import { sample } from './sample-data.ts'

export const TASK = 'claim_fraud'
export const FIRST = 'claim_fraud.main.20260101t000000z-aaaaaa'
export const SECOND = 'claim_fraud.main.20260201t000000z-bbbbbb'
export const THIRD = 'claim_fraud.main.20260301t000000z-cccccc'
export const OTHER = 'policy_rate.main.20260201t000000z-bbbbbb'

export const { x, labels } = sample(300, 81)

/** A view of the sample's features. */
export const view = (sql = 'entity_id'): FeatureView => ({
  name: 'sample',
  entity: 'claim',
  title: { en: 'Sample', zh: '样本' },
  reads: [],
  features: Object.fromEntries(
    x.names.map((name) => [
      name,
      {
        meaning: { en: name, zh: name },
        unit: 'count',
        direction: 'none' as const,
        group: 'claims' as const,
      },
    ]),
  ),
  query: () => ({ compile: () => ({ sql, parameters: [] }) }) as never,
  examples: [{ title: 'none', rows: {}, entityId: 'C', asOf: '2026-01-01', expect: {} }],
})

/** Entity ids of the held-out rows of every model. */
export const ids = Array.from({ length: x.rows }, (_, i) => `C${String(i).padStart(4, '0')}`)

export const task: Task = {
  name: TASK,
  title: { en: 'Fraudulent claim', zh: '欺诈理赔' },
  entity: 'claim',
  objective: 'binary',
  spine: (db) => db.selectFrom('core.claim').select('claim_id as entity_id') as never,
  labels: (db) =>
    db
      .selectFrom('core.investigation')
      .select(({ eb }) => [
        'subject_id as entity_id',
        eb.case().when('outcome', '=', 'fraud').then(eb.lit(1)).else(eb.lit(0)).end().as('y'),
        eb.lit(1).as('exposure'),
      ]) as never,
  split: { kind: 'folds', folds: 5 },
}

export const book: Pick<Book, 'name' | 'tasks' | 'stages'> = {
  name: 'insurer',
  tasks: [task],
  stages: ['score'],
}

export const shelves = (sql?: string) => ({ views: [view(sql)], rules: [] })

/** Trains and keeps three models: the first was champion, the second is, the third is on trial. */
export async function lifeHome(home?: string): Promise<string> {
  const folder = home ?? (await mkdtemp(join(tmpdir(), 'life-')))
  const registry = modelRegistry(modelFolder(folder, book.name))
  const definitions = featureHashes([view()])
  const save = async (id: string, seed: number, name = TASK) => {
    const model = await trees({ rounds: 4, maxDepth: 3, rowSample: 0.8 }).fit(x, labels, { seed })
    await registry.save({
      id,
      task: name,
      createdAt: `2026-0${seed}-01T00:00:00.000Z`,
      seed,
      recipe: 'r',
      training: { snapshot: `s${seed}`, rows: 300, events: 120, from: '2025-01-01', until: '2026-01-01' },
      metrics: { roc_auc: { value: 0.8, low: 0.75, high: 0.84 } },
      model,
      definitions,
      x,
      calibration: {
        network: null,
        anomaly: null,
        peers: null,
        scorer: null,
        cost: null,
        importance: { [x.names[0]]: 0.5 },
      },
      heldOut: {
        ids,
        asOf: ids.map((_, i) => Date.UTC(2026, 0, 1 + (i % 90))),
        margins: [...model.margin(x)],
      },
    })
  }
  await save(FIRST, 1)
  await save(SECOND, 2)
  await save(THIRD, 3)
  await save(OTHER, 4, 'policy_rate')
  const champion = champions(folder, book.name)
  const at = '2026-02-01T00:00:00.000Z'
  await champion.appoint({ task: TASK, modelId: FIRST, why: 'first', reason: 'first', by: 'run', at })
  await champion.appoint({ task: TASK, modelId: SECOND, why: 'refresh', reason: 'newer', by: 'run', at })
  return folder
}
