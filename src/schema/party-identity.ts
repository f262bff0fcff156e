import { loaded, table, text } from './table.ts'

/** The sensitive columns of a party, apart, so that masking and encryption have one place. */
export const partyIdentity = table(
  'core.party_identity',
  'one row per set of identifying details of a party',
  ['party_id'],
  loaded({
    party_id: text('the party'),
    name: text('full name as written').optional().secret(),
    name_latin: text('name in Latin letters').optional().secret(),
    id_number: text('identity number').optional().secret(),
    phone: text('telephone').optional().secret(),
    email: text('e-mail').optional().secret(),
    bank_account: text('account that payments go to').optional().secret(),
    address: text('postal address in one line').optional().secret(),
    postcode: text('postcode').optional(),
  }),
)
