/** Finds out that a thing is the garage's, agent's or lawyer's: those who share it share him too. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { LinkRow } from '../link.ts'
import type { Database } from '../schema/database.ts'
import type { Role } from '../schema/words.ts'

export const DEFAULTS = {
  /** Share of a thing's claims that he must serve. */
  share: 0.75,
} as const

/**
 * The rows, and one more for whoever serves in nearly every claim that shows a thing: his tablet reports for his customers, his
 * picture or letter stands in their files. It says that the thing is his, which is another reason to share it than knowing each
 * other. Only the given roles count, and the agent who sold the policy.
 */
export const ownedByServer = (
  db: Kysely<Database>,
  rows: RawBuilder<LinkRow>,
  roles: readonly Role[],
): RawBuilder<LinkRow> => sql<LinkRow>`(
  with told as (select * from ${rows} as r where target is not null),
  busy as (
    select target, count(distinct claim_id) as claims, max(known_at) as known_at from told
    group by 1 having min(party_id) <> max(party_id)
  ), serving as (
    select claim_id, party_id from ${db.selectFrom('core.claim_party').where('role', 'in', roles).select(['claim_id', 'party_id'])} as s
    union all
    select claim_id, agent_id from ${db
      .selectFrom('core.claim as c')
      .innerJoin('core.policy as p', 'p.policy_id', 'c.policy_id')
      .where('p.agent_id', 'is not', null)
      .select(['c.claim_id', 'p.agent_id'])} as a
  ), owner as (
    select t.target, s.party_id, any_value(b.known_at) as known_at, min(t.claim_id) as claim_id
    from told t join busy b on b.target = t.target join serving s on s.claim_id = t.claim_id
    group by t.target, s.party_id having count(distinct t.claim_id) >= ${sql.lit(DEFAULTS.share)} * any_value(b.claims)
  )
  select party_id, target, claim_id, known_at from told
  union all select party_id, target, claim_id, known_at from owner
)`
