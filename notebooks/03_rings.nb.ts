// %% [markdown]
// # Rings
//
// Groups that share more than chance would give, with the honest explanations that were checked first.

// %%
import { config, snapshots, textTable } from 'claimscope'

const { warehouse } = await snapshots(config().home, 'insurer').openCurrent()
const { db } = warehouse

// %%
const rings = await db
  .selectFrom('graph.ring')
  .select([
    'ring_id',
    'typology',
    'score',
    'member_count',
    'claim_count',
    'claimed_amount',
    'at_stake_amount',
    'explanation',
  ])
  .orderBy('score', 'desc')
  .execute()
console.log(`${rings.length} rings, ${rings.filter((r) => r.explanation !== null).length} explained honestly`)
console.log(textTable(rings.slice(0, 12)))

// %% [markdown]
// ## The strongest ring, and why

// %%
const top = rings[0]
if (!top) throw new Error('no ring was found in the demo book')
const { reasons } = await db
  .selectFrom('graph.ring')
  .where('ring_id', '=', top.ring_id)
  .select('reasons')
  .executeTakeFirstOrThrow()
for (const reason of JSON.parse(reasons) as { text: { en: string }; log_odds: number }[])
  console.log(`${reason.log_odds >= 0 ? '+' : ''}${reason.log_odds.toFixed(2)}  ${reason.text.en}`)

// %% [markdown]
// ## Through what its members are tied

// %%
const ties = await db
  .selectFrom('graph.ring_member as a')
  .innerJoin('graph.edge as e', 'e.source_id', 'a.node_id')
  .innerJoin('graph.ring_member as b', (on) =>
    on.onRef('b.node_id', '=', 'e.target_id').onRef('b.ring_id', '=', 'a.ring_id'),
  )
  .where('a.ring_id', '=', top.ring_id)
  .select(({ fn }) => [
    'e.link',
    fn.count<number>('e.source_id').distinct().as('members'),
    fn.count<number>('e.target_id').distinct().as('things'),
    fn.avg<number>('e.weight').as('mean_weight'),
  ])
  .groupBy('e.link')
  .orderBy('members', 'desc')
  .execute()
console.log(textTable(ties))

// %%
await warehouse.close()
