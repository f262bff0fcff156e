/** Running totals over what shares a key with the claims of the spine, as known at each row's moment. */
import { type RawBuilder, sql } from 'kysely'

/** One total: the column of the event relation that is added up, and how far back; without `within`, since ever. */
export interface Total {
  readonly of: string
  readonly within?: string
}

/** Claims as events of a key: `k`, `claim_id`, `t` (when known), `n`, `amount`. `key` is an expression over `c`, a claim. */
export const claimEvents = (key: RawBuilder<unknown>) => sql`
  select ${key} as k, c.claim_id, c.known_at as t, 1 as n, coalesce(c.claimed_amount, 0) as amount
  from core.claim as c`

/**
 * For each row of the spine and each key of its claim, the totals over the events of that key known up to `as_of`, those of
 * the claim itself left out. `events` gives `k`, `claim_id`, `t` and the columns that `totals` add up; integers and decimals
 * only, so that sums are exact and do not depend on the order. One sort by key and moment, whatever the size of a key: no
 * pairs are formed. Columns: `entity_id`, `as_of`, `k` and one a total.
 */
export function runningTotals<const N extends string>(
  events: RawBuilder<unknown>,
  totals: Readonly<Record<N, Total>>,
): RawBuilder<{ entity_id: string; as_of: Date; k: string } & Record<N, number>> {
  const entries = Object.entries<Total>(totals)
  const measures = [...new Set(entries.map(([, { of }]) => of))]
  const list = (parts: RawBuilder<unknown>[]) => sql.join(parts)
  const since = ({ within }: Total, from: string) =>
    within ? sql.raw(`and e.t >= ${from} - interval '${within}'`) : sql.raw('')
  const frame = ({ within }: Total) =>
    sql.raw(within ? `interval '${within}' preceding and current row` : 'unbounded preceding and current row')
  return sql`(
    with event as (${events}),
    own as (
      select s.entity_id, s.as_of, e.k,
        ${list(entries.map(([name, total]) => sql`coalesce(sum(e.${sql.ref(total.of)}) filter (where e.t <= s.as_of ${since(total, 's.as_of')}), 0) as ${sql.ref(`own_${name}`)}`))}
      from spine as s join event as e on e.claim_id = s.entity_id
      where e.k is not null
      group by s.entity_id, s.as_of, e.k),
    moment as (
      select k, t, ${list(measures.map((m) => sql.ref(m)))}, null as entity_id, null as as_of,
        ${list(entries.map(([name]) => sql`0 as ${sql.ref(`own_${name}`)}`))}
      from event where k in (select k from own)
      union all
      select k, as_of, ${list(measures.map((m) => sql`0 as ${sql.ref(m)}`))}, entity_id, as_of,
        ${list(entries.map(([name]) => sql.ref(`own_${name}`)))}
      from own),
    counted as (
      select entity_id, as_of, k,
        ${list(entries.map(([name, total]) => sql`sum(${sql.ref(total.of)}) over (partition by k order by t range between ${frame(total)}) - ${sql.ref(`own_${name}`)} as ${sql.ref(name)}`))}
      from moment)
    select * from counted where entity_id is not null)`
}
