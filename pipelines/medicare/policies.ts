/** The enrolment of a patient, as a policy. */
import { absent, asText, constant, expression, required, source } from 'claimscope'
import { BENEFICIARY_HEADER, BENEFICIARY_SAMPLE, others, PUBLISHER } from './files.ts'

export const policies = source({
  name: 'medicare/policies',
  title: { en: 'Hospital cover', zh: '住院保障' },
  into: 'core.policy',
  description: {
    en: 'One policy a beneficiary: hospital insurance (part A) for the months of 2009 that the file states; with part B when it was held at all.',
    zh: '每名受益人一张保单：文件所载2009年各月的住院保险（A部分），曾有B部分者一并计入。',
  },
  publisher: PUBLISHER,
  origin: 'public',
  files: 'beneficiaries.parquet',
  format: 'parquet',
  columns: {
    policy_id: required(expression(['BeneID'], `'M-' || trim("BeneID")`)),
    line: constant('health'),
    product_code: constant('medicare'),
    product_type: expression(
      ['NoOfMonths_PartACov', 'NoOfMonths_PartBCov'],
      `case when try_cast("NoOfMonths_PartBCov" as integer) > 0 then 'part A and B' else 'part A' end`,
    ),
    policyholder_id: asText('BeneID'),
    insured_id: asText('BeneID'),
    agent_id: absent,
    group_id: absent,
    channel: absent,
    region_code: expression(['State', 'County'], `'US-' || trim("State") || '-' || trim("County")`),
    inception_date: absent,
    expiry_date: absent,
    sum_insured_amount: absent,
    premium_amount: absent,
    deductible_amount: absent,
    payout_ratio: absent,
    holder_age: absent,
    driver_rating: absent,
    bonus_malus: absent,
    vehicle_count: absent,
    past_claims: absent,
    exposure_years: expression(
      ['NoOfMonths_PartACov'],
      'try_cast("NoOfMonths_PartACov" as double) / 12',
      'invalid_number',
    ),
    claim_count: absent,
    previous_insurer_count: absent,
    event_at: constant('2008-11-01'),
    known_at: constant('2008-11-01'),
  },
  ignore: others(
    BENEFICIARY_HEADER,
    'BeneID',
    'State',
    'County',
    'NoOfMonths_PartACov',
    'NoOfMonths_PartBCov',
  ),
  duplicates: 'ignore',
  checks: [
    {
      name: 'covered_at_most_a_year',
      severity: 'stop',
      meaning: {
        en: 'a beneficiary is covered for more than twelve months of the year',
        zh: '受益人一年内的保障超过十二个月',
      },
      sql: 'select policy_id, exposure_years from {rows} where exposure_years not between 0 and 1',
    },
  ],
  sample: BENEFICIARY_SAMPLE,
})
