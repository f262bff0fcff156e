/** People whom the claim desk wrote down: names, numbers, contacts. */
import { absent, asText, asTimestamp, required, source, steady } from 'claimscope'
import { CONTACTS_SAMPLE } from './contact-sample.ts'

export const contactIdentities = source({
  name: 'insurer/contact_identities',
  title: { en: 'Identities of third parties', zh: '第三方身份信息' },
  into: 'core.party_identity',
  description: {
    en: 'Names, numbers and contacts of the third parties of claims',
    zh: '赔案第三方的姓名、证件号码和联系方式',
  },
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
      meaning: { en: 'a contact has a name', zh: '联系人有姓名' },
      sql: 'select party_id from {rows} where name is null',
    },
    steady(),
  ],
  sample: CONTACTS_SAMPLE,
})
