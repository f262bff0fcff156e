import { sql } from 'kysely'
import type { Link } from '../link.ts'
import { emailKey } from './keys.ts'

/** Who gave which e-mail address. */
export const usesEmail: Link = {
  name: 'uses_email',
  title: { en: 'uses the e-mail address', zh: '使用电子邮箱' },
  target: 'email',
  strength: 0.8,
  maxDegree: 8,
  apart: true,
  falsePositives: ['couples with one mailbox', 'an agent who receives the letters of his customers'],
  query: (db) =>
    db
      .selectFrom('core.party_identity')
      .where('email', 'is not', null)
      .select((eb) => [
        'party_id',
        emailKey(eb.ref('email')).as('target'),
        sql<string>`''`.as('claim_id'),
        'known_at',
      ]),
}
