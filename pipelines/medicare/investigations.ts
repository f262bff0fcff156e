/** Which hospitals were found fraudulent: the labels. */
import { absent, asText, constant, expression, required, source } from 'claimscope'
import { PROVIDER_SAMPLE, PUBLISHER } from './files.ts'

export const investigations = source({
  name: 'medicare/investigations',
  title: { en: 'Outcomes of providers', zh: '机构调查结论' },
  into: 'core.investigation',
  description: {
    en: 'Whether a provider was found fraudulent. The file does not say when; it is taken to be known on 30 June 2010, half a year after the last claim, so that no feature of 2009 can see it.',
    zh: '机构是否被认定欺诈。文件未说明时间；取2010年6月30日，即最后一笔赔案后半年，使2009年的任何特征都看不到它。',
  },
  publisher: PUBLISHER,
  origin: 'public',
  files: 'providers.csv',
  format: 'csv',
  columns: {
    investigation_id: required(expression(['Provider'], `'I-' || trim("Provider")`)),
    subject_kind: constant('provider'),
    subject_id: required(asText('Provider')),
    opened_at: absent,
    outcome: required(
      expression(
        ['PotentialFraud'],
        `case lower(trim("PotentialFraud")) when 'yes' then 'fraud' when 'no' then 'cleared' end`,
        'unknown_word',
      ),
    ),
    typology: absent,
    saved_amount: absent,
    event_at: constant('2010-06-30'),
    known_at: constant('2010-06-30'),
  },
  ignore: [],
  duplicates: 'update',
  checks: [
    {
      name: 'both_outcomes',
      severity: 'warn',
      meaning: { en: 'the file holds one kind of outcome only', zh: '文件中只有一种结论' },
      sql: 'select min(outcome) as outcome from {rows} having count(distinct outcome) < 2',
    },
  ],
  sample: PROVIDER_SAMPLE,
})
