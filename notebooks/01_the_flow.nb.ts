// %% [markdown]
// # The flow
//
// What a run of the pipelines leaves behind: files read and set aside, tables filled, scores given, figures measured.
// The demo book is synthetic; its figures say that the machinery works, not how your book will do.

// %%
import { config, snapshots, textTable } from 'claimscope'

const { warehouse, manifest } = await snapshots(config().home, 'insurer').openCurrent()
const { db } = warehouse
console.log(
  `snapshot ${manifest.id}, ${(manifest.bytes / 1e6).toFixed(1)} MB, sha256 ${manifest.sha256.slice(0, 12)}...`,
)

// %% [markdown]
// ## Every byte is accounted for
// Records read = accepted + set aside + already there; a source whose records hold several rows has more.

// %%
const batches = await db
  .selectFrom('meta.batch')
  .select(({ fn }) => [
    'source',
    fn.sum<number>('records').as('records'),
    fn.sum<number>('accepted').as('accepted'),
    fn.sum<number>('quarantined').as('quarantined'),
    fn.sum<number>('duplicate').as('duplicate'),
  ])
  .groupBy('source')
  .orderBy('source')
  .execute()
console.log(textTable(batches))
const open = batches.filter((b) => b.records > b.accepted + b.quarantined + b.duplicate)
if (open.length > 0) throw new Error(`records unaccounted for: ${open.map((b) => b.source).join(', ')}`)

// %% [markdown]
// ## What was set aside, and why

// %%
const reasons = await db
  .selectFrom('meta.quarantine')
  .select(({ fn }) => ['source', 'code', fn.countAll<number>().as('records')])
  .groupBy(['source', 'code'])
  .orderBy('records', 'desc')
  .limit(10)
  .execute()
console.log(textTable(reasons))

// %% [markdown]
// ## What the run measured

// %%
const run = await db
  .selectFrom('meta.run')
  .selectAll()
  .orderBy('started_at', 'desc')
  .executeTakeFirstOrThrow()
const metrics = JSON.parse(run.metrics) as Record<string, { value: number; low: number; high: number }>
console.log(textTable(Object.entries(metrics).map(([metric, m]) => ({ metric, ...m }))))

// %%
await warehouse.close()
