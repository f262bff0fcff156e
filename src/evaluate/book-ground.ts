/** A book loaded, linked and featurized as a run does it, up to where learning begins. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { views } from '../../features/index.ts'
import type { Book, Task } from '../book.ts'
import { links } from '../links/index.ts'
import { rules } from '../rules/index.ts'
import { featuresOf } from '../run/featurize.ts'
import type { Ground } from '../run/fit.ts'
import { groupsOf, splitMoments } from '../run/known.ts'
import { linesOf } from '../run/learn.ts'
import { learnPeers, peerNames } from '../run/peers.ts'
import { run } from '../run.ts'
import { signals } from '../signals/index.ts'
import type { OnProgress } from '../util/progress.ts'
import { snapshots, type Warehouse } from '../warehouse/index.ts'

/** What a task can learn from. */
export interface BookGround {
  readonly warehouse: Warehouse
  readonly ground: Ground
  /** The moment of the book. */
  readonly asOf: Date
  /** The moment of each row that tells training from test. */
  readonly moments: Float64Array
  /** Whom each row belongs to. */
  readonly groups: Int32Array
}

/** Runs a book below `home` and hands its first task's ground to `work`; the folder is gone afterwards. */
export async function withBookGround<T>(
  book: Book,
  options: {
    readonly home: string
    readonly dataDirectory: string
    readonly seed: number
    readonly onProgress: OnProgress
  },
  work: (ground: BookGround) => Promise<T>,
): Promise<T> {
  const { dataDirectory, seed, onProgress } = options
  const home = join(options.home, 'evaluate', `${book.name}-${process.pid}`)
  const shelves = { books: [book], views, rules, links, signals }
  try {
    const result = await run({
      book: book.name,
      shelves,
      home,
      dataDirectory,
      until: 'featurize',
      fresh: true,
      now: new Date(0),
      seed,
      onProgress,
    })
    const { warehouse } = await snapshots(home, book.name).openCurrent()
    try {
      const [task] = book.tasks
      const asOf = new Date(result.as_of)
      return await work(await groundOf(warehouse, book, task, asOf, seed))
    } finally {
      await warehouse.close()
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function groundOf(
  warehouse: Warehouse,
  book: Book,
  task: Task,
  asOf: Date,
  seed: number,
): Promise<BookGround> {
  const featurized = await featuresOf(warehouse, views, task, asOf)
  const lines = await linesOf({ warehouse }, task, featurized.entityIds)
  const peers = learnPeers(featurized, seed)
  const { entity } = task
  const { matrix } = featurized
  const subjects = { entity, matrix, lines, peerGroups: peerNames(peers, matrix, lines) }
  const ground = {
    book,
    task,
    featurized,
    subjects,
    rules: book.stages.includes('rules') ? rules : [],
    seed,
  }
  return {
    warehouse,
    ground,
    asOf,
    moments: await splitMoments(warehouse, task, featurized),
    groups: await groupsOf(warehouse, task, featurized),
  }
}
