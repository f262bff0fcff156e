import { amount, date, flag, loaded, table, text } from './table.ts'

/** Visits as hospitals report them. */
export const medicalVisit = table(
  'core.medical_visit',
  'one row per visit to a medical institution',
  ['visit_id'],
  loaded({
    visit_id: text('identifier'),
    party_id: text('the patient'),
    hospital_id: text('the institution').optional(),
    physician_id: text('the physician').optional(),
    visit_date: date('first day'),
    discharge_date: date('last day').optional(),
    department: text('department').optional(),
    diagnosis_code: text('main diagnosis').optional(),
    amount: amount('billed').optional(),
    is_inpatient: flag('stayed overnight').optional(),
  }),
)
