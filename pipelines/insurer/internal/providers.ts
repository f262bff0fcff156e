/** Partners and staff: hospitals, physicians, repairers, adjusters, agents, lawyers, employers. */
import {
  absent,
  asDate,
  asInteger,
  asRegion,
  asText,
  asTimestamp,
  asWord,
  required,
  source,
} from 'claimscope'
import { PROVIDER_KINDS } from '../vocabulary.ts'
import { PROVIDERS_SAMPLE } from './provider-sample.ts'

export const providers = source({
  name: 'insurer/providers',
  title: { en: 'Partners and staff', zh: '合作方与员工' },
  into: 'core.party',
  description: { en: 'Register of partners, staff and employers', zh: '合作机构、员工和雇主名册' },
  publisher: 'partner management',
  origin: 'internal',
  files: 'internal/providers*.csv',
  format: 'csv',
  columns: {
    party_id: required(asText('provider_no')),
    party_type: required(asWord('kind', PROVIDER_KINDS)),
    gender: absent,
    birth_date: absent,
    death_date: absent,
    occupation: absent,
    education: absent,
    marital_status: absent,
    employer_id: asText('employer_no'),
    region_code: asRegion('region'),
    registered_date: asDate('since'),
    licence_date: absent,
    specialty: asText('specialty'),
    bed_count: asInteger('beds'),
    event_at: required(asTimestamp('since')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: ['name', 'address', 'phone', 'email', 'account_no'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'providers_physician_employed',
      severity: 'warn',
      meaning: { en: 'a physician works at a hospital', zh: '医师任职于医院' },
      sql: `select party_id from {rows} where party_type = 'physician' and employer_id is null`,
    },
  ],
  sample: PROVIDERS_SAMPLE,
})
