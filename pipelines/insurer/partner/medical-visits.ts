/** Visits as hospitals report them to the exchange. */
import {
  asAmount,
  asDate,
  asFlag,
  asIcd,
  asText,
  asTimestamp,
  fresh,
  prompt,
  reference,
  required,
  source,
  steady,
  volume,
} from 'claimscope'

export const medicalVisits = source({
  name: 'insurer/medical_visits',
  title: { en: 'Medical visits', zh: '就诊记录' },
  into: 'core.medical_visit',
  description: { en: 'Visits and stays of customers, claimed or not', zh: '客户的门诊和住院，无论是否索赔' },
  publisher: 'exchange of medical institutions',
  origin: 'partner',
  files: 'partner/medical_visits*.parquet',
  format: 'parquet',
  columns: {
    visit_id: required(asText('visit_no')),
    party_id: required(asText('patient_no')),
    hospital_id: asText('hospital_no'),
    physician_id: asText('physician_no'),
    visit_date: required(asDate('admitted')),
    discharge_date: asDate('discharged'),
    department: asText('department'),
    diagnosis_code: asIcd('icd10'),
    amount: asAmount('billed'),
    is_inpatient: asFlag('inpatient'),
    event_at: required(asTimestamp('admitted')),
    known_at: required(asTimestamp('received_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    {
      name: 'medical_visits_order_of_dates',
      severity: 'warn',
      meaning: { en: 'a stay ends after it begins', zh: '出院晚于入院' },
      sql: 'select visit_id, visit_date, discharge_date from {rows} where discharge_date < visit_date',
    },
    reference('party_id', 'core.party', {
      name: 'medical_visits_patient_known',
      meaning: { en: 'the patient is in the book', zh: '患者在账册内' },
    }),
    reference('hospital_id', 'core.party'),
    prompt(30),
    fresh(31, { beside: 'book' }),
    volume(),
    steady(),
  ],
  sample: `visit_no,patient_no,hospital_no,physician_no,admitted,discharged,department,icd10,billed,inpatient,received_at
V1,K0000002,H00002,D00031,2023-07-02,2023-07-06,surgery,K35.8,12880.40,Y,2023-07-11 09:14:00
V2,K0000007,H00003,D00044,2023-07-03,2023-07-03,general,J06.9,388.00,N,2023-07-05 12:00:00
`,
})
