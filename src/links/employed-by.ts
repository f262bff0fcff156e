import { sql } from 'kysely'
import type { Link } from '../link.ts'

/** Who works for whom. Colleagues claim alike for honest reasons, so this is weak evidence. */
export const employedBy: Link = {
  name: 'employed_by',
  title: { en: 'works for', zh: '受雇于' },
  target: 'entity',
  strength: 0.1,
  maxDegree: 20,
  falsePositives: ['colleagues under one group policy'],
  query: (db) =>
    db
      .selectFrom('core.party')
      .where('employer_id', 'is not', null)
      .select([
        'party_id',
        sql<string>`employer_id`.as('target'),
        sql<string>`''`.as('claim_id'),
        'known_at',
      ]),
}
