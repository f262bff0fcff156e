/** Customers of the Australian system: the details that identify them. */
import { asAccount, asEmail, asIdentityNumber, asText, asTimestamp, required, source } from 'claimscope'
import { CUSTOMERS_AU_SAMPLE } from './customer-samples.ts'

export const customerIdentitiesAu = source({
  name: 'insurer/customer_identities_au',
  title: { en: 'Australian customers: identities', zh: '澳洲客户身份信息' },
  into: 'core.party_identity',
  description: {
    en: 'Names, licence numbers, contacts and accounts of the Australian customer master',
    zh: '澳洲客户主数据的姓名、驾照号、联系方式和账户',
  },
  publisher: 'customer system, Australia',
  origin: 'internal',
  files: 'internal/customers-au*.csv',
  format: 'csv',
  columns: {
    party_id: required(asText('customer_no')),
    name: asText('full_name'),
    name_latin: asText('full_name'),
    id_number: asIdentityNumber('licence_no', { papers: ['luhn'] }),
    phone: asText('phone'),
    email: asEmail('email'),
    bank_account: asAccount('account_no', { kind: 'card' }),
    address: asText('address'),
    postcode: asText('postcode'),
    event_at: required(asTimestamp('customer_since')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: [
    'gender',
    'date_of_birth',
    'occupation',
    'education',
    'marital_status',
    'employer_no',
    'state',
    'licensed_since',
  ],
  duplicates: 'ignore',
  checks: [
    {
      name: 'customer_identities_au_postcode',
      severity: 'warn',
      meaning: { en: 'a postcode has four digits', zh: '邮编为四位数字' },
      sql: `select party_id, postcode from {rows} where not regexp_full_match(postcode, '[0-9]{4}')`,
    },
  ],
  sample: CUSTOMERS_AU_SAMPLE,
})
