/** People whom the claim desk wrote down: counterparties, passengers, witnesses; each time a party of its own. */
import {
  absent,
  asDate,
  asGender,
  asRegion,
  asText,
  asTimestamp,
  constant,
  required,
  source,
  steady,
} from 'claimscope'
import { CONTACTS_SAMPLE } from './contact-sample.ts'

export const contacts = source({
  name: 'insurer/contacts',
  title: { en: 'Third parties', zh: '第三方人员' },
  into: 'core.party',
  description: {
    en: 'Third parties of claims, as the claim desk entered them',
    zh: '理赔柜台录入的赔案第三方',
  },
  publisher: 'claim system',
  origin: 'internal',
  files: 'internal/contacts-*.csv',
  format: 'csv',
  columns: {
    party_id: required(asText('contact_no')),
    party_type: constant('person'),
    gender: asGender('gender'),
    birth_date: asDate('date_of_birth'),
    death_date: absent,
    occupation: absent,
    education: absent,
    marital_status: absent,
    employer_id: absent,
    region_code: asRegion('region'),
    registered_date: absent,
    licence_date: absent,
    specialty: absent,
    bed_count: absent,
    event_at: required(asTimestamp('entered_at')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: ['claim_no', 'name', 'id_no', 'phone', 'account_no', 'address', 'postcode'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'contacts_birth_date',
      severity: 'warn',
      meaning: { en: 'a person is born after 1905 and before the entry', zh: '出生晚于1905年且早于录入' },
      sql: `select party_id, birth_date from {rows} where birth_date < date '1905-01-01' or birth_date > known_at`,
    },
    steady(),
  ],
  sample: CONTACTS_SAMPLE,
})
