import { sql } from 'kysely'
import type { Link } from '../link.ts'
import { phoneKey } from './keys.ts'

/** Who gave which telephone number. */
export const usesPhone: Link = {
  name: 'uses_phone',
  title: { en: 'uses the telephone number', zh: '使用电话号码' },
  target: 'phone',
  strength: 0.8,
  maxDegree: 12,
  apart: true,
  falsePositives: ['families and shared flats', 'an agent or broker who writes his own number on every form'],
  query: (db) =>
    db
      .selectFrom('core.party_identity')
      .where('phone', 'is not', null)
      .select((eb) => [
        'party_id',
        phoneKey(eb.ref('phone')).as('target'),
        sql<string>`''`.as('claim_id'),
        'known_at',
      ]),
}
