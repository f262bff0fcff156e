/** People whom the claim desk wrote down: names, numbers, contacts. */
import { absent, asText, asTimestamp, required, source, steady } from 'claimscope'
import { CONTACTS_SAMPLE } from './contact-sample.ts'

export const contactIdentities = source({
  name: 'insurer/contact_identities',
  into: 'core.party_identity',
  description: 'Names, numbers and contacts of the third parties of claims',
  publisher: 'claim system',
  origin: 'internal',
  files: 'internal/contacts-*.csv',
  format: 'csv',
  columns: {
    party_id: required(asText('contact_no')),
    name: asText('name'),
    name_latin: absent,
    id_number: asText('id_no'),
    phone: asText('phone'),
    email: absent,
    bank_account: asText('account_no'),
    address: asText('address'),
    postcode: asText('postcode'),
    event_at: required(asTimestamp('entered_at')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: ['claim_no', 'gender', 'date_of_birth', 'region'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'contact_identities_name',
      severity: 'warn',
      meaning: 'a contact has a name',
      sql: 'select party_id from {rows} where name is null',
    },
    steady(),
  ],
  sample: CONTACTS_SAMPLE,
})
