import { flag, integer, real, table, text, word } from './table.ts'

export const DOUBTS = ['bridge', 'loose', 'large'] as const

/** Entities that deserve a look: one weak pair holds them together, their members hardly know each other, or they are large. */
export const entityDoubt = table(
  'core.entity_doubt',
  'one row per doubt about an entity',
  ['entity_id', 'kind', 'party_id_l', 'party_id_r'],
  {
    entity_id: text('the entity'),
    kind: word(DOUBTS, 'why it is doubted'),
    parties: integer('parties of the entity'),
    density: real('pairs that match of those that could, 0 to 1'),
    party_id_l: text('left party of the pair that holds the entity together, for a bridge').optional(),
    party_id_r: text('right party of it').optional(),
    match_weight: real('weight of that pair, bits').optional(),
    side_parties: integer('parties on the smaller side of the bridge').optional(),
  },
)

/** What a match line at each weight would mean. */
export const linkageCurve = table(
  'core.linkage_curve',
  'one row per match weight that a line could lie at',
  ['match_weight'],
  {
    match_weight: real('the line, bits'),
    match_probability: real('the same as a probability, 0 to 1'),
    pairs: integer('pairs at or above it that nothing holds apart'),
    precision_estimated: real('share of them that match, by the probabilities of the model').optional(),
    recall_estimated: real(
      'share of all matches among the compared pairs that they are, likewise',
    ).optional(),
    precision_true: real('share of them that match, where the truth is known').optional(),
    recall_true: real('share of all true pairs that they are, blocked or not').optional(),
    is_line: flag('whether the entities were made with this line'),
  },
)
