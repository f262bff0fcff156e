/**
 * The flow, on one page: a run builds the next snapshot of a book, stage by stage, and publishes it whole or not at all.
 *
 *   load -> link -> screen -> mentions -> graph -> associate -> featurize -> train -> score -> monitor -> rings -> describe ->
 *   watch -> propose -> publish
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Book } from './book.ts'
import { unknown } from './errors.ts'
import { findAssociations } from './run/associate.ts'
import { appoint, challenge, type ModelPolicy } from './run/challenge.ts'
import type { Metrics, RunContext, Shelves } from './run/context.ts'
import { correct } from './run/correct.ts'
import { definitionHashes } from './run/definitions.ts'
import { describe } from './run/describe.ts'
import { featuresReport, featurizeTasks, type TaskFeatures } from './run/featurize.ts'
import { linkUp } from './run/graph.ts'
import { judge } from './run/judge.ts'
import { judgeLinkage } from './run/judge-linkage.ts'
import { type LeftOut, learn } from './run/learn.ts'
import { link } from './run/link.ts'
import { load } from './run/load.ts'
import { mentions } from './run/mentions.ts'
import { moment } from './run/moment.ts'
import { monitor } from './run/monitor.ts'
import { propose } from './run/propose.ts'
import { findGroups } from './run/rings.ts'
import { writeScores } from './run/score.ts'
import { screen } from './run/screen.ts'
import { segment } from './run/segments.ts'
import { writeShadow } from './run/shadow.ts'
import { findSuspicion } from './run/suspicion.ts'
import { upgradeSchema } from './run/upgrade.ts'
import { watch } from './run/watch.ts'
import type { OnProgress } from './util/progress.ts'
import { VERSION } from './version.ts'
import { type Json, type Manifest, snapshotId, snapshots } from './warehouse/index.ts'

/** The stages that a command may stop after; each needs those before it. */
export const STAGES = [
  'load',
  'link',
  'screen',
  'mentions',
  'graph',
  'associate',
  'featurize',
  'train',
  'score',
  'monitor',
  'rings',
  'describe',
  'segment',
  'watch',
  'propose',
] as const
export type Stage = (typeof STAGES)[number]

export interface RunOptions {
  readonly book: string
  readonly shelves: Shelves
  readonly home: string
  /** Folder of the book's files; undefined to work on what is loaded already. */
  readonly dataDirectory?: string
  /** Folder of the demo book's answer key, when its results are to be judged against it. */
  readonly answerKey?: string
  /** Last stage to run. Default all. */
  readonly until?: Stage
  /** Begin with an empty warehouse instead of the current snapshot. */
  readonly fresh?: boolean
  /** The moment the book is seen at; default what the book says. */
  readonly asOf?: Date
  readonly now: Date
  /** Seed of everything random. Default 1. */
  readonly seed?: number
  /** Whether a newly trained model may take the champion's place by itself. Default `refresh`: one of the same recipe may. */
  readonly modelPolicy?: ModelPolicy
  readonly memoryMb?: number
  readonly threads?: number
  readonly onProgress?: OnProgress
}

export interface StageReport {
  readonly stage: string
  readonly seconds: number
}

export interface RunResult {
  readonly book: string
  readonly snapshot: string
  readonly as_of: string
  readonly seconds: number
  readonly peak_rss_mb: number
  readonly rows: Readonly<Record<string, number>>
  readonly metrics: Metrics
  readonly stages: readonly StageReport[]
  /** What each stage has to say for itself: files and quarantine, pairs, features left out, models. */
  readonly report: Readonly<Record<string, unknown>>
}

/** The book of that name. @throws UserError when there is none. */
export function findBook(shelves: Shelves, name: string): Book {
  const book = shelves.books.find((b) => b.name === name)
  if (!book)
    throw unknown(
      'book',
      name,
      shelves.books.map((b) => b.name),
    )
  return book
}

