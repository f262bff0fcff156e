/** Stage featurize: the features that each task learns from, written to `feature.<entity>` too. */
import type { Task } from '../book.ts'
import type { FeatureView } from '../feature.ts'
import { type Featurized, featurize } from '../featurization/index.ts'
import type { OnProgress } from '../util/progress.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { RunContext } from './context.ts'

export interface TaskFeatures {
  readonly task: Task
  readonly featurized: Featurized
}

export interface FeaturesReport {
  readonly task: string
  readonly rows: number
  readonly features: readonly string[]
  readonly views: readonly string[]
  readonly dropped: Featurized['dropped']
  readonly slowest: readonly { readonly view: string; readonly seconds: number }[]
}

/** Computes the features of every task and writes them. */
export async function featurizeTasks(context: RunContext, asOf: Date): Promise<TaskFeatures[]> {
  const made: TaskFeatures[] = []
  for (const task of context.book.tasks) {
    const featurized = await featuresOf(context.warehouse, context.shelves.views, task, asOf, {
      write: true,
      onProgress: context.onProgress,
    })
    made.push({ task, featurized })
  }
  return made
}

/**
 * The features of one task as of a moment of the book. Those that are the same in every row stay, for rules; models leave them
 * out.
 */
export async function featuresOf(
  warehouse: Warehouse,
  views: readonly FeatureView[],
  task: Task,
  asOf: Date,
  { write = false, onProgress }: { readonly write?: boolean; readonly onProgress?: OnProgress } = {},
): Promise<Featurized> {
  const computed = await featurize(warehouse, views, task.entity, task.spine(warehouse.db, asOf), {
    without: task.without ?? [],
    keepConstant: true,
    write,
    onView: ({ view, done, total }) =>
      onProgress?.({ stage: `features of ${task.entity}: ${view}`, done, total }),
  })
  return leaveOut(computed, task.without ?? [])
}

/** What was computed, what was left out and why, and what took longest. */
export const featuresReport = ({ task, featurized }: TaskFeatures): FeaturesReport => ({
  task: task.name,
  rows: featurized.matrix.rows,
  features: featurized.matrix.names,
  views: featurized.views,
  dropped: featurized.dropped,
  slowest: Object.entries(featurized.seconds)
    .map(([view, seconds]) => ({ view, seconds }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, 5),
})

/** Names of features that are the same in every row: nothing is learned from them. */
export const constants = ({ dropped }: Featurized): ReadonlySet<string> =>
  new Set(dropped.filter(({ reason }) => reason === 'constant').map(({ name }) => name))

/** The features without those that the task leaves out by name. */
function leaveOut(featurized: Featurized, names: readonly string[]): Featurized {
  const { matrix, metas, dropped } = featurized
  const kept = matrix.names.flatMap((name, i) => (names.includes(name) ? [] : [i]))
  return {
    ...featurized,
    matrix: {
      names: kept.map((i) => matrix.names[i]),
      rows: matrix.rows,
      columns: kept.map((i) => matrix.columns[i]),
      categorical: kept.map((i) => matrix.categorical?.[i] === true),
    },
    metas: kept.map((i) => metas[i]),
    dropped: [
      ...dropped,
      ...matrix.names
        .filter((name) => names.includes(name))
        .map((name) => ({ name, reason: 'left out' as const, detail: 'by the task' })),
    ],
  }
}
