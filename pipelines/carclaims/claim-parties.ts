/** Who stands in a car claim: its policyholder and the representative who handles it. */
import { absent, asText, expression, reference, required, source } from 'claimscope'
import { lossDate, lossReads, others, reportDate, reportReads, SAMPLE } from './file.ts'

export const claimParties = source({
  name: 'carclaims/claim_parties',
  into: 'core.claim_party',
  description: 'Roles in the car claims: the policyholder, and the representative as adjuster.',
  publisher: 'Angoss Knowledge Seeker sample, public mirror',
  origin: 'public',
  files: 'carclaims.csv',
  format: 'csv',
  columns: {
    claim_id: required(expression(['PolicyNumber'], `'C' || trim("PolicyNumber")`)),
    party_id: required(asText('party')),
    role: required(asText('role')),
    is_injured: absent,
    plate: absent,
    event_at: required(expression(lossReads, lossDate, 'invalid_date')),
    known_at: required(expression(reportReads, reportDate, 'invalid_date')),
  },
  ignore: others('PolicyNumber', 'RepNumber', ...reportReads),
  rows: `select *, 'H' || trim("PolicyNumber") as party, 'policyholder' as role from {records}
    union all select *, 'R' || trim("RepNumber") as party, 'adjuster' as role from {records}`,
  duplicates: 'ignore',
  checks: [
    {
      name: 'two_roles_a_claim',
      severity: 'warn',
      meaning: 'a claim has not exactly one policyholder and one adjuster',
      sql: 'select claim_id, count(*) as roles from {rows} group by claim_id having count(*) <> 2',
    },
    reference('party_id', 'core.party'),
  ],
  sample: SAMPLE,
})
