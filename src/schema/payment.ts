import { amount, loaded, table, text, timestamp } from './table.ts'

/** Money paid out. */
export const payment = table(
  'core.payment',
  'one row per payment',
  ['payment_id'],
  loaded({
    payment_id: text('identifier'),
    claim_id: text('the claim'),
    payee_id: text('party that was paid').optional(),
    bank_account: text('account that was paid').optional().secret(),
    amount: amount('sum'),
    paid_at: timestamp('when'),
  }),
)
