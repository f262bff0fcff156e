import { amount, integer, real, table, text, timestamp, word } from './table.ts'
import { COST_PARTS } from './words.ts'

/** What policies are expected to cost. */
export const policyCost = table(
  'score.policy_cost',
  'one row per policy: how often it is expected to claim, what a claim costs, and the two together',
  ['policy_id'],
  {
    policy_id: text('which one'),
    as_of: timestamp('the moment it is judged at: its inception'),
    line: text('line of business').optional(),
    peer_group: text('group that it is compared with').optional(),
    term_years: real('years that it lasts, at most one'),
    frequency: real('claims expected a year'),
    expected_claims: real('claims expected in the term'),
    claim_probability: real('of at least one claim in the term, 0 to 1'),
    severity_amount: amount('expected cost of one claim'),
    expected_cost_amount: amount('claims expected times what one costs'),
    premium_amount: amount('present premium for the term').optional(),
    base_log: real('part: what the book costs a year, logarithm'),
    line_log: real('part: the level of its line, large losses included'),
    term_log: real('part: a term of other than a year'),
    frequency_log: real('part: how often, as its features say'),
    severity_log: real(
      'part: how much, as its features say; the five parts add up to the logarithm of the expected cost',
    ),
    model_id: text('model file of the frequency; it names that of the severity'),
  },
)

/** The reasons within the frequency and the severity part; those of one part add up to it. */
export const costReason = table(
  'score.cost_reason',
  'one row per reason of an expected cost',
  ['policy_id', 'part', 'name'],
  {
    policy_id: text('which one'),
    part: word(COST_PARTS, 'the part that it belongs to'),
    name: text('feature; `other` gathers the small rest'),
    value: real('value of the feature').optional(),
    peer_value: real('median of the peer group').optional(),
    log_effect: real('what it adds to the logarithm of the expected cost'),
  },
)

/** Policies that nothing was learned from, with what was expected of them and what happened. */
export const policyBacktest = table(
  'score.policy_backtest',
  'one row per held-out policy: expected beside observed',
  ['policy_id'],
  {
    policy_id: text('which one'),
    line: text('line of business').optional(),
    exposure_years: real('years under observation'),
    claims: integer('claims in them'),
    claimed_amount: amount('what they cost'),
    expected_claims: real('by the model that had not seen it'),
    expected_cost_amount: amount('frequency times severity'),
    direct_cost_amount: amount('by one model of the cost itself (Tweedie), as a check'),
    linear_cost_amount: amount('by regressions of frequency and severity, the usual tariff'),
    premium_amount: amount('present premium for the time under observation').optional(),
  },
)
