/** Keeps what was expected of held-out policies beside what happened, for the charts of the portfolio. */
import type { Costs } from '../underwriting/index.ts'
import type { RunContext } from './context.ts'
import type { KnownPolicies } from './cost-rows.ts'
import type { Ground } from './fit.ts'
import { costSums } from './fit-cost.ts'
import { policyTerms } from './policy-terms.ts'

/** Writes `score.policy_backtest` anew. */
export async function writeBacktest(
  { warehouse }: RunContext,
  { task, featurized }: Ground,
  test: KnownPolicies,
  expected: { readonly ours: Costs; readonly linear: Float64Array; readonly direct: Float64Array },
): Promise<void> {
  if (task.entity !== 'policy') return
  await warehouse.db.deleteFrom('score.policy_backtest').execute()
  const ids = Array.from(test.rows, (row) => featurized.entityIds[row])
  const { years, premium } = await policyTerms(warehouse, ids)
  await warehouse.append('score.policy_backtest', {
    policy_id: ids,
    line: test.lines,
    exposure_years: test.exposure,
    claims: Int32Array.from(test.claims),
    claimed_amount: costSums(test),
    expected_claims: expected.ours.claims,
    expected_cost_amount: expected.ours.cost,
    direct_cost_amount: expected.direct,
    linear_cost_amount: expected.linear,
    premium_amount: premium.map((amount, i) => (amount * test.exposure[i]) / years[i]),
  })
}
