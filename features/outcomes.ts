/** What investigations found, as far as it is known. */
import { type RawBuilder, sql } from 'kysely'

export const DEFAULTS = {
  /** Claims that are thought to each share before any is seen, and the share of them that are frauds. */
  priorClaims: 20,
  priorShare: 0.05,
} as const

/** Claims in which fraud was confirmed, each with the moment it became known. */
const frauds = sql`
  select subject_id as claim_id, min(known_at) as fraud_at from core.investigation
  where subject_kind = 'claim' and outcome = 'fraud' group by subject_id`

/** Claim events (`k`, `claim_id`, `t`, `amount`), and an event of its own for each fraud from the moment it is known. */
export const withFrauds = (claims: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select k, claim_id, t, 1 as n, 0 as fraud, amount from (${claims}) as c
  union all
  select c.k, c.claim_id, greatest(c.t, f.fraud_at), 0, 1, 0 from (${claims}) as c join (${frauds}) as f using (claim_id)`

/** Share of frauds among claims, drawn towards the usual share while there are few. */
export const fraudShare = (found: RawBuilder<unknown>, claims: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`(${found} + ${sql.lit(DEFAULTS.priorClaims * DEFAULTS.priorShare)}) / (${claims} + ${sql.lit(DEFAULTS.priorClaims)})`
