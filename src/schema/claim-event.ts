import { amount, loaded, table, text, word } from './table.ts'
import { EVENT_KINDS } from './words.ts'

/** The life of a claim, step by step. */
export const claimEvent = table(
  'core.claim_event',
  'one row per step in the life of a claim',
  ['claim_event_id'],
  loaded({
    claim_event_id: text('identifier'),
    claim_id: text('the claim'),
    event_kind: word(EVENT_KINDS, 'the step'),
    amount: amount('sum concerned').optional(),
    actor_id: text('party that took the step').optional(),
  }),
)
