// %% [markdown]
// # Underwriting
//
// What policies are expected to cost: how often they claim times what a claim costs, taken apart into reasons, and held against
// what they pay. Everything that is judged here is judged on policies that nothing was learned from.

// %%
import { config, snapshots, textTable } from 'claimscope'
import { sql } from 'kysely'

const { warehouse } = await snapshots(config().home, 'insurer').openCurrent()
const { db } = warehouse

// %% [markdown]
// ## Held-out policies by line
// Claims and cost, expected beside observed.

// %%
const lines = await db
  .selectFrom('score.policy_backtest')
  .select(({ fn }) => [
    'line',
    fn.countAll<number>().as('policies'),
    sql<number>`round(sum(claims) / sum(expected_claims), 3)`.as('claims_observed_over_expected'),
    sql<number>`round(sum(claimed_amount)::double / sum(expected_cost_amount)::double, 3)`.as(
      'cost_observed_over_expected',
    ),
    sql<number>`round(sum(expected_cost_amount)::double / sum(premium_amount)::double, 3)`.as(
      'expected_loss_ratio',
    ),
  ])
  .groupBy('line')
  .orderBy('line')
  .execute()
console.log(textTable(lines))

// %% [markdown]
// ## Fifths by expected cost
// A year of cover; what was expected of the dearest fifth should be what it cost.

// %%
const { rows: fifths } = await sql<Record<string, number>>`
  with ranked as (
    select *, ntile(5) over (order by expected_cost_amount::double / exposure_years, policy_id) as fifth
    from score.policy_backtest)
  select fifth, count(*) as policies,
    round(sum(expected_cost_amount)::double / sum(exposure_years)) as expected,
    round(sum(claimed_amount)::double / sum(exposure_years)) as observed,
    round(sum(premium_amount)::double / sum(exposure_years)) as premium
  from ranked group by fifth order by fifth`.execute(db)
console.log(textTable(fifths))

// %% [markdown]
// ## One policy, part by part
// The parts add up to the logarithm of the expected cost: each of them multiplies.

// %%
const dear = await db
  .selectFrom('score.policy_cost')
  .selectAll()
  .orderBy('expected_cost_amount', 'desc')
  .orderBy('policy_id')
  .executeTakeFirstOrThrow()
const parts = {
  base: dear.base_log,
  line: dear.line_log,
  term: dear.term_log,
  frequency: dear.frequency_log,
  severity: dear.severity_log,
}
console.log(
  textTable(
    Object.entries(parts).map(([part, log]) => ({
      part,
      log: Number(log.toFixed(4)),
      factor: Number(Math.exp(log).toPrecision(4)),
    })),
  ),
)
const sum = Object.values(parts).reduce((a, b) => a + b, 0)
console.log(
  `policy ${dear.policy_id}: expected cost ${dear.expected_cost_amount}, parts ${Math.exp(sum).toFixed(2)}`,
)
if (Math.abs(Math.exp(sum) - dear.expected_cost_amount) > 0.01) throw new Error('the parts do not add up')

// %%
const reasons = await db
  .selectFrom('score.cost_reason')
  .select(['part', 'name', 'value', 'peer_value', 'log_effect'])
  .where('policy_id', '=', dear.policy_id)
  .orderBy(sql`abs(log_effect)`, 'desc')
  .limit(10)
  .execute()
console.log(textTable(reasons))

// %%
await warehouse.close()
