/** Trains a book's models again when one of them is due: by what the last run found, or by the age of a champion today. */
import { Cron } from 'croner'
import { invalid } from '../errors.ts'
import { DEFAULTS as DUE, type DueReason } from '../monitoring/due.ts'
import { type RunOptions, type RunResult, run } from '../run.ts'
import { snapshots } from '../warehouse/index.ts'
import { champions } from './champions.ts'
import { DAY } from './known.ts'
import { modelFiles } from './model-files.ts'

export const DEFAULTS = {
  /** Every night at three, UTC. */
  schedule: '0 3 * * *',
} as const

export interface DueTask {
  readonly task: string
  readonly modelId: string | null
  readonly reasons: readonly DueReason[]
}

/** What each task of the current snapshot is due for; no reason means that it may go on. */
export async function dueTasks(home: string, book: string, now: Date): Promise<DueTask[]> {
  const { warehouse } = await snapshots(home, book).openCurrent()
  const rows = await warehouse.db
    .selectFrom('score.model_checkup')
    .selectAll()
    .orderBy('task')
    .execute()
    .finally(() => warehouse.close())
  const files = modelFiles(home, book)
  const champion = champions(home, book)
  return Promise.all(
    rows.map(async ({ task, model_id, reasons }) => {
      const current = await champion.current(task)
      const found = current === null ? null : await files.look(current)
      const measured = (JSON.parse(reasons) as DueReason[]).filter(
        // The last run judged the model that scored it; another one by now is judged by the next.
        ({ trigger }) => current === model_id || trigger === 'age',
      )
      return {
        task,
        modelId: current,
        reasons:
          found && 'refused' in found
            ? [...measured, refusedReason(found.refused)]
            : withAge(measured, found ? now.getTime() - Date.parse(found.entry.createdAt) : 0),
      }
    }),
  )
}

function refusedReason(why: string): DueReason {
  return {
    trigger: 'refused',
    text: { en: `its file is refused: ${why}`, zh: `模型文件被拒绝：${why}` },
  }
}

/** Age by the clock counts as well as age by the moment of the book. */
function withAge(reasons: readonly DueReason[], ageMs: number): readonly DueReason[] {
  const days = Math.floor(ageMs / DAY)
  if (days <= DUE.days || reasons.some(({ trigger }) => trigger === 'age')) return reasons
  return [
    ...reasons,
    {
      trigger: 'age',
      text: {
        en: `trained ${days} days ago; ${DUE.days} is the limit`,
        zh: `训练已 ${days} 天，上限 ${DUE.days} 天`,
      },
    },
  ]
}

export interface Retrained {
  readonly due: readonly DueTask[]
  /** Null when nothing was due. */
  readonly run: RunResult | null
}

/** Runs the flow on what is loaded, with the seed of the current snapshot, when a task is due or `force` says so. */
export async function retrainIfDue(
  options: Omit<RunOptions, 'dataDirectory' | 'fresh' | 'until'>,
  force = false,
): Promise<Retrained> {
  const due = await dueTasks(options.home, options.book, options.now)
  const isDue = force || due.some(({ reasons }) => reasons.length > 0)
  if (!isDue) return { due, run: null }
  const current = await snapshots(options.home, options.book).current()
  const { seed = 1 } = (current?.extra ?? {}) as { readonly seed?: number }
  return { due, run: await run({ seed, ...options }) }
}

/** Calls `check` by a schedule until the signal aborts; one that takes longer than its schedule is not joined by a second. */
export async function watchDue(
  schedule: string,
  check: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let cron: Cron
  try {
    cron = new Cron(schedule, { timezone: 'UTC', protect: true }, check)
  } catch (error) {
    throw invalid('schedule', schedule, (error as Error).message)
  }
  if (!signal.aborted)
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
  cron.stop()
}