/** Builds and publishes the next snapshot. On any error the current snapshot stays what it was. */
export async function run(options: RunOptions): Promise<RunResult> {
  const began = performance.now()
  const { home, shelves, now, seed = 1, onProgress = () => {} } = options
  const book = findBook(shelves, options.book)
  const id = snapshotId(now, `${book.name}/${process.pid}`)
  const workDirectory = join(home, 'work', id)
  await mkdir(workDirectory, { recursive: true })
  const build = await snapshots(home, book.name).begin({
    id,
    from: options.fresh ? 'empty' : 'current',
    allowedDirectories: [workDirectory, ...(options.dataDirectory ? [options.dataDirectory] : [])],
    ...(options.memoryMb ? { memoryMb: options.memoryMb } : {}),
    ...(options.threads ? { threads: options.threads } : {}),
  })
  const stages: StageReport[] = []
  const report: Record<string, unknown> = {}
  const metrics: Metrics = {}
  const context: RunContext = {
    get warehouse() {
      return build.warehouse
    },
    lend: build.lend,
    book,
    shelves,
    home,
    workDirectory,
    dataDirectory: options.dataDirectory,
    snapshotId: id,
    now,
    seed,
    onProgress,
    metrics,
  }
  const last = options.until ? STAGES.indexOf(options.until) : STAGES.length - 1
  /** Runs one stage, if it is wanted and the book has it, and keeps its time and report. */
  const stage = async <T>(name: Stage, wanted: boolean, work: () => Promise<T>): Promise<T | undefined> => {
    if (!wanted || STAGES.indexOf(name) > last) return undefined
    const start = performance.now()
    onProgress({ stage: name, done: 0 })
    const result = await work()
    stages.push({ stage: name, seconds: round((performance.now() - start) / 1000) })
    return result
  }
  const has = (name: Book['stages'][number]) => book.stages.includes(name)
  const leftOut: LeftOut[] = []
  const train = async (features: readonly TaskFeatures[], asOf: Date) =>
    challenge(context, await learn(context, features, asOf, leftOut), options.modelPolicy ?? 'refresh', asOf)

  try {
    await upgradeSchema(build.warehouse)
    report.load = await stage('load', options.dataDirectory !== undefined, () => load(context))
    report.correct = await correct(context)
    const asOf = options.asOf ?? (await moment(context))
    report.link = await stage('link', has('link'), () => link(context))
    if (report.link && book.truth) report.truth = await judgeLinkage(context)
    report.screen = await stage('screen', true, () => screen(context))
    report.mentions = await stage('mentions', book.lexicon !== undefined, () => mentions(context))
    report.graph = await stage('graph', has('graph'), async () => ({
      ...(await linkUp(context, asOf)),
      suspicion: await findSuspicion(context, asOf),
    }))
    report.associate = await stage('associate', true, () => findAssociations(context, asOf))
    const features = await stage('featurize', book.tasks.length > 0, () => featurizeTasks(context, asOf))
    report.featurize = features?.map(featuresReport)
    const learned = features && (await stage('train', true, () => train(features, asOf)))
    report.train = learned && [...learned.map((l) => ({ ...l.report, ...l.verdict })), ...leftOut]
    if (learned) {
      report.score = await stage('score', has('score'), () => writeScores(context, learned))
      if (report.score) report.shadow = await writeShadow(context, learned, asOf)
      report.monitor = await stage('monitor', true, () => monitor(context, learned, asOf))
    }
    const rings = await stage('rings', has('graph'), () => findGroups(context, asOf))
    report.rings = rings
    report.describe = await stage('describe', learned !== undefined, () => describe(context, asOf))
    if (learned) report.segment = await stage('segment', has('score'), () => segment(context, learned, asOf))
    report.watch = await stage('watch', has('watch'), () => watch(context, asOf))
    report.propose = await stage('propose', has('raise'), () => propose(context, asOf, rings?.calibration))
    if (options.answerKey && learned) report.judge = await judge(context, learned, options.answerKey)
    await build.warehouse.append('meta.run', {
      run_id: [id],
      started_at: [now],
      finished_at: [new Date(now.getTime() + performance.now() - began)],
      as_of: [asOf],
      stages: [JSON.stringify(stages)],
      metrics: [JSON.stringify(metrics)],
      seed: Int32Array.of(seed),
    })
    onProgress({ stage: 'publish', done: 0 })
    const manifest = await build.publish({
      createdAt: now,
      code: VERSION,
      definitions: definitionHashes(book, shelves),
      extra: { asOf: asOf.toISOString(), seed, metrics: metrics as unknown as Json },
    })
    if (learned) await appoint(context, learned)
    return result(manifest, asOf)
  } finally {
    await build.abandon()
    await rm(workDirectory, { recursive: true, force: true })
  }

  function result(manifest: Manifest, asOf: Date): RunResult {
    return {
      book: book.name,
      snapshot: manifest.id,
      as_of: asOf.toISOString(),
      seconds: round((performance.now() - began) / 1000),
      peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      rows: Object.fromEntries(Object.entries(manifest.rows).filter(([, n]) => n > 0)),
      metrics,
      stages,
      report,
    }
  }
}

const round = (x: number) => Math.round(x * 100) / 100
