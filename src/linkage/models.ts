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
}

export const organisationModel: LinkageModel = {
  name: 'organisation',
  partyTypes: ['hospital', 'repairer', 'employer', 'organisation'],
  rules: organisationRules,
  comparisons: [firmName, idNumber, phone, account, address],
  personalBits: 4,
}
