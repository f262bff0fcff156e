import { sql } from 'kysely'
import type { Link } from '../link.ts'
import { PROVIDER_ROLES } from '../schema/words.ts'

/** Who stands in a claim as a person concerned: claimant, driver, passenger, witness, counterparty. */
export const inClaim: Link = {
  name: 'in_claim',
  title: { en: 'takes part in the claim', zh: '参与理赔案件' },
  target: 'claim',
  strength: 0.9,
  maxDegree: 60,
  falsePositives: ['group policies, where one holder stands in every claim', 'families who travel together'],
  query: (db) =>
    db
      .selectFrom('core.claim_party')
      .where('role', 'not in', PROVIDER_ROLES)
      .select(['party_id', 'claim_id as target', 'claim_id', 'known_at'])
      .unionAll(
        db
          .selectFrom('core.claim')
          .where('claimant_id', 'is not', null)
          .select([sql<string>`claimant_id`.as('party_id'), 'claim_id as target', 'claim_id', 'known_at']),
      ),
}
