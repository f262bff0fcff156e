/** How good expected costs are on policies that were held out. */
import type { IntervalOptions, Measured } from '../training/intervals.ts'
import { bootstrap } from '../training/intervals.ts'
import { brier } from '../training/losses.ts'
import { gammaDevianceOf, orderedGini, tweedieDeviance } from '../training/tariff.ts'
import type { CostFile, Costs } from '../underwriting/index.ts'
import { exact } from './context.ts'
import { type CostRows, costSums } from './fit-cost.ts'

interface Contenders {
  readonly ours: Costs
  readonly linear: Costs
  readonly direct: Float64Array
}

/**
 * Observed over expected cost and probability, Gini of the expected cost, deviances of amounts (under the caps) and of costs;
 * those of the regressions and of the direct model beside ours.
 */
export function costMetrics(
  test: CostRows,
  { ours, linear, direct }: Contenders,
  { lines }: CostFile,
  options: IntervalOptions,
): Record<string, Measured> {
  const observed = costSums(test)
  const gini = (cost: Float64Array) =>
    orderedGini(
      cost.map((c, i) => c / test.exposure[i]),
      test.exposure,
      observed,
      options,
    )
  const rate = (cost: Float64Array) => cost.map((c, i) => c / test.exposure[i])
  const sum = (list: Float64Array, times?: Float64Array) =>
    list.reduce((s, v, i) => s + v * (times?.[i] ?? 1), 0)
  const [costs, chances] = bootstrap(
    observed.length,
    [
      (times) => sum(observed, times) / sum(ours.cost, times),
      (times) =>
        test.claims.reduce((s, n, i) => s + (n > 0 ? times[i] : 0), 0) / sum(ours.probability, times),
    ],
    options,
  )
  const claimed = test.claims.map((n) => (n > 0 ? 1 : 0))
  const share = sum(claimed) / claimed.length
  return {
    cost_observed_over_expected: costs,
    cost_gini: gini(ours.cost),
    cost_gini_of_glm: gini(linear.cost),
    cost_gini_of_direct: gini(direct),
    cost_tweedie_deviance: exact(tweedieDeviance(rate(ours.cost), observed, test.exposure)),
    cost_tweedie_deviance_of_glm: exact(tweedieDeviance(rate(linear.cost), observed, test.exposure)),
    cost_tweedie_deviance_of_direct: exact(tweedieDeviance(rate(direct), observed, test.exposure)),
    claim_observed_over_expected: chances,
    claim_brier: exact(brier(ours.probability, claimed)),
    claim_brier_of_mean: exact(
      brier(
        claimed.map(() => share),
        claimed,
      ),
    ),
    ...severityMetrics(test, { ours, linear }, lines, options),
  }
}

/** Gamma deviance of capped amounts against the expected capped amount; the mean of the line beside it. */
function severityMetrics(
  { amounts, lines }: CostRows,
  { ours, linear }: Pick<Contenders, 'ours' | 'linear'>,
  levels: CostFile['lines'],
  options: IntervalOptions,
): Record<string, Measured> {
  if (amounts.row.length < 2) return {}
  const capped = amounts.amount.map((amount, i) =>
    Math.min(amount, (levels[lines[amounts.row[i]] ?? '*'] ?? levels['*']).cap),
  )
  const of = (costs: Costs) =>
    Float64Array.from(amounts.row, (row) => {
      const { load, paid } = levels[lines[row] ?? '*'] ?? levels['*']
      return costs.severity[row] / load / paid
    })
  const mean = capped.reduce((a, b) => a + b, 0) / capped.length
  const means = [of(ours), of(linear), capped.map(() => mean)]
  const measured = bootstrap(
    capped.length,
    means.map((expected) => {
      const each = capped.map((amount, i) => gammaDevianceOf(expected[i], amount))
      return (times: Float64Array) => {
        let [sum, total] = [0, 0]
        for (let i = 0; i < times.length; i++) {
          sum += times[i] * each[i]
          total += times[i]
        }
        return sum / total
      }
    }),
    options,
  )
  return {
    severity_gamma_deviance: measured[0],
    severity_gamma_deviance_of_glm: measured[1],
    severity_gamma_deviance_of_mean: measured[2],
  }
}
