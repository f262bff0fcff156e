import { real, table, text, timestamp } from './table.ts'

/** Who is who: parties that linkage holds to be the same. Every party has a row; alone, it is its own entity. */
export const entity = table(
  'core.entity',
  'one row per party, with the entity that it belongs to',
  ['party_id'],
  {
    party_id: text('the party'),
    entity_id: text('smallest party_id of the entity'),
    match_weight: real(
      'strongest match weight that ties the party to its entity, bits; NULL when alone',
    ).optional(),
    known_at: timestamp('when the party became known'),
  },
)
