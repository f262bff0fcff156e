import { flag, json, real, table, text } from './table.ts'

/** Pairs of parties that linkage compared and kept, with the weights that add up. */
export const match = table(
  'core.match',
  'one row per pair of parties above the review line',
  ['party_id_l', 'party_id_r'],
  {
    party_id_l: text('left party'),
    party_id_r: text('right party'),
    match_weight: real('sum of the weights, bits'),
    match_probability: real('0 to 1'),
    is_vetoed: flag('held apart whatever the weight: a conflict, or too little evidence of one person'),
    waterfall: json('array of { comparison, level, weight }'),
  },
)
