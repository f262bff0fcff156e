/** How near something stood to known fraud: `graph.suspicion` as it was, never as the subject's own outcome made it. */
import { type RawBuilder, sql } from 'kysely'

/** What an outcome can be of, and a view can be about. */
type Subject = 'claim' | 'provider' | 'policy'

interface NearFraud {
  entity_id: string
  as_of: Date
  /** Highest suspicion of its people and its providers. */
  people: number | null
  providers: number | null
  /** Fewest ties from one of its people to known fraud. */
  steps: number | null
}

/**
 * For each row of the spine, the last moment of the suspicion that may be read: none later than the row, and none at which it was known
 * how the subject itself turned out.
 */
const moments = (kind: Subject) => sql`
  select r.entity_id, r.as_of, m.as_of as moment
  from (
    select s.entity_id, s.as_of, least(s.as_of, min(i.known_at) - interval 1 microsecond) as until
    from spine as s left join core.investigation as i
      on i.subject_kind = ${sql.lit(kind)} and i.outcome = 'fraud' and i.subject_id = s.entity_id and i.known_at <= s.as_of
    group by s.entity_id, s.as_of) as r
  asof join graph.suspicion_moment as m on r.until >= m.as_of`

/**
 * Suspicion around each row of the spine. `nodes` gives `entity_id`, `as_of`, `node_id` and `is_provider` of those that stand in it.
 * Nodes that known fraud does not reach have no row in the suspicion, and rows without one are not returned.
 */
export const nearFraud = (
  kind: Subject,
  nodes: RawBuilder<unknown>,
): RawBuilder<NearFraud> => sql<NearFraud>`(
  with moment as (${moments(kind)})
  select n.entity_id, n.as_of,
    max(g.suspicion) filter (where not n.is_provider) as people,
    max(g.suspicion) filter (where n.is_provider) as providers,
    min(g.fraud_steps) filter (where not n.is_provider) as steps
  from (${nodes}) as n join moment as m using (entity_id, as_of)
  join graph.suspicion as g on g.node_id = n.node_id and g.as_of = m.moment
  group by n.entity_id, n.as_of)`
