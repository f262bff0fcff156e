/** The charts of the portfolio, from policies that were held out. */
import type { Line } from '../../schema/words.ts'
import { bootstrap } from '../../training/intervals.ts'
import { binsOf, doubleLift, groupsBy, orderedGini, orderedLorenz, tenths } from '../../training/tariff.ts'
import type { Portfolio } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'

const GROUPS = 10
/** Policies below which tenths would say nothing. */
const LEAST_POLICIES = 100
/** Replicates of the intervals: they are drawn while somebody waits. */
const REPLICATES = 100
const OPTIONS = { replicates: REPLICATES, seed: 1 }

/** Null when too few policies of the line were held out. */
export async function portfolioOf(
  view: View,
  line: Line | null,
  lines: readonly Line[] | null,
): Promise<Portfolio | null> {
  return view.once(`portfolio ${line ?? ''} ${lines?.join(',') ?? ''}`, async () => {
    let query = view.warehouse.db
      .selectFrom('score.policy_backtest')
      .selectAll()
      .where(inLines('line', lines))
    if (line) query = query.where('line', '=', line)
    const rows = await query.orderBy('policy_id').execute()
    if (rows.length < LEAST_POLICIES) return null
    const column = (pick: (row: (typeof rows)[number]) => number | null) =>
      Float64Array.from(rows, (row) => Number(pick(row) ?? Number.NaN))
    const exposure = column((row) => row.exposure_years)
    const observed = column((row) => row.claimed_amount)
    const expected = column((row) => row.expected_cost_amount)
    const direct = column((row) => row.direct_cost_amount)
    const premium = column((row) => row.premium_amount)
    const priced = premium.every((amount) => amount > 0)
    const tariff = priced ? premium : column((row) => row.linear_cost_amount)
    const rate = (cost: Float64Array) => cost.map((amount, i) => amount / exposure[i])
    const gini = (key: Float64Array, base: Float64Array) => orderedGini(key, base, observed, OPTIONS)
    const lift = (cost: Float64Array) => {
      const group = groupsBy(rate(cost), exposure, GROUPS)
      const mean = sumOf(observed) / sumOf(exposure)
      return binsOf(group, cost, observed, exposure, { groups: GROUPS }).map(({ observed: o }) => ({
        value: o.value / mean,
        low: o.low / mean,
        high: o.high / mean,
      }))
    }
    const overTariff = expected.map((cost, i) => cost / tariff[i])
    const [observedOverExpected] = bootstrap(
      rows.length,
      [
        (times) => {
          let [seen, said] = [0, 0]
          for (let i = 0; i < times.length; i++) {
            seen += times[i] * observed[i]
            said += times[i] * expected[i]
          }
          return seen / said
        },
      ],
      OPTIONS,
    )
    return {
      line,
      policies: rows.length,
      exposureYears: sumOf(exposure),
      claims: rows.reduce((sum, row) => sum + row.claims, 0),
      claimedAmount: sumOf(observed),
      tariff: priced ? 'premium' : 'regression',
      observedOverExpected,
      gini: {
        ours: gini(rate(expected), exposure),
        tariff: gini(rate(tariff), exposure),
        direct: gini(rate(direct), exposure),
        overTariff: gini(overTariff, tariff),
      },
      tenths: tenths(expected, observed, exposure, { groups: GROUPS }).map((bin) => ({
        policies: bin.rows,
        expected: bin.expected,
        observed: bin.observed,
      })),
      lift: { ours: lift(expected), tariff: lift(tariff) },
      doubleLift: doubleLift(expected, tariff, observed, exposure, { groups: GROUPS }).map((bin) => ({
        policies: bin.rows,
        ours: bin.ours,
        tariff: bin.theirs,
        observed: bin.observed,
      })),
      lorenz: {
        ours: orderedLorenz(rate(expected), exposure, observed),
        tariff: orderedLorenz(rate(tariff), exposure, observed),
      },
    }
  })
}

const sumOf = (list: Float64Array): number => list.reduce((a, b) => a + b, 0)
