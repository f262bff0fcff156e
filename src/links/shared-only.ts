/** Leaves out what nobody shares, so that a thing which ties nobody is no node. */
import { type Compilable, type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { LinkRow } from '../link.ts'
import type { Database } from '../schema/database.ts'

/** The rows whose target more than one party has. */
export const sharedOnly = (
  db: Kysely<Database>,
  rows: SelectQueryBuilder<Database, never, LinkRow>,
): Compilable<LinkRow> =>
  db
    .with('told', () => rows)
    .with('shared', (q) =>
      q
        .selectFrom('told')
        .select('target')
        .groupBy('target')
        .having(sql<boolean>`min(party_id) <> max(party_id)`),
    )
    .selectFrom('told')
    .where('target', 'in', (q) => q.selectFrom('shared').select('target'))
    .select(['party_id', 'target', 'claim_id', 'known_at'])
