import { sql } from 'kysely'
import type { Link } from '../link.ts'

/**
 * Agent or broker of a claim, or who sold the policy that it is made on. A busy one ties nobody together. The policy may become
 * known after the claim and change hands, so the claim's own rows do not tell all: it is asked whole.
 */
export const soldBy: Link = {
  name: 'sold_by',
  title: { en: 'sold the policy of the claim', zh: '该案保单的销售代理人' },
  target: 'claim',
  strength: 0.3,
  maxDegree: 20,
  falsePositives: ['the only agent of a village'],
  query: (db) =>
    db
      .selectFrom('core.claim_party')
      .where('role', '=', 'agent')
      .select(['party_id', 'claim_id as target', 'claim_id', 'known_at'])
      .unionAll(
        db
          .selectFrom('core.claim as c')
          .innerJoin('core.policy as p', 'p.policy_id', 'c.policy_id')
          .where('p.agent_id', 'is not', null)
          .select([
            sql<string>`p.agent_id`.as('party_id'),
            'c.claim_id as target',
            'c.claim_id',
            sql<Date>`greatest(c.known_at, p.known_at)`.as('known_at'),
          ]),
      ),
}
