/** The patients. */
import { absent, asDate, asText, asWord, constant, expression, required, source } from 'claimscope'
import { BENEFICIARY_HEADER, BENEFICIARY_SAMPLE, others, PUBLISHER } from './files.ts'

export const beneficiaries = source({
  name: 'medicare/beneficiaries',
  title: { en: 'Beneficiaries', zh: '受益人' },
  into: 'core.party',
  description: {
    en: 'Beneficiaries of Medicare in 2009. They are held to be enrolled, and known, since November 2008, before the first claim. Race is left out: nothing here may turn on it. The yearly sums are left out too: they count the claims again.',
    zh: '2009年联邦医疗保险受益人。视为自2008年11月（首笔赔案之前）参保并已知。种族不用：任何判断不得取决于此。年度合计亦不用：它们重复计算赔案。',
  },
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
      meaning: {
        en: 'a beneficiary is born after 2008 or before 1890',
        zh: '受益人出生于2008年之后或1890年之前',
      },
      sql: `select party_id, birth_date from {rows} where birth_date not between date '1890-01-01' and date '2008-12-31'`,
    },
    {
      name: 'died_after_birth',
      severity: 'stop',
      meaning: { en: 'a beneficiary dies before being born', zh: '受益人死亡早于出生' },
      sql: 'select party_id, birth_date, death_date from {rows} where death_date < birth_date',
    },
  ],
  sample: BENEFICIARY_SAMPLE,
})
