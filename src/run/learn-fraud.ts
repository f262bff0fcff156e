/** Learns outcomes that are yes or no, and measures on rows that nothing was learned from. */
import { UserError } from '../errors.ts'
import { select, takeRows } from '../model.ts'
import { logistic } from '../score.ts'
import { componentsOf, fitCombiner, rowsOf, type Scorer, scoreRows } from '../scoring/index.ts'
import { aucInterval } from '../training/intervals.ts'
import { brier, logLoss } from '../training/losses.ts'
import { binaryMetrics } from '../training/metrics.ts'
import { gainMetrics, rankingGain } from '../training/ranking-gain.ts'
import { foldSplits } from '../training/split.ts'
import { exact, type RunContext } from './context.ts'
import {
  divided,
  fitStacked,
  foldsOf,
  type Ground,
  outOfFold,
  pick,
  type Stacked,
  share,
  weigh,
  weighted,
} from './fit.ts'
import {
  DAY,
  groupsOf,
  knownOutcomes,
  rowsWhere,
  splitMoments,
  type TrainingRows,
  trainingRows,
} from './known.ts'
import type { HeldOut } from './learn.ts'
import { linearModel, mainModel } from './recipes.ts'
import { TooFewOutcomes } from './too-few-outcomes.ts'
import { type TuneReport, tunedGround } from './tune-task.ts'

interface Found {
  readonly scorer: Scorer
  readonly heldOut: HeldOut
  readonly learning: FraudReport
}

/** How a yes or no was learned. */
export interface FraudReport {
  /** Rows learned from before the test, and those left out because their person stands in the test as well. */
  readonly trainingRows: number
  readonly purgedRows: number
  /** Known outcomes among them. */
  readonly knownRows: number
  readonly tuning?: TuneReport
  readonly selection?: Stacked['selection']
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
  const groups = await groupsOf(context.warehouse, task, featurized)
  const rows = rowsWhere(moments.length, (row) => moments[row] >= testFrom)
  const tested = new Set(Array.from(rows, (row) => groups[row]))
  const training = trainingRows(task, { moments, groups, tested }, then, testFrom, purgeDays)
  const unpurged = trainingRows(task, { moments, groups }, then, testFrom, purgeDays)
  requireBoth(training, task.name)
  const { ground: tuned, report: tuning } = await tunedGround(ground, training)
  const past = await fitStacked(tuned, training)
  const names = divided(featurized, task)
  const heldOut: HeldOut = {
    ...scoresOf(past, ground, rows),
    ...(names.network.length > 0
      ? { withNetwork: await marginsBy(tuned, [...names.model, ...names.network], training, rows) }
      : {}),
  }

  const known = await knownOutcomes(context.warehouse, task, featurized, asOf)
  const judged = rowsWhere(rows.length, (i) => !Number.isNaN(known.y[rows[i]]))
  const y = Float64Array.from(judged, (i) => known.y[rows[i]])
  if (y.some((v) => v === 1) && y.some((v) => v === 0)) {
    const probability = Float64Array.from(judged, (i) => logistic(heldOut.logOdds[i]))
    put(context, binaryMetrics(probability, y, { seed, top: [50, 100] }))
    put(context, {
      model_roc_auc: aucInterval(at(heldOut.model, judged), y),
      rules_roc_auc: aucInterval(at(heldOut.rules, judged), y),
      ...(past.scorer.models.network ? { network_roc_auc: aucInterval(at(heldOut.network, judged), y) } : {}),
      ...(heldOut.withNetwork
        ? networkGain(at(heldOut.withNetwork, judged), at(heldOut.model, judged), y, seed)
        : {}),
    })
    const baseline = await linearModel(task).fit(
      takeRows(select(featurized.matrix, names.model), training.rows),
      { y: training.y, weight: training.weight },
      { seed },
    )
    const testRows = Int32Array.from(judged, (i) => rows[i])
    const baselineMargin = baseline.margin(takeRows(select(subjects.matrix, names.model), testRows))
    put(context, { logistic_roc_auc: aucInterval(baselineMargin, y), ...priorMetrics(share(training), y) })
  }
  const now = trainingRows(task, { moments, groups }, known, asOf.getTime(), 0)
  const { scorer, selection } = await fitStacked(tuned, now)
  return {
    scorer,
    heldOut,
    learning: {
      trainingRows: training.rows.length,
      purgedRows: unpurged.rows.length - training.rows.length,
      knownRows: training.known.reduce((a, b) => a + b, 0),
      ...(tuning ? { tuning } : {}),
      ...(selection ? { selection } : {}),
    },
  }
}

