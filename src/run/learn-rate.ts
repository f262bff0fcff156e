/** Learns counts over exposure, beside the mean and a Poisson regression on the same rows. */
import { UserError } from '../errors.ts'
import { type FittedModel, select, takeLabels, takeRows } from '../model.ts'
import { rateMetrics, reliability } from '../training/metrics.ts'
import { holdout } from '../training/split.ts'
import { exact, type RunContext } from './context.ts'
import { divided, type Ground } from './fit.ts'
import { DAY, knownOutcomes, rowsWhere } from './known.ts'
import { linearModel, mainModel } from './recipes.ts'

export interface RateFound {
  readonly rate: FittedModel
}

/** Learns on the training part, measures on the rest, then learns on everything. */
export async function learnRate(context: RunContext, ground: Ground, asOf: Date): Promise<RateFound> {
  const { task, featurized, seed } = ground
  const names = divided(featurized, task)
  const matrix = select(featurized.matrix, [...names.model, ...names.network])
  const known = await knownOutcomes(context.warehouse, task, featurized, asOf)
  const rows = rowsWhere(matrix.rows, (row) => known.exposure[row] > 0 && !Number.isNaN(known.y[row]))
  if (rows.length < 100)
    throw new UserError(
      `missing outcomes: ${rows.length} rows have exposure [${task.name} needs at least 100]`,
      422,
    )
  const x = takeRows(matrix, rows)
  const labels = {
    y: Float64Array.from(rows, (row) => known.y[row]),
    exposure: Float64Array.from(rows, (row) => known.exposure[row]),
  }
  const { split } = task
  const parts =
    split.kind === 'holdout'
      ? holdout(labels.y, split.share, seed)
      : byMoment(rows, featurized.asOf, asOf, split.kind === 'latest' ? split.testDays : 365)
  const train = { x: takeRows(x, parts.train), labels: takeLabels(labels, parts.train) }
  const test = { x: takeRows(x, parts.test), labels: takeLabels(labels, parts.test) }
  const outcome = { y: test.labels.y, exposure: test.labels.exposure as Float64Array }

  context.onProgress({ stage: `fit ${task.name}: trees`, done: 0 })
  const fitted = await mainModel(task).fit(train.x, train.labels, { seed })
  const rate = fitted.score(test.x)
  context.onProgress({ stage: `fit ${task.name}: Poisson regression`, done: 0 })
  const linear = await linearModel(task).fit(train.x, train.labels, { seed })
  const linearRate = linear.score(test.x)
  const prefix = context.book.tasks.length > 1 ? 'rate_' : ''
  const measured = rateMetrics(rate, outcome.y, outcome.exposure, { seed, replicates: 200 })
  for (const [name, metric] of Object.entries(measured)) context.metrics[`${prefix}${name}`] = metric
  const baseline = rateMetrics(linearRate, outcome.y, outcome.exposure, { seed, replicates: 200 })
  context.metrics[`${prefix}poisson_deviance_of_glm`] = baseline.poisson_deviance
  reliability(rate, outcome.y, { bins: 10, exposure: outcome.exposure }).forEach((bin, i) => {
    const name = `${prefix}decile_${String(i + 1).padStart(2, '0')}`
    context.metrics[`${name}_expected`] = exact(bin.expected)
    context.metrics[`${name}_observed`] = exact(bin.observed)
  })
  context.metrics[`${prefix}test_rows`] = exact(parts.test.length)
  context.onProgress({ stage: `fit ${task.name}: on all rows`, done: 0 })
  return { rate: await mainModel(task).fit(x, labels, { seed }) }
}

/** Earlier moments train; those of the last `days` test. */
function byMoment(rows: Int32Array, asOf: Float64Array, now: Date, days: number) {
  const cut = now.getTime() - days * DAY
  return {
    train: rowsWhere(rows.length, (i) => asOf[rows[i]] < cut),
    test: rowsWhere(rows.length, (i) => asOf[rows[i]] >= cut),
  }
}
