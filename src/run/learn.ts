/** Stage train: what a book learns, task by task. */
import type { Task } from '../book.ts'
import { UserError } from '../errors.ts'
import type { Featurized } from '../featurization/index.ts'
import type { FittedModel } from '../model.ts'
import type { FittedPeerGroups } from '../models/clusters/peer-groups.ts'
import type { Scorer, Subjects } from '../scoring/index.ts'
import type { CostModel } from '../underwriting/index.ts'
import type { Metrics, RunContext } from './context.ts'
import type { TaskFeatures } from './featurize.ts'
import { keepModels } from './keep.ts'
import { type FraudReport, learnFraud } from './learn-fraud.ts'
import { learnRate } from './learn-rate.ts'
import { learnPeers, peerNames } from './peers.ts'
import { TooFewOutcomes } from './too-few-outcomes.ts'

/** What a task has learned. */
export interface Learned {
  readonly task: Task
  readonly featurized: Featurized
  readonly subjects: Subjects
  /** For outcomes that are yes or no. */
  readonly scorer?: Scorer
  /** For counts: the rate a year. */
  readonly rate?: FittedModel
  /** The rate with what an event costs. */
  readonly cost?: CostModel
  readonly peers: FittedPeerGroups | undefined
  /** Scores of rows that were held out, each as it would have been given at the time. */
  readonly heldOut?: HeldOut
  /** The same of counts over exposure. */
  readonly heldOutRates?: HeldOutRates
  readonly modelId: string
  readonly report: LearnReport
}

/** What learning gives, by the kind of outcome. */
export type Found = Pick<Learned, 'scorer' | 'rate' | 'cost' | 'heldOut' | 'heldOutRates'>

/** Scores of rows that nothing was learned from, whole and part by part (log-odds before weighting). */
export interface HeldOut {
  readonly rows: Int32Array
  readonly logOdds: Float64Array
  readonly rules: Float64Array
  readonly model: Float64Array
  readonly network: Float64Array
  /** Margins of the main model when it reads the network features too; absent where there are none. */
  readonly withNetwork?: Float64Array
  /** Log-odds by weights that take rows that nobody looked at for genuine, where the score does not. */
  readonly naive?: Float64Array
}

/** Rates of rows that nothing was learned from, with what happened to them. */
export interface HeldOutRates {
  readonly rows: Int32Array
  /** Logarithm of the rate a year. */
  readonly margin: Float64Array
  readonly count: Float64Array
  /** Years. */
  readonly exposure: Float64Array
}

export interface LearnReport {
  readonly task: string
  readonly rows: number
  /** How a yes or no was learned. */
  readonly learning?: FraudReport
  readonly weights?: Readonly<Record<string, number>>
}

/** Line of business of each entity, where it has one. */
export async function linesOf(
  { warehouse }: Pick<RunContext, 'warehouse'>,
  task: Task,
  ids: readonly string[],
): Promise<(string | null)[]> {
  if (task.entity !== 'claim' && task.entity !== 'policy') return ids.map(() => null)
  const [table, key] = task.entity === 'claim' ? ['core.claim', 'claim_id'] : ['core.policy', 'policy_id']
  const { columns } = await warehouse.columns(`select ${key} as id, line from ${table}`, {
    id: 'string',
    line: 'string',
  })
  const line = new Map(columns.id.map((id, i) => [id, columns.line[i]]))
  return ids.map((id) => line.get(id) ?? null)
}

/** What was measured since. */
const added = (before: Metrics, after: Metrics): Metrics =>
  Object.fromEntries(Object.entries(after).filter(([name]) => !(name in before)))

/** A task that was not learned, and why. */
export interface LeftOut {
  readonly task: string
  readonly left_out: string
}

/** Learns every task of the book from its features; one with too few outcomes is left out, and goes to `leftOut`. */
export async function learn(
  context: RunContext,
  features: readonly TaskFeatures[],
  asOf: Date,
  leftOut: LeftOut[],
): Promise<Learned[]> {
  const { book, shelves, seed, onProgress } = context
  const learned: Learned[] = []
  for (const { task, featurized } of features) {
    if (featurized.matrix.rows === 0)
      throw new UserError(`missing rows: nothing to learn ${task.name} from [load the book first]`, 422)
    onProgress({ stage: `fit ${task.name}`, done: 0 })
    const lines = await linesOf(context, task, featurized.entityIds)
    const peers = learnPeers(featurized, seed)
    const subjects: Subjects = {
      entity: task.entity,
      matrix: featurized.matrix,
      lines,
      peerGroups: peerNames(peers, featurized.matrix, lines),
    }
    const rules = book.stages.includes('rules') ? shelves.rules : []
    const before = { ...context.metrics }
    const ground = { book, task, featurized, subjects, rules, seed }
    let found: Found & { readonly learning?: FraudReport }
    try {
      found =
        task.objective === 'poisson'
          ? await learnRate(context, ground, asOf)
          : await learnFraud(context, ground, asOf)
    } catch (error) {
      if (!(error instanceof TooFewOutcomes)) throw error
      onProgress({ stage: `not learned: ${error.message}`, done: 0 })
      leftOut.push({ task: task.name, left_out: error.message })
      continue
    }
    const modelId = await keepModels(
      context,
      ground,
      { ...found, peers, metrics: added(before, context.metrics) },
      asOf,
    )
    learned.push({
      task,
      featurized,
      subjects,
      peers,
      modelId,
      ...found,
      report: {
        task: task.name,
        rows: featurized.matrix.rows,
        ...(found.scorer ? { weights: found.scorer.file.combiner.weights } : {}),
        ...(found.learning ? { learning: found.learning } : {}),
      },
    })
  }
  return learned
}
