/** Policyholders of the car claims. */
import { absent, asWord, constant, expression, required, source } from 'claimscope'
import { others, policyDate, policyReads, SAMPLE } from './file.ts'

export const policyholders = source({
  name: 'carclaims/policyholders',
  title: { en: 'Holders of car policies', zh: '车险投保人' },
  into: 'core.party',
  description: {
    en: 'Holders of the policies; one a policy, as the file does not say who is who. The age that is stated belongs to the policy.',
    zh: '保单投保人；文件未说明谁是同一人，故每张保单一人。所报年龄属于保单。',
  },
  publisher: 'Angoss Knowledge Seeker sample, public mirror',
  origin: 'public',
  files: 'carclaims.csv',
  format: 'csv',
  columns: {
    party_id: required(expression(['PolicyNumber'], `'H' || trim("PolicyNumber")`)),
    party_type: constant('person'),
    gender: asWord('Sex', { Male: 'male', Female: 'female' }),
    birth_date: absent,
    death_date: absent,
    occupation: absent,
    education: absent,
    marital_status: asWord('MaritalStatus', {
      Single: 'single',
      Married: 'married',
      Divorced: 'divorced',
      Widow: 'widowed',
    }),
    employer_id: absent,
    region_code: absent,
    registered_date: absent,
    licence_date: absent,
    specialty: absent,
    bed_count: absent,
    event_at: required(expression(policyReads, policyDate, 'invalid_date')),
    known_at: required(expression(policyReads, policyDate, 'invalid_date')),
  },
  ignore: others('PolicyNumber', 'Sex', 'MaritalStatus', ...policyReads),
  duplicates: 'ignore',
  checks: [
    {
      name: 'gender_stated',
      severity: 'warn',
      meaning: { en: 'a holder has no gender', zh: '投保人缺性别' },
      sql: 'select party_id from {rows} where gender is null',
    },
  ],
  sample: SAMPLE,
})
