/** One person a row of the spine, whom the graph knows: what he shares with others, and how near he stood to known fraud. */
import { type RawBuilder, sql } from 'kysely'
import { nearFraud } from './known-fraud.ts'
import { sharing } from './sharing.ts'

interface Ties {
  entity_id: string
  as_of: Date
  /** Others who use one of his telephones, accounts. */
  phones: number
  accounts: number
  /** Claims of the others, in 24 months and ever, and those of them in which fraud was known. */
  linked_claims: number
  linked_ever: number
  linked_frauds: number
  /** Nearness to known fraud; 0 where it does not reach him. */
  suspicion: number
  /** Fewest ties to known fraud. */
  steps: number | null
}

/**
 * The ties of `people` (`entity_id`, `as_of`, `party_id`; at most one a row of the spine). Every row of the spine is returned. `kind` is
 * what an outcome of the row itself would be of.
 */
export const tiesOf = (
  kind: 'provider' | 'policy',
  people: RawBuilder<unknown>,
): RawBuilder<Ties> => sql<Ties>`(
  with who as (
    select p.entity_id, p.as_of, 'entity:' || coalesce(e.entity_id, p.party_id) as who
    from (${people}) as p left join core.entity as e on e.party_id = p.party_id and e.known_at <= p.as_of)
  select s.entity_id, s.as_of, coalesce(h.phones, 0) as phones, coalesce(h.accounts, 0) as accounts,
    coalesce(h.linked_claims, 0) as linked_claims, coalesce(h.linked_ever, 0) as linked_ever,
    coalesce(h.linked_frauds, 0) as linked_frauds, coalesce(n.people, 0) as suspicion, n.steps
  from spine as s
  left join ${sharing(sql`from who`)} as h on h.entity_id = s.entity_id and h.as_of = s.as_of
  left join ${nearFraud(kind, sql`select entity_id, as_of, who as node_id, false as is_provider from who`)} as n
    on n.entity_id = s.entity_id and n.as_of = s.as_of)`
