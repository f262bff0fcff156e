/** Runs collectors by their schedules until told to stop: one at a time each, and none in the way of another. */
import { Cron } from 'croner'
import type { Collector } from '../collector.ts'
import { invalid } from '../errors.ts'

/** When a schedule is due next after `from`. @throws UserError for a text that is no schedule. */
export function nextRun(schedule: string, from: Date): Date | undefined {
  try {
    return new Cron(schedule, { timezone: 'UTC', paused: true }).nextRun(from) ?? undefined
  } catch (error) {
    throw invalid('schedule', schedule, (error as Error).message)
  }
}

export interface WatchOptions {
  /** Stops the watch; runs under way are told by the same signal and waited for. */
  readonly signal: AbortSignal
  /** Collectors that are not to wait for their time: those that were cut off. */
  readonly atOnce?: readonly string[]
}

/** Watches. @param run runs a collector; what it throws ends that run, nothing else. */
export async function watchSchedules(
  collectors: readonly Collector[],
  run: (collector: Collector) => Promise<void>,
  { signal, atOnce = [] }: WatchOptions,
): Promise<void> {
  const running = new Map<string, Promise<void>>()
  const start = (collector: Collector) => {
    // A run that takes longer than its schedule is not joined by a second one.
    if (signal.aborted || running.has(collector.name)) return
    const work = run(collector)
      .catch(() => undefined)
      .finally(() => running.delete(collector.name))
    running.set(collector.name, work)
  }
  const crons = collectors.map(
    (collector) => new Cron(collector.schedule, { timezone: 'UTC' }, () => start(collector)),
  )
  try {
    for (const collector of collectors) if (atOnce.includes(collector.name)) start(collector)
    if (!signal.aborted)
      await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
  } finally {
    for (const cron of crons) cron.stop()
    await Promise.all(running.values())
  }
}
