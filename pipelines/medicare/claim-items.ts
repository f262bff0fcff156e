/** What a hospital claim is made of: diagnoses, procedures, and the stay by its payment group. */
import { asAmount, asDate, asReal, asText, expression, reference, required, source } from 'claimscope'
import { CLAIM_HEADER, CLAIM_SAMPLE, DIAGNOSES, others, PROCEDURES, PUBLISHER } from './files.ts'

const row = (key: string, kind: string, code: string, words: string, rest: string) =>
  `select _line, _offset, "ClaimID", "Provider", "AdmissionDt", "ClaimEndDt", '${key}' as key, '${kind}' as kind,
    ${code} as code, '${words}' as words, ${rest} from {records} where ${code} is not null`
const NOTHING = 'null as quantity, null as amount'

const rows = [
  ...DIAGNOSES.map((column, i) =>
    row(`D${i + 1}`, 'diagnosis', `"${column}"`, i === 0 ? 'main diagnosis' : 'further diagnosis', NOTHING),
  ),
  ...PROCEDURES.map((column, i) =>
    row(`P${i + 1}`, 'procedure', `"${column}"`, i === 0 ? 'main procedure' : 'further procedure', NOTHING),
  ),
  row(
    'G',
    'room',
    `'DRG' || "DiagnosisGroupCode"`,
    'stay, days, paid by diagnosis group',
    `cast(try_cast("DischargeDt" as date) - try_cast("AdmissionDt" as date) + 1 as varchar) as quantity,
    "InscClaimAmtReimbursed" as amount`,
  ),
].join('\nunion all ')

export const claimItems = source({
  name: 'medicare/claim_items',
  title: { en: 'Diagnoses and procedures', zh: '诊断与诊疗' },
  into: 'core.claim_item',
  description: {
    en: 'Up to ten diagnoses and six procedures of a claim (ICD-9-CM, as the file writes them, without dots), and one line for the stay: its payment group, its days, the sum reimbursed.',
    zh: '每笔赔案至多十个诊断和六个诊疗项目（ICD-9-CM，按文件写法不带点），另有一行住院信息：付费组、天数、报销金额。',
  },
  publisher: PUBLISHER,
  origin: 'public',
  files: 'inpatient_claims.parquet',
  format: 'parquet',
  columns: {
    item_id: required(expression(['ClaimID', 'key'], `trim("ClaimID") || '-' || key`)),
    claim_id: required(asText('ClaimID')),
    item_kind: required(asText('kind')),
    code: required(asText('code')),
    description: asText('words'),
    quantity: asReal('quantity'),
    amount: asAmount('amount'),
    provider_id: asText('Provider'),
    service_date: asDate('AdmissionDt'),
    event_at: required(asDate('AdmissionDt')),
    known_at: required(asDate('ClaimEndDt')),
  },
  ignore: others(
    CLAIM_HEADER,
    'ClaimID',
    'Provider',
    'AdmissionDt',
    'ClaimEndDt',
    'DischargeDt',
    'DiagnosisGroupCode',
    'InscClaimAmtReimbursed',
    ...DIAGNOSES,
    ...PROCEDURES,
  ),
  rows,
  duplicates: 'update',
  checks: [
    {
      name: 'stay_possible',
      severity: 'stop',
      meaning: { en: 'a stay ends before it begins', zh: '出院早于入院' },
      sql: 'select claim_id, quantity from {rows} where quantity < 1',
    },
    reference('claim_id', 'core.claim'),
  ],
  sample: CLAIM_SAMPLE,
})
