import { sql } from 'kysely'
import type { Link } from '../link.ts'
import { addressKeys } from './address-key.ts'

/** Who lives or trades where, to the flat; the spellings of one address are one. */
export const livesAt: Link = {
  name: 'lives_at',
  title: { en: 'lives at the address', zh: '居住地址' },
  target: 'address',
  strength: 0.5,
  maxDegree: 10,
  apart: true,
  falsePositives: ['families', 'a building whose flats are not written', 'hostels and dormitories'],
  query: (db) =>
    db
      .selectFrom(addressKeys(db).as('a'))
      .select(['party_id', 'address as target', sql<string>`''`.as('claim_id'), 'known_at']),
}
