/** Who stands in a claim, and as what. */
import {
  asFlag,
  asPlate,
  asText,
  asTimestamp,
  asWord,
  reference,
  required,
  source,
  steady,
  volume,
} from 'claimscope'
import { ROLE_WORDS } from '../vocabulary.ts'

export const claimParties = source({
  name: 'insurer/claim_parties',
  title: { en: 'Parties of claims', zh: '涉案人员' },
  into: 'core.claim_party',
  description: {
    en: 'Parties of claims with their roles, a file for each year of report',
    zh: '赔案人员及其角色，每个报案年度一个文件',
  },
  publisher: 'claim system',
  origin: 'internal',
  files: 'internal/claim_parties-*.csv',
  format: 'csv',
  columns: {
    claim_id: required(asText('claim_no')),
    party_id: required(asText('party_no')),
    role: required(asWord('role', ROLE_WORDS)),
    is_injured: asFlag('injured'),
    plate: asPlate('plate'),
    event_at: required(asTimestamp('entered_at')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    reference('claim_id', 'core.claim', {
      name: 'claim_parties_claim_known',
      meaning: { en: 'the claim is in the book', zh: '赔案在账册内' },
    }),
    reference('party_id', 'core.party', {
      name: 'claim_parties_party_known',
      meaning: { en: 'the party is in the book', zh: '人员在账册内' },
    }),
    volume({ change: 0.7 }),
    steady(),
  ],
  sample: `claim_no,party_no,role,injured,plate,entered_at
CL23-0000001,K0001291,policyholder,,,2023-07-01 23:32:00
CL23-0000002,T0000001,counterparty,N,浙B8K2QX,2023-07-02 00:14:00
`,
})
