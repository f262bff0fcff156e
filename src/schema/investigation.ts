import { amount, loaded, table, text, timestamp, word } from './table.ts'
import { OUTCOMES } from './words.ts'

/** Investigations and their outcomes: the labels, with the moment they became known (`known_at`). */
export const investigation = table(
  'core.investigation',
  'one row per investigation of a claim or provider',
  ['investigation_id'],
  loaded({
    investigation_id: text('identifier'),
    subject_kind: word(['claim', 'provider', 'policy'], 'what was investigated'),
    subject_id: text('claim_id, party_id or policy_id'),
    opened_at: timestamp('when it was opened').optional(),
    outcome: word(OUTCOMES, 'what was found'),
    typology: text('kind of fraud found').optional(),
    saved_amount: amount('loss prevented or recovered').optional(),
  }),
)
