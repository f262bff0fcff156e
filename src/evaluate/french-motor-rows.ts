/** The French motor policies as rows: the book's own sources and features, as a run computes them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { views } from '../../features/index.ts'
import { book } from '../../pipelines/french-motor/index.ts'
import { featurize } from '../featurization/index.ts'
import { ingest } from '../ingestion/index.ts'
import { type KnownPolicies, knownPolicies } from '../run/cost-rows.ts'
import { divided } from '../run/fit.ts'
import { schemaDdl } from '../schema/database.ts'
import type { OnProgress } from '../util/progress.ts'
import { openWarehouse } from '../warehouse/index.ts'

/** Loads the book into memory and gives every policy with its features, claims, exposure (at most a year) and amounts. */
export async function frenchMotorPolicies(
  dataDirectory: string,
  onProgress: OnProgress,
): Promise<KnownPolicies> {
  const workDirectory = await mkdtemp(join(tmpdir(), 'claimscope-french-motor-'))
  const warehouse = await openWarehouse({
    path: ':memory:',
    mode: 'write',
    allowedDirectories: [dataDirectory, workDirectory],
  })
  try {
    await warehouse.execute(schemaDdl())
    onProgress({ stage: 'load', done: 0 })
    await ingest(warehouse, book.sources, {
      book: book.name,
      dataDirectory,
      workDirectory,
      loadedAt: new Date(book.asOf),
    })
    const [task] = book.tasks
    const asOf = new Date(book.asOf)
    const featurized = await featurize(warehouse, views, task.entity, task.spine(warehouse.db, asOf), {
      onView: ({ view, done, total }) => onProgress({ stage: `features: ${view}`, done, total }),
    })
    const names = divided(featurized, task)
    return await knownPolicies(warehouse, task, featurized, {
      names: [...names.model, ...names.network],
      lines: featurized.entityIds.map(() => 'auto'),
      knownAt: asOf,
      wanted: () => true,
    })
  } finally {
    await warehouse.close()
    await rm(workDirectory, { recursive: true, force: true })
  }
}
