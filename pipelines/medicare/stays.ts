/** Hospital stays, as visits. */
import { absent, asAmount, asDate, asText, constant, required, source } from 'claimscope'
import { CLAIM_HEADER, CLAIM_SAMPLE, others, PUBLISHER } from './files.ts'

export const stays = source({
  name: 'medicare/stays',
  title: { en: 'Stays', zh: '住院' },
  into: 'core.medical_visit',
  description: {
    en: 'One stay a claim, by the attending physician and the main diagnosis.',
    zh: '每笔赔案一次住院，按主治医师和主要诊断。',
  },
  publisher: PUBLISHER,
  origin: 'public',
  files: 'inpatient_claims.parquet',
  format: 'parquet',
  columns: {
    visit_id: required(asText('ClaimID')),
    party_id: required(asText('BeneID')),
    hospital_id: asText('Provider'),
    physician_id: asText('AttendingPhysician'),
    visit_date: required(asDate('AdmissionDt')),
    discharge_date: asDate('DischargeDt'),
    department: absent,
    diagnosis_code: asText('ClmDiagnosisCode_1'),
    amount: asAmount('InscClaimAmtReimbursed'),
    is_inpatient: constant(true),
    event_at: required(asDate('AdmissionDt')),
    known_at: required(asDate('ClaimEndDt')),
  },
  ignore: others(
    CLAIM_HEADER,
    'ClaimID',
    'BeneID',
    'Provider',
    'AttendingPhysician',
    'AdmissionDt',
    'DischargeDt',
    'ClmDiagnosisCode_1',
    'InscClaimAmtReimbursed',
    'ClaimEndDt',
  ),
  duplicates: 'update',
  checks: [
    {
      name: 'discharged_after_admission',
      severity: 'stop',
      meaning: { en: 'a patient is discharged before being admitted', zh: '患者出院早于入院' },
      sql: 'select visit_id, visit_date, discharge_date from {rows} where discharge_date < visit_date',
    },
  ],
  sample: CLAIM_SAMPLE,
})
