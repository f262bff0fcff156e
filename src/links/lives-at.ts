import { sql } from 'kysely'
import type { Link } from '../link.ts'
import { addressKey } from './keys.ts'

/** Who lives or trades where, to the flat. */
export const livesAt: Link = {
  name: 'lives_at',
  title: { en: 'lives at the address', zh: '居住地址' },
  target: 'address',
  strength: 0.5,
  maxDegree: 10,
  falsePositives: ['families', 'a building whose flats are not written', 'hostels and dormitories'],
  query: (db) =>
    db
      .selectFrom('core.party_identity')
      .where('address', 'is not', null)
      .select((eb) => [
        'party_id',
        addressKey(eb.ref('address')).as('target'),
        sql<string>`''`.as('claim_id'),
        'known_at',
      ]),
}
