/**
 * Champion and challenger: whether the model that a run has trained scores, or the one before it goes on while the new one is
 * tried in the shadow.
 *
 * The first model of a task scores. One that replaces a model whose file can no longer be read scores too. One of the same recipe,
 * trained on newer rows, is a refresh: under the policy `refresh` it scores unless it is worse beyond chance on the same rows.
 * Everything else is a challenger, until a second person agrees to the proposal of a first.
 */
import { UserError } from '../errors.ts'
import { select } from '../model.ts'
import { scoreRows } from '../scoring/index.ts'
import { type Appointed, champions } from './champions.ts'
import { compareKept, type ModelComparison } from './compare-kept.ts'
import type { RunContext } from './context.ts'
import { type KeptModels, readModels } from './keep.ts'
import type { Learned } from './learn.ts'
import { peerNames } from './peers.ts'

/** `refresh` lets a model of the champion's recipe take its place by itself; `approval` leaves every change to people. */
export const MODEL_POLICIES = ['refresh', 'approval'] as const
export type ModelPolicy = (typeof MODEL_POLICIES)[number]

/** What became of the model that was trained. */
export interface Verdict {
  readonly task: string
  readonly modelId: string
  readonly champion: string
  readonly outcome: Appointed | 'challenger'
  readonly reason: string
  readonly comparison: ModelComparison | null
}

/** What a task has learned, with the models that score in place of those that were trained where a champion stays. */
export interface Judged extends Learned {
  /** The model that was trained, when it is on trial. */
  readonly challenger?: Learned
  readonly verdict: Verdict
}

/** Decides task by task. Nothing is written: {@link appoint} does that once the run is published. */
export async function challenge(
  context: RunContext,
  learned: readonly Learned[],
  policy: ModelPolicy,
  asOf: Date,
): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const one of learned) judged.push(await decide(context, one, policy, asOf))
  return judged
}

async function decide(context: RunContext, one: Learned, policy: ModelPolicy, asOf: Date): Promise<Judged> {
  const { home, book, warehouse, seed } = context
  const { task, modelId } = one
  const current = await champions(home, book.name).current(task.name)
  const takes = (outcome: Appointed, reason: string, comparison: ModelComparison | null = null): Judged => ({
    ...one,
    verdict: { task: task.name, modelId, champion: modelId, outcome, reason, comparison },
  })
  if (current === null) return takes('first', 'the first model of the task')
  let standing: Learned
  let kept: KeptModels
  try {
    ;[standing, kept] = await inPlaceOf(context, one, current)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return takes('successor', error.message)
  }
  const fresh = await readModels(home, book.name, modelId, definitionsOf(context, one))
  const comparison = await compareKept(warehouse, task, kept.entry, fresh.entry, asOf, seed)
  const fault = worseBy(comparison)
  const isSame = fresh.entry.recipe === kept.entry.recipe
  if (policy === 'refresh' && isSame && fault === null)
    return takes('refresh', 'the recipe of the champion, trained on newer rows', comparison)
  const why = fault ?? (isSame ? 'every change is left to people' : 'another recipe than the champion')
  return {
    ...standing,
    challenger: one,
    verdict: {
      task: task.name,
      modelId,
      champion: current,
      outcome: 'challenger',
      reason: why,
      comparison,
    },
  }
}

/** What a model is worse in than the champion, beyond chance, on rows that neither learned from; null where in nothing. */
function worseBy({ heldOut }: ModelComparison): string | null {
  for (const { name, title, digits, sign } of GUARDED) {
    const difference = heldOut?.measures[name]?.difference
    if (!difference) continue
    const isWorse = sign > 0 ? difference.high < 0 : difference.low > 0
    if (isWorse)
      return `${title} ${sign > 0 ? 'lower' : 'higher'} by ${Math.abs(difference.value).toFixed(digits)} on the same rows, beyond chance`
  }
  return null
}

/** Measures that keep a worse model from taking its place by itself; `sign` is 1 where more is better. */
const GUARDED = [
  { name: 'roc_auc', title: 'AUC', digits: 3, sign: 1 },
  { name: 'poisson_deviance', title: 'Poisson deviance', digits: 4, sign: -1 },
  { name: 'gini', title: 'Gini', digits: 3, sign: 1 },
] as const

const definitionsOf = ({ book, shelves }: RunContext, { task }: Learned) => ({
  entity: task.entity,
  views: shelves.views,
  rules: book.stages.includes('rules') ? shelves.rules : [],
})

/** What a task has learned, with the models of `modelId` in place of the new ones. @throws UserError when they cannot score these rows. */
async function inPlaceOf(context: RunContext, one: Learned, modelId: string): Promise<[Learned, KeptModels]> {
  const { home, book } = context
  const kept = await readModels(home, book.name, modelId, definitionsOf(context, one))
  const { main, scorer, cost, peers } = kept
  const { matrix, lines } = one.subjects
  const models = scorer ? Object.values(scorer.models) : [main, cost?.severity, peers]
  for (const model of models) if (model) select(matrix, model.features)
  const subjects = { ...one.subjects, peerGroups: peerNames(peers, matrix, lines) }
  const { scorer: _, rate: __, cost: ___, ...rest } = one
  return [
    {
      ...rest,
      modelId,
      peers,
      subjects,
      ...(scorer ? { scorer } : { rate: main }),
      ...(cost ? { cost } : {}),
    },
    kept,
  ]
}

/** Makes the models that took their place by themselves champions. */
export async function appoint(context: RunContext, judged: readonly Judged[]): Promise<void> {
  const champion = champions(context.home, context.book.name)
  for (const { verdict } of judged) {
    const { task, modelId, outcome, reason } = verdict
    if (outcome !== 'challenger')
      await champion.appoint({
        task,
        modelId,
        why: outcome,
        reason,
        by: 'run',
        at: context.now.toISOString(),
      })
  }
}

/** Margins of the rows by what scores them: log-odds of the whole score, or the log of the rate. */
export function marginOf({ scorer, rate, subjects }: Learned): Float64Array {
  if (scorer) return scoreRows(scorer, subjects).logOdds
  if (!rate) throw new Error('missing model: nothing was learned')
  return rate.margin(select(subjects.matrix, rate.features))
}
