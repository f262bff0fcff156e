import { bigint, flag, json, real, table, text, timestamp, word } from './table.ts'
import { ENTITIES } from './words.ts'

/** Scores of models that are on trial: beside the served ones, and never served. */
export const scoreShadow = table(
  'score.shadow',
  'one row per entity and challenger',
  ['entity', 'entity_id', 'model_id'],
  {
    entity: word(ENTITIES, 'what is scored'),
    entity_id: text('which one'),
    model_id: text('challenger that scored it'),
    probability: real('calibrated, 0 to 1'),
    log_odds: real('the sum of the parts'),
  },
)

/** Scores as they were given while the outcome was not known; kept from run to run, to be judged once it is. */
export const scoreGiven = table(
  'score.given',
  'one row per entity and model: the first score that it gave before the outcome was known',
  ['entity', 'entity_id', 'model_id'],
  {
    entity: word(ENTITIES, 'what was scored'),
    entity_id: text('which one'),
    model_id: text('model that scored it'),
    line: text('line of business').optional(),
    as_of: timestamp('the moment it was scored for'),
    given_at: timestamp('the moment that the book was seen at'),
    probability: real('calibrated, 0 to 1'),
    is_shadow: flag('by a challenger: nobody was shown it'),
  },
)

/** How far what comes in has moved from what a model learned from. */
export const scoreDrift = table(
  'score.drift',
  'one row per champion, feature and line, and one for its score',
  ['model_id', 'feature', 'line'],
  {
    task: text('what is predicted'),
    model_id: text('champion'),
    feature: text('feature, or `score`'),
    line: text('line of business, `*` for the whole book'),
    reference_rows: bigint('rows of the training period'),
    recent_rows: bigint('rows since'),
    psi: real('population stability index'),
    psi_limit: real('what it stays under by chance, and what matters'),
    ks: real('Kolmogorov-Smirnov distance, 0 to 1'),
    ks_limit: real('what it stays under by chance'),
    p_value: real('probability of such a shift by chance: the smaller of both tests, doubled'),
    is_drifted: flag('beyond chance, among all features, and large enough to matter'),
  },
)

/** How good scores turned out once the outcomes became known. */
export const scorePerformance = table(
  'score.performance',
  'one row per champion, way of scoring and period',
  ['model_id', 'way', 'period'],
  {
    task: text('what is predicted'),
    model_id: text('champion, or the models that gave the scores where there were several'),
    way: word(['held_out', 'given'], 'held out in training, or given by a run before the outcome was known'),
    period: text('quarter that the rows were scored in, `2026-Q1`'),
    rows: bigint('rows whose outcome has become known'),
    events: bigint('of which fraud, or whatever is predicted'),
    expected: real('sum of the probabilities'),
    roc_auc: real('chance that an event ranks above another row').optional(),
    roc_auc_low: real('lower end of its 95 % interval').optional(),
    roc_auc_high: real('upper end of its 95 % interval').optional(),
    brier: real('mean squared distance of probability and outcome'),
  },
)

/** Whether a model is due to be trained again. */
export const scoreCheckup = table(
  'score.model_checkup',
  'one row per task: whether its champion is due to be trained again, and why',
  ['task'],
  {
    task: text('what is predicted'),
    model_id: text('champion'),
    checked_at: timestamp('the moment of the run'),
    age_days: real('since the champion was trained'),
    is_due: flag('at least one reason'),
    reasons: json('array of { trigger, text: { en, zh } }'),
  },
)
