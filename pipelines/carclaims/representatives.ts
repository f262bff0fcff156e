/** The insurer's representatives who handle the car claims. */
import { absent, constant, expression, required, source } from 'claimscope'
import { others, SAMPLE } from './file.ts'

export const representatives = source({
  name: 'carclaims/representatives',
  title: { en: 'Representatives', zh: '理赔代表' },
  into: 'core.party',
  description: {
    en: 'Representatives who handle the claims, by number. They are held to be in office from 1994 on.',
    zh: '处理赔案的代表，按编号。视为自1994年起在任。',
  },
  publisher: 'Angoss Knowledge Seeker sample, public mirror',
  origin: 'public',
  files: 'carclaims.csv',
  format: 'csv',
  columns: {
    party_id: required(expression(['RepNumber'], `'R' || trim("RepNumber")`)),
    party_type: constant('adjuster'),
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
    event_at: constant('1994-01-01'),
    known_at: constant('1994-01-01'),
  },
  ignore: others('RepNumber'),
  rows: 'select "RepNumber", min(_line) as _line, min(_offset) as _offset from {records} group by "RepNumber"',
  duplicates: 'ignore',
  checks: [
    {
      name: 'few_representatives',
      severity: 'warn',
      meaning: {
        en: 'there are more than 100 representatives, where 16 are expected',
        zh: '代表超过100名，预期为16名',
      },
      sql: 'select count(*) as representatives from {rows} having count(*) > 100',
    },
  ],
  sample: SAMPLE,
})
