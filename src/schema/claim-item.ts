import { amount, date, loaded, real, table, text, word } from './table.ts'
import { ITEM_KINDS } from './words.ts'

/** Lines of invoices and records: diagnoses, procedures, drugs, parts, labour. */
export const claimItem = table(
  'core.claim_item',
  'one row per line of a claim',
  ['item_id'],
  loaded({
    item_id: text('identifier'),
    claim_id: text('the claim'),
    item_kind: word(ITEM_KINDS, 'what the line is'),
    code: text('code of diagnosis, procedure, drug or part').optional(),
    description: text('in words').optional(),
    quantity: real('units').optional(),
    amount: amount('sum of the line').optional(),
    provider_id: text('party that bills it').optional(),
    service_date: date('day of service').optional(),
  }),
)
