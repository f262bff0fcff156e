/** The hospitals. */
import { absent, asText, constant, required, source } from 'claimscope'
import { PROVIDER_SAMPLE, PUBLISHER } from './files.ts'

export const providers = source({
  name: 'medicare/providers',
  title: { en: 'Providers', zh: '医疗机构' },
  into: 'core.party',
  description: {
    en: 'Providers, held to be known since November 2008. Of the 5,410 listed, 2,092 have inpatient claims here.',
    zh: '医疗机构，视为自2008年11月已知。所列5,410家中有2,092家在此有住院赔案。',
  },
  publisher: PUBLISHER,
  origin: 'public',
  files: 'providers.csv',
  format: 'csv',
  columns: {
    party_id: required(asText('Provider')),
    party_type: constant('hospital'),
    gender: absent,
    birth_date: absent,
    death_date: absent,
    occupation: absent,
    education: absent,
    marital_status: absent,
    employer_id: absent,
    region_code: absent,
    registered_date: absent,
    licence_date: absent,
    specialty: absent,
    bed_count: absent,
    event_at: constant('2008-11-01'),
    known_at: constant('2008-11-01'),
  },
  ignore: ['PotentialFraud'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'provider_numbers',
      severity: 'warn',
      meaning: { en: 'a provider number has an unknown form', zh: '机构编号格式未知' },
      sql: `select party_id from {rows} where not regexp_full_match(party_id, 'PRV[0-9]+')`,
    },
  ],
  sample: PROVIDER_SAMPLE,
})
