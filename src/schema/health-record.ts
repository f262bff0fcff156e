import { flag, loaded, real, table, text, word } from './table.ts'

/** What is known of a person's health: history, examinations, family history. */
export const healthRecord = table(
  'core.health_record',
  "one row per finding on a person's health",
  ['health_record_id'],
  loaded({
    health_record_id: text('identifier'),
    party_id: text('the person'),
    record_kind: word(['history', 'examination', 'family_history'], 'where the finding comes from'),
    code: text('condition or measure').optional(),
    value: real('measured value').optional(),
    is_abnormal: flag('outside the normal range, or condition present').optional(),
  }),
)
