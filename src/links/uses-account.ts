import { sql } from 'kysely'
import type { Link } from '../link.ts'
import { codeKey } from './keys.ts'

/** Whose bank account: as stated by the party, and as paid in a claim. */
export const usesAccount: Link = {
  name: 'uses_account',
  title: { en: 'is paid to the bank account', zh: '收款银行账户' },
  target: 'account',
  strength: 0.95,
  maxDegree: 12,
  apart: true,
  falsePositives: ['married couples', 'a garage or hospital that is paid directly for its customers'],
  query: (db) =>
    db
      .selectFrom('core.party_identity')
      .where('bank_account', 'is not', null)
      .select((eb) => [
        'party_id',
        codeKey(eb.ref('bank_account')).as('target'),
        sql<string>`''`.as('claim_id'),
        'known_at',
      ])
      .unionAll(
        db
          .selectFrom('core.payment')
          .where('payee_id', 'is not', null)
          .where('bank_account', 'is not', null)
          .select((eb) => [
            sql<string>`payee_id`.as('party_id'),
            codeKey(eb.ref('bank_account')).as('target'),
            'claim_id',
            'known_at',
          ]),
      ),
}
