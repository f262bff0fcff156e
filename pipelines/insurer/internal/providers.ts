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
  into: 'core.party',
  description: 'Register of partners, staff and employers',
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
      meaning: 'a physician works at a hospital',
      sql: `select party_id from {rows} where party_type = 'physician' and employer_id is null`,
    },
  ],
  sample: PROVIDERS_SAMPLE,
})
