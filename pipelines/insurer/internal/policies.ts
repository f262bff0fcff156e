/** Policies. */
import {
  absent,
  asAmount,
  asDate,
  asInteger,
  asReal,
  asShare,
  asText,
  asTimestamp,
  asWord,
  required,
  source,
} from 'claimscope'
import { LINE_WORDS } from '../vocabulary.ts'

export const policies = source({
  name: 'insurer/policies',
  into: 'core.policy',
  description: 'Policies of all lines, a file for each year of inception',
  publisher: 'policy system',
  origin: 'internal',
  files: 'internal/policies-*.csv',
  format: 'csv',
  columns: {
    policy_id: required(asText('policy_no')),
    line: required(asWord('line', LINE_WORDS)),
    product_code: asText('product_code'),
    product_type: asText('product'),
    policyholder_id: asText('holder_no'),
    insured_id: asText('insured_no'),
    agent_id: asText('agent_no'),
    group_id: asText('employer_no'),
    channel: asText('channel'),
    region_code: asText('region'),
    inception_date: required(asDate('starts')),
    expiry_date: required(asDate('ends')),
    sum_insured_amount: asAmount('sum_insured'),
    premium_amount: asAmount('premium'),
    deductible_amount: asAmount('deductible'),
    payout_ratio: asShare('payout_ratio'),
    holder_age: asInteger('holder_age'),
    driver_rating: absent,
    bonus_malus: asReal('bonus_malus'),
    vehicle_count: asInteger('vehicles'),
    past_claims: asInteger('prior_claims'),
    exposure_years: absent,
    claim_count: absent,
    previous_insurer_count: asInteger('prior_insurers'),
    event_at: required(asTimestamp('starts')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: ['branch_code'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'policies_term',
      severity: 'warn',
      meaning: 'a policy ends after it begins',
      sql: 'select policy_id, inception_date, expiry_date from {rows} where expiry_date < inception_date',
    },
    {
      name: 'policies_holder_known',
      severity: 'warn',
      meaning: 'the holder is a party of the book',
      sql: 'select policy_id, policyholder_id from {rows} r where policyholder_id is not null and not exists (from core.party p where p.party_id = r.policyholder_id)',
    },
    {
      name: 'policies_amounts',
      severity: 'stop',
      meaning: 'premium and sum insured are not negative',
      sql: 'select policy_id from {rows} where premium_amount < 0 or sum_insured_amount < 0',
    },
  ],
  sample: `policy_no,line,product_code,product,holder_no,insured_no,agent_no,employer_no,channel,region,starts,ends,sum_insured,premium,deductible,payout_ratio,holder_age,bonus_malus,vehicles,prior_claims,prior_insurers,entered_at,branch_code
PL00000002,agricultural,AG101,crop,K0000002,K0000002,G00076,,broker,330200,2022-07-01,2023-02-18,250000,"11,274.25",500,0.8,38,,,0,2,2022-06-23 10:59:00,B010
PL00001900,auto,AU303,all_perils,K0003496,K0003496,G00005,,agent,330600,2023/1/1,20231231,2000000,8569.46,500,1,56,112,2,1,0,2022-12-31 16:06:00,B034
`,
})
