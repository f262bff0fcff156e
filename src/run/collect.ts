/** Collecting for a book: its collectors run once or by their schedules, and what came of it is kept in the ledger `collections`. */
import type { Book } from '../book.ts'
import {
  collect,
  type Environment,
  isUnderWay,
  missingVariables,
  nextRun,
  systemClock,
  watchSchedules,
} from '../collection/index.ts'
import type { CollectionReport, Collector } from '../collector.ts'
import { UserError, unknown } from '../errors.ts'
import type { Text } from '../util/text.ts'
import { ledger } from '../warehouse/index.ts'

/** File names kept of a run; a pass of many pages has thousands. */
const FILES_KEPT = 20

export interface CollectRequest {
  readonly home: string
  readonly book: Book
  readonly environment: Environment
  readonly signal: AbortSignal
  readonly allowPrivate: readonly string[]
  readonly onReport?: (report: CollectionReport) => void
}

/** A collector, and whether and when it runs. */
export interface CollectorStatus {
  readonly name: string
  readonly kind: Collector['kind']
  readonly title: Text
  readonly description: string
  readonly lands: string
  readonly schedule: string
  readonly active: boolean
  /** Variables that must be set before it runs. */
  readonly missing: readonly string[]
  readonly next_run: string | null
  readonly last_run: CollectionReport | null
}

/** The collector of that name. @throws UserError when the book has none. */
export function findCollector({ collectors = [] }: Book, name: string): Collector {
  const found = collectors.find((collector) => collector.name === name)
  if (!found)
    throw unknown(
      'collector',
      name,
      collectors.map((collector) => collector.name),
    )
  return found
}

const journalOfRuns = (home: string, book: string) => ledger<CollectionReport>(home, book, 'collections')

/** All collectors of a book, in the order of the shelf. */
export async function listCollectors(
  home: string,
  { name, collectors = [] }: Book,
  environment: Environment,
  now: Date,
): Promise<CollectorStatus[]> {
  const runs = new Map((await journalOfRuns(home, name).read()).map((run) => [run.name, run]))
  return collectors.map((collector) => {
    const missing = missingVariables(collector, environment)
    return {
      name: collector.name,
      kind: collector.kind,
      title: collector.title,
      description: collector.description,
      lands: collector.lands,
      schedule: collector.schedule,
      active: missing.length === 0,
      missing,
      next_run: missing.length === 0 ? (nextRun(collector.schedule, now)?.toISOString() ?? null) : null,
      last_run: runs.get(collector.name) ?? null,
    }
  })
}

async function runOne(collector: Collector, request: CollectRequest): Promise<CollectionReport> {
  const { home, book, environment, signal, allowPrivate, onReport } = request
  const report = await collect(collector, { home, book: book.name, environment, signal, allowPrivate })
  await journalOfRuns(home, book.name).append([{ ...report, files: report.files.slice(0, FILES_KEPT) }])
  onReport?.(report)
  return report
}

const isActive =
  ({ environment }: CollectRequest) =>
  (collector: Collector) =>
    missingVariables(collector, environment).length === 0

/**
 * Runs one collector, or all that are active, each once. One that fails does not stop the others.
 * @throws UserError when the one that was named is unknown, inactive or at work already.
 */
export async function collectOnce(request: CollectRequest, name?: string): Promise<CollectionReport[]> {
  if (name !== undefined) return [await runOne(findCollector(request.book, name), request)]
  const reports: CollectionReport[] = []
  for (const collector of (request.book.collectors ?? []).filter(isActive(request))) {
    if (request.signal.aborted) break
    try {
      reports.push(await runOne(collector, request))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      reports.push(refused(collector, error))
    }
  }
  return reports
}

/**
 * Runs the active collectors by their schedules until the signal; those that were cut off begin at once.
 * @returns their names; none, at once, when no collector is active.
 */
export async function collectBySchedule(
  request: CollectRequest,
  onStart: (names: readonly string[]) => void = () => {},
): Promise<readonly string[]> {
  const { home, book, signal } = request
  const active = (book.collectors ?? []).filter(isActive(request))
  const names = active.map(({ name }) => name)
  if (active.length === 0) return names
  const cut: string[] = []
  for (const name of names) if (await isUnderWay(home, book.name, name)) cut.push(name)
  const run = async (collector: Collector) => {
    try {
      await runOne(collector, request)
    } catch (error) {
      request.onReport?.(refused(collector, error))
    }
  }
  onStart(names)
  await watchSchedules(active, run, { signal, atOnce: cut })
  return names
}

/** The report of a run that did not begin. */
const refused = ({ name, kind }: Collector, error: unknown): CollectionReport => ({
  name,
  kind,
  started_at: systemClock.now().toISOString(),
  seconds: 0,
  fetched: 0,
  new: 0,
  unchanged: 0,
  bytes: 0,
  files: [],
  resumed: false,
  errors: [error instanceof Error ? error.message : String(error)],
  notes: [],
})
