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

const personModel: LinkageModel = {
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

const organisationModel: LinkageModel = {
  name: 'organisation',
  partyTypes: ['hospital', 'repairer', 'employer', 'organisation'],
  rules: organisationRules,
  comparisons: [firmName, idNumber, phone, account, address],
  personalBits: 4,
  conflicts: [['name', 'id_number']],
}

/** Persons and organisations of a whole book. */
export const models: readonly LinkageModel[] = [personModel, organisationModel]

/** The same for sources that have nobody in common: each source's parties meet only each other, and teach only each other. */
export function modelsWithin(sources: readonly string[]): LinkageModel[] {
  return sources.flatMap((source) =>
    models.map((model) => ({ ...model, where: `p.source = '${source.replaceAll("'", "''")}'` })),
  )
}
