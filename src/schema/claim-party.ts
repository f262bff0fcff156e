import { flag, loaded, table, text, word } from './table.ts'
import { ROLES } from './words.ts'

/** Who stands in a claim, and as what. */
export const claimParty = table(
  'core.claim_party',
  'one row per party and role in a claim',
  ['claim_id', 'party_id', 'role'],
  loaded({
    claim_id: text('the claim'),
    party_id: text('the party'),
    role: word(ROLES, 'what the party does in the claim'),
    is_injured: flag('claims an injury').optional(),
    plate: text('vehicle that the party came in').optional().secret(),
  }),
)
