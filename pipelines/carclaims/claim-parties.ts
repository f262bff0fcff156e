/** Who stands in a car claim: its policyholder and the representative who handles it. */
import { absent, asText, expression, reference, required, source } from 'claimscope'
import { lossDate, lossReads, others, reportDate, reportReads, SAMPLE } from './file.ts'

export const claimParties = source({
  name: 'carclaims/claim_parties',
  title: { en: 'Roles in car claims', zh: '车险赔案角色' },
  into: 'core.claim_party',
  description: {
    en: 'Roles in the car claims: the policyholder, and the representative as adjuster.',
    zh: '车险赔案中的角色：投保人，以及作为理赔员的代表。',
  },
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
      meaning: {
        en: 'a claim has not exactly one policyholder and one adjuster',
        zh: '赔案并非恰有一名投保人和一名理赔员',
      },
      sql: 'select claim_id, count(*) as roles from {rows} group by claim_id having count(*) <> 2',
    },
    reference('party_id', 'core.party'),
  ],
  sample: SAMPLE,
})
