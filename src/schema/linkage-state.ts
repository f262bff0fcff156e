import { bigint, flag, integer, json, real, table, text, timestamp } from './table.ts'

/** What linkage learned, kept so that a nightly batch is weighed by the same measure. */
export const linkageModel = table(
  'linkage.model',
  'one row per kind of party, with the weights in force',
  ['model'],
  {
    model: text('what is linked: persons, organisations, one source of them'),
    definition: text('hash of blocking rules, comparisons and options; another one is learned anew'),
    learned_at: timestamp('when the weights were learned'),
    records: integer('parties that they were learned from'),
    pairs: bigint('pairs that they were learned from'),
    expected_matches: real('matches among the pairs compared so far, as the model expects them'),
    match_line: real('weight from which pairs are one entity, bits'),
    parameters: json('{ bits, chance, prior, m, u }: weights in bits, and the probabilities behind them'),
  },
)

/** How common the values of a column were when the weights were learned. */
export const linkageTerm = table('linkage.term', 'one row per value that several records share', ['model'], {
  model: text('what is linked'),
  column_name: text('given or family'),
  value: text('the value; NULL stands for all that no two records share').optional().secret(),
  share: real('share of other records with the value, 0 to 1'),
})

/** Words of names as they were read once: what they sound like, and what they are short for. */
export const linkageWord = table('linkage.word', 'one row per word of a plain Western name', ['word'], {
  word: text('lower case').secret(),
  is_plain: flag('whether it says the same beside any other word'),
  given_sound: text('sound as a given name').optional(),
  family_sound: text('sound as a family name').optional(),
  given_roots: text('given names that it may stand for, separated by spaces').optional(),
})

/** What has been linked, and a print of what it was linked by. */
export const linkageRecord = table('linkage.record', 'one row per party that has been linked', ['id'], {
  id: integer('number of the record'),
  model: text('what it is linked as'),
  party_id: text('the party'),
  party_row: bigint('where core.party held its row').optional(),
  party_print: bigint('hash of that row'),
  identity_row: bigint('where core.party_identity held its row').optional(),
  identity_print: bigint('hash of that row').optional(),
})

/** Blocking keys, so that new parties find the old ones they may be. */
export const linkageKey = table(
  'linkage.key',
  'one row per record and blocking rule',
  ['id', 'rule', 'key'],
  {
    rule: integer('place of the rule in its model'),
    key: bigint('hash of model, rule, kind of party and key'),
    id: integer('number of the record; -1 for all records of a key that far too many share'),
  },
)

/** What the whole book comes to, so that a night need not count what it did not touch. */
export const linkageTotal = table('linkage.total', 'one row', ['parties'], {
  parties: integer('rows of core.entity that were counted'),
  entities: integer('entities among them'),
})

/** Verdicts that the entities were made with. */
export const linkageVerdict = table(
  'linkage.verdict',
  'one row per pair that people decided',
  ['party_id_l', 'party_id_r'],
  {
    party_id_l: text('left party'),
    party_id_r: text('right party'),
    is_same: flag('whether they are one'),
  },
)
