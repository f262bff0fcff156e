import { sql } from 'kysely'
import type { Link } from '../link.ts'
import { codeKey } from './keys.ts'
import { sharedOnly } from './shared-only.ts'

/** Two who were not taken for one person and yet gave one identity number. A number that nobody shares is no evidence. */
export const bearsIdNumber: Link = {
  name: 'bears_id_number',
  title: { en: 'bears the identity number', zh: '持有证件号码' },
  target: 'id_number',
  strength: 0.9,
  maxDegree: 6,
  falsePositives: [
    'a child entered under the number of a parent',
    'a typing error that hits another number',
    'a firm whose staff give its registration number',
  ],
  query: (db) =>
    db
      .selectFrom(
        sharedOnly(
          db,
          db
            .selectFrom('core.party_identity')
            .where('id_number', 'is not', null)
            .select((eb) => [
              'party_id',
              codeKey(eb.ref('id_number')).as('target'),
              sql<string>`''`.as('claim_id'),
              'known_at',
            ]),
        ).as('n'),
      )
      .select(['party_id', 'target', 'claim_id', 'known_at']),
}
