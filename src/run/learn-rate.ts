/** Learns counts over exposure and what they cost, beside the mean and the usual regressions on the same rows. */
import type { Labels } from '../model.ts'
import { giniInterval } from '../monitoring/index.ts'
import type { Measured } from '../training/intervals.ts'
import { rateMetrics, reliability } from '../training/metrics.ts'
import { holdout } from '../training/split.ts'
import { type CostModel, type Costs, costsOf } from '../underwriting/index.ts'
import { exact, type RunContext } from './context.ts'
import { type KnownPolicies, knownPolicies } from './cost-rows.ts'
import { divided, type Ground } from './fit.ts'
import { costSums, fitCost, takeCostRows } from './fit-cost.ts'
import { DAY } from './known.ts'
import type { Found } from './learn.ts'
import { costMetrics } from './measure-cost.ts'
import { TooFewOutcomes } from './too-few-outcomes.ts'
import { writeBacktest } from './underwriting-backtest.ts'
import { costRecipes, directModel, TARIFF } from './underwriting-recipes.ts'

/** Least policies under observation. */
const LEAST_ROWS = 100

/** Learns on the training part, measures on the rest, then learns on everything. */
export async function learnRate(context: RunContext, ground: Ground, asOf: Date): Promise<Found> {
  const { task, seed } = ground
  const { train, test, all } = await partsOf(context, ground, asOf)
  const recipes = costRecipes(task)
  const say = (what: string) => context.onProgress({ stage: `fit ${task.name}: ${what}`, done: 0 })
  const costs = (model: CostModel): Costs =>
    costsOf(model, { rate: test.rate, severity: test.severity }, test.lines, test.exposure)

  say('trees')
  const fitted = await fitCost(train, recipes, seed)
  const ours = costs(fitted)
  say('regressions')
  const linear = costs(await fitCost(train, TARIFF, seed, UNTOUCHED))
  const prefix = context.book.tasks.length > 1 ? 'rate_' : ''
  const put = (name: string, metric: Measured) => {
    context.metrics[`${prefix}${name}`] = metric
  }
  const options = { seed, replicates: 200 }
  const seen = { rate: ours.frequency, count: test.claims, exposure: test.exposure }
  const measured = {
    ...rateMetrics(ours.frequency, test.claims, test.exposure, options),
    gini: giniInterval(seen),
  }
  for (const [name, metric] of Object.entries(measured)) put(name, metric)
  put(
    'poisson_deviance_of_glm',
    rateMetrics(linear.frequency, test.claims, test.exposure, options).poisson_deviance,
  )
  reliability(ours.frequency, test.claims, { bins: 10, exposure: test.exposure }).forEach((bin, i) => {
    const name = `decile_${String(i + 1).padStart(2, '0')}`
    put(`${name}_expected`, exact(bin.expected))
    put(`${name}_observed`, exact(bin.observed))
  })
  put('test_rows', exact(test.rows.length))
  if (train.amounts.row.length > 0) {
    say('cost at once')
    const sums: Labels = { y: costSums(train), exposure: train.exposure }
    const direct = (await directModel().fit(train.rate, sums, { seed })).score(test.rate)
    const directCost = direct.map((rate, i) => rate * test.exposure[i])
    for (const [name, metric] of Object.entries(
      costMetrics(test, { ours, linear, direct: directCost }, fitted.file, options),
    ))
      put(name, metric)
    await writeBacktest(context, ground, test, { ours, linear: linear.cost, direct: directCost })
  }
  say('on all rows')
  const { rate, severity, file } = await fitCost(all, recipes, seed, fitted.belief)
  return {
    rate,
    cost: { rate, severity, file },
    heldOutRates: {
      rows: test.rows,
      margin: ours.frequency.map(Math.log),
      count: test.claims,
      exposure: test.exposure,
    },
  }
}

/** Regressions are believed as they are: they have few coefficients. */
const UNTOUCHED = {
  rate: { centre: 0, slope: 1 },
  severity: { centre: 0, slope: 1 },
  dispersion: 0,
} as const

/** Policies to learn from, those to measure on, and both together as they are known now. */
async function partsOf({ warehouse }: RunContext, ground: Ground, asOf: Date) {
  const { task, featurized, subjects, seed } = ground
  const divide = divided(featurized, task)
  const read = (knownAt: Date, wanted: (row: number) => boolean) =>
    knownPolicies(warehouse, task, featurized, {
      names: [...divide.model, ...divide.network],
      lines: subjects.lines,
      knownAt,
      wanted,
    })
  const all = await read(asOf, () => true)
  const { split } = task
  let parts: { readonly train: KnownPolicies; readonly test: KnownPolicies }
  if (split.kind === 'holdout') {
    const { train, test } = holdout(all.claims, split.share, seed)
    parts = { train: some(all, train), test: some(all, test) }
  } else {
    // Learned from what was known when the first policy of the test part began.
    const cut = asOf.getTime() - (split.kind === 'latest' ? split.testDays : 365) * DAY
    const begins = featurized.asOf
    parts = {
      train: await read(new Date(cut), (row) => begins[row] < cut),
      test: some(
        all,
        Int32Array.from(all.rows.keys()).filter((i) => begins[all.rows[i]] >= cut),
      ),
    }
  }
  for (const [name, part] of Object.entries(parts))
    if (part.rows.length < LEAST_ROWS)
      throw new TooFewOutcomes(
        `missing outcomes: ${part.rows.length} rows to ${name} on have exposure [${task.name} needs at least ${LEAST_ROWS}]`,
      )
  return { ...parts, all }
}

/** Some of the policies, by their place among them. */
const some = (policies: KnownPolicies, places: Int32Array): KnownPolicies => ({
  ...takeCostRows(policies, places),
  rows: Int32Array.from(places, (i) => policies.rows[i]),
})
