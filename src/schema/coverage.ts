import { amount, integer, loaded, real, table, text } from './table.ts'

/** What a policy covers, cover by cover. */
export const coverage = table(
  'core.coverage',
  'one row per cover of a policy',
  ['coverage_id'],
  loaded({
    coverage_id: text('identifier'),
    policy_id: text('the policy'),
    cover: text('name of the cover'),
    limit_amount: amount('highest sum payable under the cover').optional(),
    deductible_amount: amount('borne by the insured').optional(),
    payout_ratio: real('share paid above the deductible, 0 to 1').optional(),
    waiting_days: integer('days after inception before the cover begins').optional(),
  }),
)
