/** The book of French motor third-party liability: how often a policy has a claim. */
import type { Book } from 'claimscope'
import { sql } from 'kysely'
import { claims } from './claims.ts'
import { policies } from './policies.ts'
import { vehicles } from './vehicles.ts'

export const book: Book = {
  name: 'french-motor',
  title: { en: 'French motor liability', zh: '法国车险第三者责任' },
  description:
    '678,013 French motor third-party liability policies with their exposure and number of claims: the claim frequency of a policy, for pricing and renewal.',
  sources: [policies, vehicles, claims],
  tasks: [
    {
      name: 'claim_frequency',
      title: { en: 'Claim frequency of a policy', zh: '保单出险频率' },
      entity: 'policy',
      objective: 'poisson',
      // Judged at the beginning of the observation, when no claim is known.
      spine: (db) =>
        db
          .selectFrom('core.policy')
          .select(['policy_id as entity_id', 'known_at as as_of'])
          .where('book', '=', 'french-motor'),
      // The count stays as it is; exposure over a year is a slip of the data and capped, as the literature does.
      labels: (db) =>
        db
          .selectFrom('core.policy')
          .select([
            'policy_id as entity_id',
            sql<number>`claim_count`.as('y'),
            sql<number>`least(exposure_years, 1)`.as('exposure'),
          ])
          .where('book', '=', 'french-motor')
          .where('claim_count', 'is not', null),
      // Three in four counted claims have an amount: the others were closed without one.
      amounts: (db, knownAt) =>
        db
          .selectFrom('core.claim')
          .select(['policy_id as entity_id', sql<number>`claimed_amount::double`.as('amount')])
          .where('book', '=', 'french-motor')
          .where('policy_id', 'is not', null)
          .where('known_at', '<=', knownAt)
          .$narrowType<{ entity_id: string }>()
          .orderBy('claim_id'),
      split: { kind: 'holdout', share: 1 / 3 },
      // The age of the driver is the oldest factor of a motor tariff.
      openly: ['holder_age'],
    },
  ],
  asOf: '2005-12-31',
  stages: ['score'],
}
