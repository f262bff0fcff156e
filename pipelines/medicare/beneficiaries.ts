/** The patients. */
import { absent, asDate, asText, asWord, constant, expression, required, source } from 'claimscope'
import { BENEFICIARY_HEADER, BENEFICIARY_SAMPLE, others, PUBLISHER } from './files.ts'

export const beneficiaries = source({
  name: 'medicare/beneficiaries',
  into: 'core.party',
  description:
    'Beneficiaries of Medicare in 2009. They are held to be enrolled, and known, since November 2008, before the first claim. Race is left out: nothing here may turn on it. The yearly sums are left out too: they count the claims again.',
  publisher: PUBLISHER,
  origin: 'public',
  files: 'beneficiaries.parquet',
  format: 'parquet',
  columns: {
    party_id: required(asText('BeneID')),
    party_type: constant('person'),
    gender: asWord('Gender', { '1': 'male', '2': 'female' }),
    birth_date: asDate('DOB'),
    death_date: asDate('DOD'),
    occupation: absent,
    education: absent,
    marital_status: absent,
    employer_id: absent,
    region_code: expression(['State', 'County'], `'US-' || trim("State") || '-' || trim("County")`),
    registered_date: absent,
    licence_date: absent,
    specialty: absent,
    bed_count: absent,
    event_at: constant('2008-11-01'),
    known_at: constant('2008-11-01'),
  },
  ignore: others(BENEFICIARY_HEADER, 'BeneID', 'Gender', 'DOB', 'DOD', 'State', 'County'),
  duplicates: 'ignore',
  checks: [
    {
      name: 'born_before_enrolled',
      severity: 'stop',
      meaning: 'a beneficiary is born after 2008 or before 1890',
      sql: `select party_id, birth_date from {rows} where birth_date not between date '1890-01-01' and date '2008-12-31'`,
    },
    {
      name: 'died_after_birth',
      severity: 'stop',
      meaning: 'a beneficiary dies before being born',
      sql: 'select party_id, birth_date, death_date from {rows} where death_date < birth_date',
    },
  ],
  sample: BENEFICIARY_SAMPLE,
})
