import { integer, loaded, table, text } from './table.ts'

/** What customers said of their claim. */
export const feedback = table(
  'core.feedback',
  'one row per message of a customer',
  ['feedback_id'],
  loaded({
    feedback_id: text('identifier'),
    claim_id: text('the claim').optional(),
    party_id: text('who said it').optional(),
    channel: text('where').optional(),
    rating: integer('1 (worst) to 5 (best)').optional(),
    body: text('in their words').optional(),
  }),
)
