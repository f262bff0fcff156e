import { amount, real, table, text, timestamp, word } from './table.ts'
import { BANDS, ENTITIES, SCORE_PARTS } from './words.ts'

/** Scores. */
export const scoreRisk = table('score.risk', 'one row per scored entity', ['entity', 'entity_id'], {
  entity: word(ENTITIES, 'what is scored'),
  entity_id: text('which one'),
  as_of: timestamp('the moment it is scored for'),
  line: text('line of business').optional(),
  probability: real('calibrated, 0 to 1'),
  log_odds: real('the sum of the parts'),
  band: word(BANDS, 'risk band'),
  expected_loss_amount: amount('probability times the sum at stake'),
  peer_group: text('group that it is compared with').optional(),
  model_id: text('model file that scored it').optional(),
})

/** The parts of a score; they add up to its log-odds. */
export const scorePart = table('score.part', 'one row per part of a score', ['entity', 'entity_id', 'part'], {
  entity: word(ENTITIES, 'what is scored'),
  entity_id: text('which one'),
  part: word(SCORE_PARTS, 'the part'),
  log_odds: real('what the part adds'),
})

/** The reasons within the parts; those of one part add up to it. */
export const scoreReason = table(
  'score.reason',
  'one row per reason of a score',
  ['entity', 'entity_id', 'part', 'name'],
  {
    entity: word(ENTITIES, 'what is scored'),
    entity_id: text('which one'),
    part: word(SCORE_PARTS, 'the part that it belongs to'),
    name: text('feature or rule; `other` gathers the small rest'),
    value: real('value of the feature; 1 for a rule').optional(),
    peer_value: real('median of the peer group').optional(),
    log_odds: real('what it adds'),
  },
)

/** What a run holds for worth an alert; the operations store takes it up once. */
export const scoreCandidate = table(
  'score.candidate',
  'one row per alert that the run proposes',
  ['dedupe_key'],
  {
    dedupe_key: text('the same finding has the same key in every run'),
    alert_kind: word(['claim', 'provider', 'ring', 'signal', 'policy'], 'what it is about'),
    subject_id: text('claim_id, party_id, ring_id, signal series or policy_id'),
    line: text('line of business').optional(),
    severity: text('low, medium, high, critical'),
    probability: real('0 to 1'),
    expected_loss_amount: amount('what it would cost if nobody looked'),
    title: text('in English'),
    title_zh: text('in Chinese'),
    detail: text('why, how sure, compared with whom, what to do next (JSON)'),
    as_of: timestamp('the moment it was found for'),
  },
)
