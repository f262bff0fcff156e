/** Who stands in claims as what. */
import { type Compilable, type Kysely, sql } from 'kysely'
import type { LinkRow } from '../link.ts'
import type { Database } from '../schema/database.ts'
import type { Role } from '../schema/words.ts'

/** The parties that stand in claims in one of the roles; with `column`, those whom the claim itself names there too. */
export function standing(
  db: Kysely<Database>,
  roles: readonly Role[],
  column?: 'claimant_id' | 'handler_id',
): Compilable<LinkRow> {
  const parties = db
    .selectFrom('core.claim_party')
    .where('role', 'in', roles)
    .select(['party_id', 'claim_id as target', 'claim_id', 'known_at'])
  if (column === undefined) return parties
  return parties.unionAll(
    db
      .selectFrom('core.claim')
      .where(column, 'is not', null)
      .select([sql<string>`${sql.ref(column)}`.as('party_id'), 'claim_id as target', 'claim_id', 'known_at']),
  )
}
