/** Investigations that have ended, with what they found: the labels. A case becomes known when it is closed. */
import { asAmount, asText, asTimestamp, asWord, required, source, steady } from 'claimscope'
import { same } from '../vocabulary.ts'

export const investigations = source({
  name: 'insurer/investigations',
  title: { en: 'Investigations', zh: '调查案件' },
  into: 'core.investigation',
  description: { en: 'Closed cases of the special investigations unit', zh: '特别调查部门的已结案件' },
  publisher: 'special investigations unit',
  origin: 'internal',
  files: 'internal/investigations*.csv',
  format: 'csv',
  columns: {
    investigation_id: required(asText('case_no')),
    subject_kind: required(asWord('subject_kind', same('claim', 'provider', 'policy'))),
    subject_id: required(asText('subject_no')),
    opened_at: asTimestamp('opened'),
    outcome: required(asWord('outcome', same('fraud', 'cleared', 'inconclusive'))),
    typology: asText('typology'),
    saved_amount: asAmount('saved'),
    event_at: required(asTimestamp('closed')),
    known_at: required(asTimestamp('closed')),
  },
  ignore: ['lead'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'investigations_claim_known',
      severity: 'warn',
      meaning: { en: 'the claim is in the book', zh: '赔案在账册内' },
      sql: `select investigation_id, subject_id from {rows} r where subject_kind = 'claim' and not exists (from core.claim c where c.claim_id = r.subject_id)`,
    },
    {
      name: 'investigations_order_of_dates',
      severity: 'warn',
      meaning: { en: 'a case is closed after it was opened', zh: '案件先立案后结案' },
      sql: 'select investigation_id from {rows} where known_at < opened_at',
    },
    steady(),
  ],
  sample: `case_no,subject_kind,subject_no,opened,closed,outcome,typology,saved,lead
SIU000001,claim,CL23-0000014,2023-07-20 11:00:00,2023-10-02 16:30:00,fraud,staged_accident,9100,S1
SIU000002,claim,CL23-0000021,2023-07-22 09:30:00,2023-09-11 10:00:00,cleared,,,S2
`,
})
