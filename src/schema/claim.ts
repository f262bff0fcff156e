import { amount, date, flag, integer, loaded, real, table, text, timestamp, word } from './table.ts'
import { LINES } from './words.ts'

/** Claims as they stand at first notice and assessment; what follows is in `core.claim_event`. */
export const claim = table(
  'core.claim',
  'one row per claim',
  ['claim_id'],
  loaded({
    claim_id: text('identifier'),
    policy_id: text('the policy').optional(),
    line: word(LINES, 'line of business'),
    claimant_id: text('party that claims').optional(),
    object_id: text('insured object concerned').optional(),
    handler_id: text('party that handles it: adjuster or representative').optional(),
    loss_at: timestamp('when the loss happened'),
    loss_date: date('day of the loss'),
    reported_at: timestamp('when it was reported (FNOL)'),
    assessed_at: timestamp(
      'when survey and documents were complete: the moment that a claim is scored for; never a feature',
    ).optional(),
    peril: text('what happened').optional(),
    cover: text('cover claimed under').optional(),
    region_code: text('region of the loss').optional(),
    place: text('place in words').optional(),
    loss_area: text('urban or rural').optional(),
    latitude: real('degrees').optional(),
    longitude: real('degrees').optional(),
    claimed_amount: amount('sum claimed').optional(),
    deductible_amount: amount('deductible applied').optional(),
    fault: text('policyholder or third_party').optional(),
    degree_of_loss: real('share of the value lost, 0 to 1').optional(),
    has_police_report: flag('a police report was filed').optional(),
    has_witness: flag('a witness is named').optional(),
    supplement_count: integer('supplements to the first estimate').optional(),
    address_changed_days: integer('days since the address was changed, where stated').optional(),
    policy_age_days: integer(
      'days from inception to loss, where the source states it instead of dates',
    ).optional(),
    report_channel: text('how it was reported').optional(),
    device_id: text('device that it was reported with').optional().secret(),
    description: text('what the claimant wrote').optional(),
  }),
)
