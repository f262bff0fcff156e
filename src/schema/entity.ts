import { real, table, text, timestamp, word } from './table.ts'

/** Who is who: parties that linkage holds to be the same. Every party has a row; alone, it is its own entity. */
export const entity = table(
  'core.entity',
  'one row per party, with the entity that it belongs to',
  ['party_id'],
  {
    party_id: text('the party'),
    entity_id: text('stable name of the entity: the smallest party_id of the group when it was first made'),
    match_weight: real(
      'strongest match weight that ties the party to its entity, bits; NULL when alone',
    ).optional(),
    known_at: timestamp('when the party became known'),
  },
)

/** How entities came to be what they are: a party that moved from one to another, batch by batch. */
export const entityChange = table(
  'core.entity_change',
  'one row per party and change of its entity',
  ['party_id', 'changed_at'],
  {
    party_id: text('the party'),
    changed_at: timestamp('when the run linked it anew'),
    kind: word(['merge', 'split'], 'two entities became one, or one became two'),
    from_entity_id: text('entity before'),
    to_entity_id: text('entity after'),
  },
)
