/** Partners and staff: names, contacts, accounts. */
import { absent, asEmail, asText, asTimestamp, required, source } from 'claimscope'
import { PROVIDERS_SAMPLE } from './provider-sample.ts'

export const providerIdentities = source({
  name: 'insurer/provider_identities',
  title: { en: 'Identities of partners', zh: '合作方身份信息' },
  into: 'core.party_identity',
  description: {
    en: 'Names, contacts and accounts of partners, staff and employers',
    zh: '合作机构、员工和雇主的名称、联系方式和账户',
  },
  publisher: 'partner management',
  origin: 'internal',
  files: 'internal/providers*.csv',
  format: 'csv',
  columns: {
    party_id: required(asText('provider_no')),
    name: asText('name'),
    name_latin: absent,
    id_number: absent,
    phone: asText('phone'),
    email: asEmail('email'),
    bank_account: asText('account_no'),
    address: asText('address'),
    postcode: absent,
    event_at: required(asTimestamp('since')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: ['kind', 'specialty', 'beds', 'employer_no', 'region'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'provider_identities_name',
      severity: 'warn',
      meaning: { en: 'a provider has a name', zh: '机构有名称' },
      sql: 'select party_id from {rows} where name is null',
    },
  ],
  sample: PROVIDERS_SAMPLE,
})
