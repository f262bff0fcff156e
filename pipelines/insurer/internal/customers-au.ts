/** Customers of the Australian system: who they are. */
import {
  absent,
  asDate,
  asGender,
  asRegion,
  asText,
  asTimestamp,
  asWord,
  constant,
  required,
  source,
  steady,
} from 'claimscope'
import { EDUCATION, MARITAL } from '../vocabulary.ts'
import { CUSTOMERS_AU_SAMPLE } from './customer-samples.ts'

export const customersAu = source({
  name: 'insurer/customers_au',
  title: { en: 'Australian customers', zh: '澳洲客户' },
  into: 'core.party',
  description: { en: 'Customer master of the Australian system', zh: '澳洲系统的客户主数据' },
  publisher: 'customer system, Australia',
  origin: 'internal',
  files: 'internal/customers-au*.csv',
  format: 'csv',
  columns: {
    party_id: required(asText('customer_no')),
    party_type: constant('person'),
    gender: asGender('gender'),
    birth_date: asDate('date_of_birth'),
    death_date: absent,
    occupation: asText('occupation'),
    education: asWord('education', EDUCATION),
    marital_status: asWord('marital_status', MARITAL),
    employer_id: asText('employer_no'),
    region_code: asRegion('state', { country: 'AU' }),
    registered_date: asDate('customer_since'),
    licence_date: asDate('licensed_since'),
    specialty: absent,
    bed_count: absent,
    event_at: required(asTimestamp('customer_since')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: ['full_name', 'licence_no', 'phone', 'email', 'account_no', 'address', 'postcode'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'customers_au_birth_date',
      severity: 'warn',
      meaning: {
        en: 'a customer is born between 1905 and the day of registration',
        zh: '客户出生在1905年与注册日之间',
      },
      sql: `select party_id, birth_date from {rows} where birth_date < date '1905-01-01' or birth_date > registered_date`,
    },
    {
      name: 'customers_au_region',
      severity: 'warn',
      meaning: { en: 'the region is a state', zh: '地区为州' },
      sql: `select party_id, region_code from {rows} where region_code not like 'AU-%'`,
    },
    steady(),
  ],
  sample: CUSTOMERS_AU_SAMPLE,
})
