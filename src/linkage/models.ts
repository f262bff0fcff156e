/** What persons and organisations are linked by. */
import { organisationRules, personRules } from './blocking-rules.ts'
import type { LinkageModel } from './comparison.ts'
import {
  account,
  address,
  birthDate,
  email,
  family,
  firmName,
  gender,
  given,
  idNumber,
  phone,
  postcode,
} from './comparisons.ts'

export const personModel: LinkageModel = {
  name: 'person',
  partyTypes: ['person', 'physician', 'adjuster', 'agent', 'lawyer'],
  rules: personRules,
  comparisons: [given, family, birthDate, idNumber, gender, phone, email, account, address, postcode],
  personalBits: 4,
  conflicts: [
    ['given_name', 'id_number'],
    ['given_name', 'birth_date'],
    ['birth_date', 'id_number'],
  ],
}

export const organisationModel: LinkageModel = {
  name: 'organisation',
  partyTypes: ['hospital', 'repairer', 'employer', 'organisation'],
  rules: organisationRules,
  comparisons: [firmName, idNumber, phone, account, address],
  personalBits: 4,
  conflicts: [['name', 'id_number']],
}
