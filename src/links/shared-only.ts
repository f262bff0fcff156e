/** Leaves out what nobody shares, so that a thing which ties nobody is no node. */
import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { LinkRow } from '../link.ts'
import type { Database } from '../schema/database.ts'

/** The rows whose target more than one has, where parties that are one entity are one. */
export const sharedOnly = (
  db: Kysely<Database>,
  rows: SelectQueryBuilder<Database, never, LinkRow>,
): RawBuilder<LinkRow> => sql<LinkRow>`(
  with used as (
    select u.party_id, u.target, u.claim_id, u.known_at, coalesce(e.entity_id, u.party_id) as one from ${rows} as u
    left join ${db.selectFrom('core.entity').select(['party_id', 'entity_id'])} as e on e.party_id = u.party_id where u.target is not null
  )
  select party_id, target, claim_id, known_at from used
  where target in (select target from used group by target having min(one) <> max(one))
)`
