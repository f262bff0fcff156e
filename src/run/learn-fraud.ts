/** Learns outcomes that are yes or no, and measures on rows that nothing was learned from. */
import { UserError } from '../errors.ts'
import { select, takeRows } from '../model.ts'
import { logistic } from '../score.ts'
import { componentsOf, fitCombiner, rowsOf, type Scorer, scoreRows } from '../scoring/index.ts'
import { aucInterval } from '../training/intervals.ts'
import { binaryMetrics } from '../training/metrics.ts'
import { stratifiedFolds } from '../training/split.ts'
import type { RunContext } from './context.ts'
import { divided, fitStacked, type Ground, outOfFold, pick, share, weighted } from './fit.ts'
import { DAY, knownOutcomes, rowsWhere, splitMoments, type TrainingRows, trainingRows } from './known.ts'
import type { HeldOut } from './learn.ts'
import { linearModel, mainModel } from './recipes.ts'

interface Found {
  readonly scorer: Scorer
  readonly heldOut: HeldOut
}

/** Learns a task by its split. */
export function learnFraud(context: RunContext, ground: Ground, asOf: Date): Promise<Found> {
  const { split } = ground.task
  if (split.kind === 'folds') return byFolds(context, ground, asOf, split.folds)
  if (split.kind === 'time')
    return byTime(context, ground, asOf, new Date(split.testFrom).getTime(), split.purgeDays)
  if (split.kind === 'latest')
    return byTime(context, ground, asOf, asOf.getTime() - split.testDays * DAY, split.purgeDays)
  throw new UserError(`invalid split: ${split.kind} [outcomes that are yes or no take time, latest or folds]`)
}

/** Learns at `testFrom` with what was known then and is judged on what came after; then learns anew at `asOf`. */
async function byTime(
  context: RunContext,
  ground: Ground,
  asOf: Date,
  testFrom: number,
  purgeDays: number,
): Promise<Found> {
  const { task, featurized, subjects, seed } = ground
  const then = await knownOutcomes(context.warehouse, task, featurized, new Date(testFrom))
  const moments = await splitMoments(context.warehouse, task, featurized)
  const training = trainingRows(task, moments, then, testFrom, purgeDays)
  requireBoth(training, task.name)
  const past = await fitStacked(ground, training)
  const rows = rowsWhere(moments.length, (row) => moments[row] >= testFrom)
  const heldOut = scoresOf(past, ground, rows)

  const known = await knownOutcomes(context.warehouse, task, featurized, asOf)
  const judged = rowsWhere(rows.length, (i) => !Number.isNaN(known.y[rows[i]]))
  const y = Float64Array.from(judged, (i) => known.y[rows[i]])
  if (y.some((v) => v === 1) && y.some((v) => v === 0)) {
    const probability = Float64Array.from(judged, (i) => logistic(heldOut.logOdds[i]))
    put(context, binaryMetrics(probability, y, { seed, top: [50, 100] }))
    put(context, {
      model_roc_auc: aucInterval(at(heldOut.model, judged), y),
      rules_roc_auc: aucInterval(at(heldOut.rules, judged), y),
      ...(past.models.network ? { network_roc_auc: aucInterval(at(heldOut.network, judged), y) } : {}),
    })
    const names = divided(featurized, task).model
    const baseline = await linearModel(task).fit(
      takeRows(select(featurized.matrix, names), training.rows),
      { y: training.y, weight: training.weight },
      { seed },
    )
    const testRows = Int32Array.from(judged, (i) => rows[i])
    const baselineMargin = baseline.margin(takeRows(select(subjects.matrix, names), testRows))
    put(context, { logistic_roc_auc: aucInterval(baselineMargin, y) })
  }
  const now = trainingRows(task, moments, known, asOf.getTime(), 0)
  return { scorer: await fitStacked(ground, now), heldOut }
}

/** Scores every row by models that did not see its fold, with and without network features; then learns on all rows. */
async function byFolds(context: RunContext, ground: Ground, asOf: Date, k: number): Promise<Found> {
  const { task, featurized, seed } = ground
  const known = await knownOutcomes(context.warehouse, task, featurized, asOf)
  const rows = rowsWhere(featurized.asOf.length, (row) => !Number.isNaN(known.y[row]))
  const y = Float64Array.from(rows, (row) => known.y[row])
  const training: TrainingRows = { rows, y, weight: new Float64Array(rows.length).fill(1) }
  requireBoth(training, task.name)
  const fold = stratifiedFolds(y, k, seed)
  const together = new Float64Array(rows.length)
  const alone = new Float64Array(rows.length)
  const linear = new Float64Array(rows.length)
  const names = divided(featurized, task)
  const all = [...names.model, ...names.network]
  for (let f = 0; f < k; f++) {
    context.onProgress({ stage: `fit ${task.name}, fold by fold`, done: f, total: k })
    const seen = rowsWhere(rows.length, (i) => fold[i] !== f)
    const unseen = rowsWhere(rows.length, (i) => fold[i] === f)
    const learning = pick(training, seen)
    const testRows = Int32Array.from(unseen, (i) => rows[i])
    for (const [model, list, out] of [
      [mainModel(task), all, together],
      [mainModel(task), names.model, alone],
      [linearModel(task), all, linear],
    ] as const) {
      const x = select(featurized.matrix, list)
      const fitted = await model.fit(takeRows(x, learning.rows), { y: learning.y }, { seed })
      fitted.margin(takeRows(x, testRows)).forEach((margin, i) => {
        out[unseen[i]] = margin
      })
    }
  }
  const values = await outOfFold(ground, training, fold)
  const combiner = fitCombiner(values, { y }, { prior: share(training) })
  const scorer = await weighted(ground, training, combiner)
  const { intercept, weights } = combiner
  const logOdds = values.model.map(
    (_, i) =>
      intercept +
      weights.rules * values.rules[i] +
      weights.model * values.model[i] +
      weights.anomaly * values.anomaly[i] +
      weights.network * values.network[i],
  )
  put(context, binaryMetrics(together.map(logistic), y, { seed, top: [50, 100] }))
  put(context, {
    roc_auc_without_network: aucInterval(alone, y),
    roc_auc_of_network_alone: aucInterval(values.network, y),
    roc_auc_of_score: aucInterval(logOdds, y),
    logistic_roc_auc: aucInterval(linear, y),
  })
  return {
    scorer,
    heldOut: { rows, logOdds, rules: values.rules, model: values.model, network: values.network },
  }
}

/** Scores rows as a scorer of the past would have. */
function scoresOf(scorer: Scorer, ground: Ground, rows: Int32Array): HeldOut {
  const chosen = rowsOf(ground.subjects, rows)
  const { logOdds } = scoreRows(scorer, chosen)
  const { values } = componentsOf(chosen, scorer.models, scorer.rules, scorer.file.biases)
  return { rows, logOdds, rules: values.rules, model: values.model, network: values.network }
}

const at = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (i) => values[i])

function put(context: RunContext, metrics: RunContext['metrics'] | ReturnType<typeof binaryMetrics>): void {
  Object.assign(context.metrics, metrics)
}

function requireBoth({ y }: TrainingRows, task: string): void {
  const ones = y.reduce((a, b) => a + b, 0)
  if (ones < 10 || ones > y.length - 10)
    throw new UserError(
      `missing outcomes: ${ones} of ${y.length} rows are positive [${task} needs at least ten of each kind]`,
      422,
    )
}
