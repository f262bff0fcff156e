/** Claims on the French motor policies: one an amount. */
import { absent, asAmount, constant, expression, reference, required, source } from 'claimscope'
import { PUBLISHER, policyNumber, SEVERITY_SAMPLE } from './files.ts'

const END = constant('2004-12-31')

export const claims = source({
  name: 'french-motor/claims',
  title: { en: 'Claim amounts', zh: '赔案金额' },
  into: 'core.claim',
  description: {
    en: 'Amounts of claims. A policy may have several; they are numbered in the order of the file. No date is given: all lie at the end of the year of observation and become known on 1 January 2005. Some policies have claims but no amount, and a few amounts belong to no policy.',
    zh: '赔案金额。一张保单可有多笔，按文件顺序编号。文件未给日期：均置于观察年末，并于2005年1月1日得知。有的保单有赔案而无金额，少数金额不属于任何保单。',
  },
  publisher: PUBLISHER,
  origin: 'public',
  files: 'severity.parquet',
  format: 'parquet',
  columns: {
    claim_id: required(
      expression(['IDpol', 'nth'], `'C' || cast(try_cast("IDpol" as double) as bigint) || '-' || nth`),
    ),
    policy_id: required(expression(['IDpol'], policyNumber, 'invalid_integer')),
    line: constant('auto'),
    claimant_id: absent,
    object_id: expression(['IDpol'], `'V' || ${policyNumber}`),
    handler_id: absent,
    loss_at: END,
    loss_date: END,
    reported_at: END,
    assessed_at: absent,
    peril: absent,
    cover: constant('Liability'),
    region_code: absent,
    place: absent,
    loss_area: absent,
    latitude: absent,
    longitude: absent,
    claimed_amount: required(asAmount('ClaimAmount')),
    deductible_amount: absent,
    fault: absent,
    degree_of_loss: absent,
    has_police_report: absent,
    has_witness: absent,
    supplement_count: absent,
    address_changed_days: absent,
    policy_age_days: absent,
    report_channel: absent,
    device_id: absent,
    description: absent,
    event_at: END,
    known_at: constant('2005-01-01'),
  },
  ignore: [],
  rows: 'select *, row_number() over (partition by "IDpol" order by _offset) as nth from {records}',
  duplicates: 'ignore',
  checks: [
    {
      name: 'amount_positive',
      severity: 'stop',
      meaning: { en: 'a claim costs nothing or less', zh: '赔案金额为零或负' },
      sql: 'select claim_id, claimed_amount from {rows} where claimed_amount <= 0',
    },
    {
      name: 'policy_known',
      severity: 'warn',
      meaning: { en: 'a claim belongs to no policy of the book', zh: '赔案不属于账册内任何保单' },
      sql: `select claim_id, policy_id from {rows} as r anti join core.policy as p on r.policy_id = p.policy_id`,
    },
    reference('policy_id', 'core.policy'),
  ],
  sample: SEVERITY_SAMPLE,
})
