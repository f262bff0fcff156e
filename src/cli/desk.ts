/** The desk: API and dashboards over a book's current snapshot, live scoring, and alerts that follow new snapshots. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { type ScoreClaim, type Server, serve } from '../api/index.ts'
import { config } from '../config.ts'
import { UserError } from '../errors.ts'
import { type Operations, openOperations } from '../operations/index.ts'
import { type LiveScorer, openLiveScorer } from '../run/live.ts'
import { type ModelLife, modelLife } from '../run/model-life.ts'
import { modelSummaries } from '../run/model-summaries.ts'
import { schemaHash } from '../run/upgrade.ts'
import { findBook } from '../run.ts'
import { BUILT_IN } from '../thresholds/index.ts'
import { type Manifest, snapshots } from '../warehouse/index.ts'
import { applicationScorers } from './applications.ts'
import { heldScorer } from './held-scorer.ts'
import { raiseFrom } from './raise.ts'
import { replayRunner } from './replay.ts'
import { shelves } from './shelves.ts'
import { thresholdTrial } from './threshold-trial.ts'

export interface DeskOptions {
  readonly home: string
  readonly book: string
  readonly host: string
  readonly port: number
  readonly staticDirectory: string | undefined
  /** The data are made up. */
  readonly demo: boolean
  /** Called once the operations store is open, before requests are taken. */
  readonly onOpen?: (operations: Operations) => Promise<void>
}

/** How often a new snapshot is looked for, ms. */
const FOLLOW_MS = 2000

/** Opens the desk; `close` lets requests under way finish. */
export async function openDesk(options: DeskOptions): Promise<Server> {
  const { home, book } = options
  const store = snapshots(home, book)
  const current = await store.current()
  if (current && current.definitions.schema !== schemaHash())
    throw new UserError(
      `invalid snapshot: ${JSON.stringify(current.id)} [made by another version of claimscope; run book ${book} again]`,
      409,
    )
  const { databaseUrl } = config()
  const operations = await openOperations(databaseUrl ? { databaseUrl } : { home })
  const log = pino({ level: process.env.CLAIMSCOPE_LOG ?? 'warn' }, pino.destination(2))
  const life = modelLife(home, findBook(shelves, book), shelves)
  const live = liveScorers(options, life, (modelId, reason) =>
    log.error({ model: modelId, reason }, 'a model file is refused; the last good one serves'),
  )
  const applications = applicationScorers(
    options,
    async () => (await life.serving()).find(({ entity }) => entity === 'policy')?.serving ?? undefined,
  )
  const replay = replayRunner(home, book, () => new Date())
  const follow = followSnapshots(operations, store, (error) =>
    log.error({ err: error }, 'alerts were not raised'),
  )
  try {
    await options.onOpen?.(operations)
    await follow.once()
    const server = await serve({
      snapshots: store,
      host: options.host,
      port: options.port,
      operations,
      catalog: {
        sources: shelves.books.find((b) => b.name === book)?.sources ?? [],
        collectors: shelves.books.find((b) => b.name === book)?.collectors ?? [],
        views: shelves.views,
        rules: shelves.rules,
        links: shelves.links,
        signals: shelves.signals,
      },
      scorer: live.score,
      underwriter: applications.score,
      models: () => modelSummaries(home, book, shelves.views),
      life,
      staticDirectory: options.staticDirectory,
      home,
      trial: thresholdTrial(operations),
      replay,
      clock: () => new Date(),
      demo: options.demo,
      secret: await secretOf(home),
      log,
    })
    const stop = follow.start()
    return {
      url: server.url,
      async close() {
        stop()
        replay.close()
        await server.close()
        await live.close()
        await applications.close()
        await operations.close()
      },
    }
  } catch (error) {
    await live.close()
    await applications.close()
    await operations.close()
    throw error
  }
}

/** Key of the pseudonyms of node ids: made once, kept in the home folder for this user alone. */
async function secretOf(home: string): Promise<Uint8Array> {
  const file = join(home, 'operations', 'secret')
  const kept = await readFile(file).catch(() => undefined)
  if (kept?.length === 32) return kept
  const made = randomBytes(32)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, made, { mode: 0o600 })
  return made
}

/** One live scorer, of the snapshot that was asked for last and of the model that serves now: it follows a promotion or rollback. */
function liveScorers(
  { home, book }: DeskOptions,
  life: ModelLife,
  onRefused: (modelId: string, reason: string) => void,
): { readonly score: ScoreClaim; close(): Promise<void> } {
  const held = heldScorer<LiveScorer>()
  return {
    async score(request, { manifest, warehouse }) {
      const task = (await life.serving()).find(({ entity }) => entity === 'claim')
      const scorer = await held.of(`${manifest.id} ${task?.serving}`, async () => {
        const risk = await warehouse.db
          .selectFrom('score.risk')
          .where('entity', '=', 'claim')
          .select('model_id')
          .limit(1)
          .executeTakeFirst()
        const modelId = task?.serving ?? risk?.model_id
        if (!modelId) throw new UserError('missing scores: this snapshot scores no claims', 409)
        for (const refused of task?.refused ?? []) onRefused(refused.modelId, refused.reason)
        return openLiveScorer({
          home,
          book,
          snapshotPath: snapshots(home, book).path(manifest.id),
          modelId,
          asOf: new Date(String((manifest.extra as { asOf?: string }).asOf ?? manifest.createdAt)),
          shelves,
          thresholds: BUILT_IN.set,
        })
      })
      return scorer.score(request)
    },
    close: held.close,
  }
}

/** Raises the alerts of every snapshot that becomes current. */
function followSnapshots(
  operations: Operations,
  store: ReturnType<typeof snapshots>,
  onError: (error: unknown) => void,
) {
  let done: string | undefined
  const once = async () => {
    const current: Manifest | undefined = await store.current()
    if (!current || current.id === done) return
    const { warehouse, manifest } = await store.openCurrent()
    try {
      await raiseFrom(operations, warehouse, manifest, new Date())
      done = manifest.id
    } finally {
      await warehouse.close()
    }
  }
  return {
    once,
    start() {
      let busy = false
      const timer = setInterval(async () => {
        if (busy) return
        busy = true
        await once().catch(onError)
        busy = false
      }, FOLLOW_MS)
      return () => clearInterval(timer)
    },
  }
}