/** Scores every row by models that did not see its fold, with and without network features; then learns on all rows. */
async function byFolds(context: RunContext, ground: Ground, asOf: Date, k: number): Promise<Found> {
  const { task, featurized, seed } = ground
  const known = await knownOutcomes(context.warehouse, task, featurized, asOf)
  const rows = rowsWhere(featurized.asOf.length, (row) => !Number.isNaN(known.y[row]))
  const y = Float64Array.from(rows, (row) => known.y[row])
  const groups = await groupsOf(context.warehouse, task, featurized)
  const training: TrainingRows = {
    rows,
    y,
    weight: new Float64Array(rows.length).fill(1),
    known: new Uint8Array(rows.length).fill(1),
    settled: new Uint8Array(rows.length).fill(1),
    groups: Int32Array.from(rows, (row) => groups[row]),
    moments: Float64Array.from(rows, (row) => featurized.asOf[row]),
  }
  requireBoth(training, task.name)
  const splits = foldSplits(foldsOf(training, k, seed))
  const together = new Float64Array(rows.length)
  const alone = new Float64Array(rows.length)
  const linear = new Float64Array(rows.length)
  const names = divided(featurized, task)
  const all = [...names.model, ...names.network]
  for (const [f, { train, test: unseen }] of splits.entries()) {
    context.onProgress({ stage: `fit ${task.name}, fold by fold`, done: f, total: k })
    const learning = pick(training, train)
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
  // Every row is in one test, so the values are aligned with the rows.
  const { values } = await outOfFold(ground, training, splits)
  const combiner = fitCombiner(values, { y }, { prior: share(training) })
  const scorer = await weighted(ground, training, combiner)
  const logOdds = weigh(values, combiner)
  put(context, binaryMetrics(together.map(logistic), y, { seed, top: [50, 100] }))
  put(context, {
    roc_auc_without_network: aucInterval(alone, y),
    roc_auc_of_network_alone: aucInterval(values.network, y),
    ...(names.network.length > 0 ? networkGain(together, alone, y, seed) : {}),
    roc_auc_of_score: aucInterval(logOdds, y),
    logistic_roc_auc: aucInterval(linear, y),
    ...priorMetrics(share(training), y),
  })
  return {
    scorer,
    heldOut: { rows, logOdds, rules: values.rules, model: values.model, network: values.network },
    learning: { trainingRows: rows.length, purgedRows: 0, knownRows: rows.length },
  }
}

/** Margins of rows by the main model, learned from these features of the training rows. */
export async function marginsBy(
  { task, featurized, subjects, seed }: Ground,
  features: readonly string[],
  training: TrainingRows,
  rows: Int32Array,
): Promise<Float64Array> {
  const fitted = await mainModel(task).fit(
    takeRows(select(featurized.matrix, features), training.rows),
    { y: training.y, weight: training.weight },
    { seed },
  )
  return fitted.margin(takeRows(select(subjects.matrix, features), rows))
}

/** What the network features add: the same learner, on the same rows, with them and without them. */
export const networkGain = (
  together: Float64Array,
  alone: Float64Array,
  y: Float64Array,
  seed: number,
): RunContext['metrics'] => gainMetrics('network_gain', rankingGain(together, alone, y, { seed }))

/** What the share of ones alone would have scored, for scale. */
function priorMetrics(prior: number, y: Float64Array): RunContext['metrics'] {
  const same = new Float64Array(y.length).fill(prior)
  return { prior_brier: exact(brier(same, y)), prior_log_loss: exact(logLoss(same, y)) }
}

/** Scores rows as a scorer of the past would have. */
function scoresOf({ scorer, naive }: Stacked, ground: Ground, rows: Int32Array): HeldOut {
  const chosen = rowsOf(ground.subjects, rows)
  const { logOdds } = scoreRows(scorer, chosen)
  const { values } = componentsOf(chosen, scorer.models, scorer.rules, scorer.file.biases)
  return {
    rows,
    logOdds,
    rules: values.rules,
    model: values.model,
    network: values.network,
    ...(naive ? { naive: weigh(values, naive) } : {}),
  }
}

const at = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (i) => values[i])

function put(context: RunContext, metrics: RunContext['metrics'] | ReturnType<typeof binaryMetrics>): void {
  Object.assign(context.metrics, metrics)
}

function requireBoth({ y }: TrainingRows, task: string): void {
  const ones = y.reduce((a, b) => a + b, 0)
  if (ones < 10 || ones > y.length - 10)
    throw new TooFewOutcomes(
      `missing outcomes: ${ones} of ${y.length} rows are positive [${task} needs at least ten of each kind]`,
    )
}
