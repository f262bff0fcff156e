/**
 * Scores: rules, model, anomaly and network added up in log-odds. One function scores the whole book and one live row, so a
 * claim scored live gets what a batch would have given it at the same moment.
 */
import { UserError } from '../errors.ts'
import { type FeatureMatrix, type Labels, takeLabels, takeRows } from '../model.ts'
import type { Rule } from '../rule.ts'
import type { Entity, ScorePart } from '../schema/words.ts'
import { logistic } from '../score.ts'
import { functionText, hashOf } from '../util/hash.ts'
import { DEFAULTS as COMBINER, COMPONENTS, type Combiner, fitCombiner } from './combiner.ts'
import {
  type Biases,
  biasOf,
  type Components,
  componentsOf,
  LEARNED,
  type LearnedComponent,
  type ScoringModels,
  type Subjects,
} from './components.ts'
import type { RuleHits } from './evaluate-rules.ts'
import { fitPeers, type PeerTable } from './peers.ts'

/** Everything that a scorer learned, as JSON. The models and rules that it was made with stay outside; their hash is kept. */
export interface ScorerFile {
  readonly version: 1
  readonly entity: Entity
  readonly combiner: Combiner
  readonly biases: Biases
  readonly peers: PeerTable
  /** Of the models and rules that the weights belong to. */
  readonly madeWith: string
}

export interface Scorer {
  readonly file: ScorerFile
  readonly models: ScoringModels
  readonly rules: readonly Rule[]
}

export interface Scored {
  readonly logOdds: Float64Array
  readonly probability: Float64Array
  /** Weighted; the five add up to `logOdds`. */
  readonly parts: Readonly<Record<ScorePart, Float64Array>>
  readonly hits: RuleHits
}

export interface ScorerOptions {
  /** Share of fraud to begin from; see the combiner. */
  readonly prior?: number
}

/**
 * Makes a scorer. `subjects` are the rows whose distribution is usual; `calibrate` are rows with known outcomes, later than what
 * the models learned from (`rows` are row numbers of the matrix, `labels` go with them). Without outcomes the prior weights stand.
 */
export function fitScorer(
  subjects: Subjects,
  models: ScoringModels,
  rules: readonly Rule[],
  calibrate: { readonly rows: Int32Array; readonly labels: Labels } | null,
  options: ScorerOptions = {},
): Scorer {
  const { matrix, peerGroups, entity } = subjects
  if (matrix.rows === 0)
    throw new UserError('missing rows: nothing to make a scorer from [load the book first]', 422)
  const biases = Object.fromEntries(
    LEARNED.map((name) => [name, models[name] ? biasOf(models[name], matrix) : 0]),
  ) as Record<LearnedComponent, number>
  const rows = calibrate?.rows ?? new Int32Array(0)
  const { values } = componentsOf(rowsOf(subjects, rows), models, rules, biases)
  const labels = calibrate?.labels ?? takeLabels({ y: new Float64Array(0) }, rows)
  const weights = Object.fromEntries(
    COMPONENTS.map((name) => [name, name !== 'rules' && !models[name] ? 0 : COMBINER.weights[name]]),
  ) as Record<(typeof COMPONENTS)[number], number>
  const combiner = fitCombiner(values, labels, { ...options, weights })
  const file: ScorerFile = {
    version: 1,
    entity,
    combiner,
    biases,
    peers: fitPeers(matrix, peerGroups),
    madeWith: madeWith(models, rules, entity),
  }
  return { file, models, rules }
}

/** The scorer of a file. UserError (422) when models or rules are not those that its weights were learned with. */
export function restoreScorer(file: ScorerFile, models: ScoringModels, rules: readonly Rule[]): Scorer {
  if (file.version !== 1)
    throw new UserError(`invalid scorer version: ${file.version} [this release reads 1]`, 422)
  const found = madeWith(models, rules, file.entity)
  if (found !== file.madeWith)
    throw new UserError(
      `invalid scorer: made with ${file.madeWith.slice(0, 12)}, given ${found.slice(0, 12)} [models or rules changed, train again]`,
      422,
    )
  return { file, models, rules }
}

/** Scores every row of `subjects`. */
export function scoreRows(scorer: Scorer, subjects: Subjects): Scored {
  return weigh(scorer, componentsOf(subjects, scorer.models, scorer.rules, scorer.file.biases))
}

function weigh({ file }: Scorer, { values, hits }: Components): Scored {
  const { intercept, weights } = file.combiner
  const rows = values.rules.length
  const parts = {
    base: new Float64Array(rows).fill(intercept),
    rules: values.rules.map((value) => value * weights.rules),
    model: values.model.map((value) => value * weights.model),
    anomaly: values.anomaly.map((value) => value * weights.anomaly),
    network: values.network.map((value) => value * weights.network),
  }
  const logOdds = new Float64Array(rows)
  for (const part of Object.values(parts)) for (let i = 0; i < rows; i++) logOdds[i] += part[i]
  return { logOdds, probability: logOdds.map(logistic), parts, hits }
}

/** Some of the rows, copied, in the given order. */
export function rowsOf(subjects: Subjects, rows: Int32Array): Subjects {
  const pick = <T>(list: readonly T[]) => Array.from(rows, (row) => list[row])
  return {
    entity: subjects.entity,
    matrix: takeRows(subjects.matrix, rows) satisfies FeatureMatrix,
    lines: pick(subjects.lines),
    peerGroups: pick(subjects.peerGroups),
  }
}

function madeWith(models: ScoringModels, rules: readonly Rule[], entity: Entity): string {
  const asked = rules.filter((rule) => rule.entity === entity && rule.status !== 'deprecated')
  return hashOf([
    ...LEARNED.map((name) => models[name]?.toJSON() ?? null),
    ...asked.map(({ id, weight, status, line, reads, when }) => ({
      ...{ id, weight, status, line, reads },
      when: functionText(when),
    })),
  ])
}
