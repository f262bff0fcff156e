/** Who stands in a hospital claim: patient, hospital, physicians. */
import { absent, asDate, asText, reference, required, source } from 'claimscope'
import { CLAIM_HEADER, CLAIM_SAMPLE, others, PUBLISHER } from './files.ts'

const ROLES = [
  ['BeneID', 'insured'],
  ['Provider', 'hospital'],
  ['AttendingPhysician', 'physician'],
  ['OperatingPhysician', 'physician'],
  ['OtherPhysician', 'physician'],
] as const

// `union`, not `union all`: a physician who attends and operates stands in the claim once.
const rows = ROLES.map(
  ([column, role]) =>
    `select _line, _offset, "ClaimID", "AdmissionDt", "ClaimEndDt", "${column}" as party, '${role}' as role
    from {records} where "${column}" is not null`,
).join('\nunion ')

export const claimParties = source({
  name: 'medicare/claim_parties',
  title: { en: 'Roles in hospital claims', zh: '住院赔案角色' },
  into: 'core.claim_party',
  description: {
    en: 'Roles in the hospital claims: patient, hospital, and the attending, operating and other physician.',
    zh: '住院赔案中的角色：患者、医院，以及主治、手术和其他医师。',
  },
  publisher: PUBLISHER,
  origin: 'public',
  files: 'inpatient_claims.parquet',
  format: 'parquet',
  columns: {
    claim_id: required(asText('ClaimID')),
    party_id: required(asText('party')),
    role: required(asText('role')),
    is_injured: absent,
    plate: absent,
    event_at: required(asDate('AdmissionDt')),
    known_at: required(asDate('ClaimEndDt')),
  },
  ignore: others(CLAIM_HEADER, 'ClaimID', 'AdmissionDt', 'ClaimEndDt', ...ROLES.map(([column]) => column)),
  rows,
  duplicates: 'ignore',
  checks: [
    {
      name: 'patient_and_hospital',
      severity: 'stop',
      meaning: { en: 'a claim has no patient or no hospital', zh: '赔案缺患者或医院' },
      sql: `select claim_id from {rows} group by claim_id
        having count(*) filter (role = 'insured') <> 1 or count(*) filter (role = 'hospital') <> 1`,
    },
    reference('party_id', 'core.party'),
  ],
  sample: CLAIM_SAMPLE,
})
