/** Outcomes of the car claims: the labels. */
import { absent, constant, expression, reference, required, source } from 'claimscope'
import { others, reportDate, reportReads, SAMPLE } from './file.ts'

export const investigations = source({
  name: 'carclaims/investigations',
  title: { en: 'Outcomes of car claims', zh: '车险调查结论' },
  into: 'core.investigation',
  description: {
    en: 'Whether fraud was found, for every claim. The file does not say when that became known; 30 days after the report is assumed.',
    zh: '每笔赔案是否查出欺诈。文件未说明何时得知，假定为报案后30天。',
  },
  publisher: 'Angoss Knowledge Seeker sample, public mirror',
  origin: 'public',
  files: 'carclaims.csv',
  format: 'csv',
  columns: {
    investigation_id: required(expression(['PolicyNumber'], `'I' || trim("PolicyNumber")`)),
    subject_kind: constant('claim'),
    subject_id: required(expression(['PolicyNumber'], `'C' || trim("PolicyNumber")`)),
    opened_at: expression(reportReads, reportDate, 'invalid_date'),
    outcome: required(
      expression(
        ['FraudFound'],
        `case trim("FraudFound") when 'Yes' then 'fraud' when 'No' then 'cleared' end`,
        'unknown_word',
      ),
    ),
    typology: absent,
    saved_amount: absent,
    event_at: required(expression(reportReads, reportDate, 'invalid_date')),
    known_at: required(expression(reportReads, `(${reportDate}) + 30`, 'invalid_date')),
  },
  ignore: others('PolicyNumber', 'FraudFound', ...reportReads),
  duplicates: 'update',
  checks: [
    {
      name: 'both_outcomes',
      severity: 'warn',
      meaning: { en: 'the file holds one kind of outcome only', zh: '文件中只有一种结论' },
      sql: 'select min(outcome) as outcome from {rows} having count(distinct outcome) < 2',
    },
    reference('subject_id', 'core.claim', { references: 'claim_id' }),
  ],
  sample: SAMPLE,
})
