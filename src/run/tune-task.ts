/** Searches the hyper-parameters of a task's main model, where the task says which may be tried. */
import { select, takeRows } from '../model.ts'
import { rank, rocAuc } from '../training/ranking.ts'
import type { Split } from '../training/split.ts'
import { type Tuning, tune } from '../training/tune.ts'
import type { Ground } from './fit.ts'
import { divided, validationOf } from './fit.ts'
import type { TrainingRows } from './known.ts'
import { mainModel } from './recipes.ts'

export interface TuneReport {
  readonly candidates: number
  readonly rows: number
  /** What was chosen. */
  readonly parameters: Tuning['best']['parameters']
  /** Mean AUC on the rows that were held out within the training rows. */
  readonly roc_auc: number
  /** Whether the time ran out. */
  readonly cutShort: boolean
}

/**
 * The same ground with the parameters that did best within the training rows, held out as `splits` say (default as scores are
 * calibrated). The task's own parameters are the first candidate.
 */
export async function tunedGround(
  ground: Ground,
  training: TrainingRows,
  { splits, signal }: { readonly splits?: readonly Split[]; readonly signal?: AbortSignal } = {},
): Promise<{ readonly ground: Ground; readonly report?: TuneReport }> {
  const { task, featurized, seed } = ground
  if (!task.tune) return { ground }
  const { space, candidates, seconds } = task.tune
  const own = Object.fromEntries(
    Object.keys(space).flatMap((name) => {
      const value = task.trees?.[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
  const withTrees = (parameters: Readonly<Record<string, unknown>>) => ({
    ...task,
    trees: { ...task.trees, ...parameters } as typeof task.trees,
  })
  const tuning = await tune(
    // One model a candidate: bags help all alike.
    (parameters) => mainModel({ ...withTrees(parameters), bag: 1 }),
    space,
    takeRows(select(featurized.matrix, divided(featurized, task).model), training.rows),
    { y: training.y, weight: training.weight },
    splits ?? validationOf(ground, training),
    (margin, { y }) => rocAuc(rank(margin, y)),
    {
      seed,
      candidates,
      include: [own],
      ...(seconds === undefined ? {} : { seconds }),
      ...(signal ? { signal } : {}),
    },
  )
  const { best, trials, cutShort } = tuning
  return {
    ground: { ...ground, task: withTrees(best.parameters) },
    report: {
      candidates: trials.length,
      rows: best.rows,
      parameters: best.parameters,
      roc_auc: best.score,
      cutShort,
    },
  }
}
