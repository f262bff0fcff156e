import { amount, date, integer, loaded, real, table, text, word } from './table.ts'
import { LINES } from './words.ts'

/** Contracts of insurance. */
export const policy = table(
  'core.policy',
  'one row per policy',
  ['policy_id'],
  loaded({
    policy_id: text('identifier'),
    line: word(LINES, 'line of business'),
    product_code: text('product').optional(),
    product_type: text('kind of product or base cover').optional(),
    policyholder_id: text('party that holds the policy').optional(),
    insured_id: text('party that is insured').optional(),
    agent_id: text('party that sold it').optional(),
    group_id: text('employer party of a group policy').optional(),
    channel: text('sales channel').optional(),
    region_code: text('region of the risk').optional(),
    inception_date: date('first day of cover').optional(),
    expiry_date: date('last day of cover').optional(),
    sum_insured_amount: amount('highest sum payable').optional(),
    premium_amount: amount('premium for the term').optional(),
    deductible_amount: amount('borne by the insured').optional(),
    payout_ratio: real('share of the loss above the deductible that is paid, 0 to 1').optional(),
    holder_age: integer('age of the holder or driver as stated at inception, years').optional(),
    driver_rating: integer("insurer's rating of the driver").optional(),
    bonus_malus: real('bonus-malus coefficient, 50 to 350, below 100 is a bonus').optional(),
    vehicle_count: integer('vehicles on the policy').optional(),
    past_claims: integer('claims before this policy, as stated').optional(),
    exposure_years: real('years under observation, where the source states it').optional(),
    claim_count: integer('claims in the exposure, where the source states it').optional(),
    previous_insurer_count: integer('insurers in the five years before').optional(),
  }),
)
