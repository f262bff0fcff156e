/** The claims of the spine, repeated for each step of time around their loss, so that windows of time join by equality. */
import { type RawBuilder, sql } from 'kysely'

interface Around {
  entity_id: string
  as_of: Date
  claimant_id: string | null
  policy_id: string | null
  line: string
  peril: string | null
  region_code: string | null
  loss_at: Date
  loss_date: string
  /** Steps from the loss. */
  step: number
}

/** One row a claim and whole number from `first` to `last`; `unnest` keeps the planner from joining by anything less. */
const repeated = (first: number, last: number, only: RawBuilder<unknown>) => sql`
  select s.entity_id, s.as_of, c.claimant_id, c.policy_id, c.line, c.peril, c.region_code, c.loss_at, c.loss_date,
    unnest(range(${sql.lit(first)}, ${sql.lit(last + 1)}))::integer as step
  from spine as s join core.claim as c on c.claim_id = s.entity_id where ${only}`

/** The days from `first` to `last` after the loss, as `day`. `only` is a condition on the claim `c`. */
export const daysAround = (
  first: number,
  last: number,
  only: RawBuilder<unknown>,
): RawBuilder<Around & { day: string }> =>
  sql`(select *, loss_date + step as day from (${repeated(first, last, only)}) as a)`

/** The last `hours` hours up to the loss, each by its beginning, as `hour`; `step` 0 is the hour of the loss. */
export const hoursBefore = (hours: number, only: RawBuilder<unknown>): RawBuilder<Around & { hour: Date }> =>
  sql`(select *, date_trunc('hour', loss_at) - to_hours(step) as hour from (${repeated(0, hours - 1, only)}) as a)`
