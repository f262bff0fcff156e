/** Health as stated and examined at underwriting. */
import { asFlag, asReal, asText, asTimestamp, asWord, prompt, reference, required, source } from 'claimscope'
import { same } from '../vocabulary.ts'

export const healthRecords = source({
  name: 'insurer/health_records',
  title: { en: 'Health records', zh: '健康档案' },
  into: 'core.health_record',
  description: {
    en: 'Medical history, examinations and family history of customers',
    zh: '客户的病史、体检和家族史',
  },
  publisher: 'underwriting',
  origin: 'internal',
  files: 'internal/health_records*.csv',
  format: 'csv',
  columns: {
    health_record_id: required(asText('record_no')),
    party_id: required(asText('customer_no')),
    record_kind: required(asWord('kind', same('history', 'examination', 'family_history'))),
    code: asText('code'),
    value: asReal('value'),
    is_abnormal: asFlag('abnormal'),
    event_at: required(asTimestamp('recorded_on')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    reference('party_id', 'core.party', {
      name: 'health_records_person_known',
      meaning: { en: 'the person is in the book', zh: '该人在账册内' },
    }),
    prompt(30),
  ],
  sample: `record_no,customer_no,kind,code,value,abnormal,recorded_on,entered_at
HR1,K0000002,examination,systolic,131.5,N,2022-06-21,2022-06-21 14:00:00
HR2,K0000002,history,I10,,Y,2022-06-21,2022-06-21 14:00:00
`,
})
