import { sql } from 'kysely'
import type { Link } from '../link.ts'

/** Repairer, adjuster, agent and lawyer of a claim. A busy one ties nobody together. */
export const servedBy: Link = {
  name: 'served_by',
  title: { en: 'repairs, adjusts, sells or pleads in the claim', zh: '在案件中维修、查勘、代理或诉讼' },
  target: 'claim',
  strength: 0.3,
  maxDegree: 20,
  falsePositives: ['the contracted garage of a region', 'an adjuster who covers a district alone'],
  query: (db) =>
    db
      .selectFrom('core.claim_party')
      .where('role', 'in', ['repairer', 'adjuster', 'agent', 'lawyer'])
      .select(['party_id', 'claim_id as target', 'claim_id', 'known_at'])
      .unionAll(
        db
          .selectFrom('core.claim')
          .where('handler_id', 'is not', null)
          .select([sql<string>`handler_id`.as('party_id'), 'claim_id as target', 'claim_id', 'known_at']),
      ),
}
