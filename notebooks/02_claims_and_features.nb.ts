// %% [markdown]
// # Claims and features
//
// How the six lines differ, which indicators move the scores, and one claim taken apart into the parts that made its score.
// An indicator is a reason to look closer, never proof.

// %%
import { config, displayScore, logistic, snapshots, textTable } from 'claimscope'

const { warehouse } = await snapshots(config().home, 'insurer').openCurrent()
const { db } = warehouse

// %%
const lines = await db
  .selectFrom('core.claim as c')
  .leftJoin('score.risk as r', (on) =>
    on.onRef('r.entity_id', '=', 'c.claim_id').on('r.entity', '=', 'claim'),
  )
  .select(({ fn }) => [
    'c.line',
    fn.countAll<number>().as('claims'),
    fn.sum<number>('c.claimed_amount').as('claimed'),
    fn.avg<number>('r.probability').as('mean_probability'),
    fn.max<number>('r.probability').as('highest'),
  ])
  .groupBy('c.line')
  .orderBy('c.line')
  .execute()
console.log(textTable(lines))

// %% [markdown]
// ## Which reasons move scores most
// Mean absolute log-odds over all claims that the reason touches.

// %%
const drivers = await db
  .selectFrom('score.reason')
  .where('entity', '=', 'claim')
  .select(({ fn }) => [
    'part',
    'name',
    fn.countAll<number>().as('claims'),
    fn.avg<number>(fn<number>('abs', ['log_odds'])).as('mean_abs_log_odds'),
  ])
  .groupBy(['part', 'name'])
  .orderBy('mean_abs_log_odds', 'desc')
  .limit(15)
  .execute()
console.log(textTable(drivers))

// %% [markdown]
// ## One claim, part by part
// The parts add up to the score's log-odds; the logistic of the sum is the probability.

// %%
const top = await db
  .selectFrom('score.risk')
  .where('entity', '=', 'claim')
  .selectAll()
  .orderBy('probability', 'desc')
  .executeTakeFirstOrThrow()
const parts = await db
  .selectFrom('score.part')
  .where('entity', '=', 'claim')
  .where('entity_id', '=', top.entity_id)
  .select(['part', 'log_odds'])
  .execute()
console.log(textTable(parts))
const sum = parts.reduce((a, p) => a + p.log_odds, 0)
console.log(
  `claim ${top.entity_id}: sum ${sum.toFixed(6)}, probability ${logistic(sum).toFixed(4)}, shown as ${displayScore(top.probability)}`,
)
if (Math.abs(sum - top.log_odds) > 1e-9) throw new Error('the parts do not add up to the score')

// %%
await warehouse.close()
