/** Chronic conditions of the patients. */
import { absent, asText, constant, expression, required, source } from 'claimscope'
import { BENEFICIARY_HEADER, BENEFICIARY_SAMPLE, CONDITIONS, others, PUBLISHER } from './files.ts'

const conditions = CONDITIONS.map(
  ([column, code]) =>
    `select _line, _offset, "BeneID", '${code}' as condition from {records} where "${column}" = '1'`,
)
const renal = `select _line, _offset, "BeneID", 'end_stage_renal' as condition from {records} where "RenalDiseaseIndicator" = 'Y'`

export const chronicConditions = source({
  name: 'medicare/chronic_conditions',
  title: { en: 'Chronic conditions', zh: '慢性病' },
  into: 'core.health_record',
  description: {
    en: 'Chronic conditions that are present, one row each; a condition without a row is absent. The file sums up the year 2009, so they are known at its end.',
    zh: '存在的慢性病，每种一行；无行即无此病。文件汇总2009年，故年末才知。',
  },
  publisher: PUBLISHER,
  origin: 'public',
  files: 'beneficiaries.parquet',
  format: 'parquet',
  columns: {
    health_record_id: required(expression(['BeneID', 'condition'], `trim("BeneID") || '-' || condition`)),
    party_id: required(asText('BeneID')),
    record_kind: constant('history'),
    code: required(asText('condition')),
    value: absent,
    is_abnormal: constant(true),
    event_at: constant('2009-12-31'),
    known_at: constant('2010-01-01'),
  },
  ignore: others(
    BENEFICIARY_HEADER,
    'BeneID',
    'RenalDiseaseIndicator',
    ...CONDITIONS.map(([column]) => column),
  ),
  rows: [...conditions, renal].join('\nunion all '),
  duplicates: 'ignore',
  checks: [
    {
      name: 'at_most_twelve',
      severity: 'stop',
      meaning: { en: 'a beneficiary has more than twelve conditions', zh: '受益人的慢性病超过十二种' },
      sql: 'select party_id, count(*) as conditions from {rows} group by party_id having count(*) > 12',
    },
  ],
  sample: BENEFICIARY_SAMPLE,
})
