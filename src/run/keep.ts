/** Keeps what a task learned as model files, and reads it back for live scoring. */
import type { Task } from '../book.ts'
import { UserError } from '../errors.ts'
import type { FeatureView } from '../feature.ts'
import { type FeatureMatrix, type FittedModel, type Json, select } from '../model.ts'
import { FittedPeerGroups } from '../models/clusters/peer-groups.ts'
import { FittedEnsemble } from '../models/ensemble.ts'
import { type ModelEntry, modelRegistry, type NewModel } from '../models/registry.ts'
import type { Profile } from '../monitoring/index.ts'
import type { Rule } from '../rule.ts'
import type { Entity } from '../schema/words.ts'
import { restoreScorer, type Scorer, type ScorerFile, scoreRows } from '../scoring/index.ts'
import type { CostFile, CostModel } from '../underwriting/index.ts'
import { hashOf } from '../util/hash.ts'
import { cardOf, type ModelCard } from './card.ts'
import type { Metrics, RunContext } from './context.ts'
import { viewHash } from './definitions.ts'
import { keptHeldOut, referenceOf } from './evidence.ts'
import type { Ground } from './fit.ts'
import { knownOutcomes } from './known.ts'
import type { HeldOut, HeldOutRates } from './learn.ts'
import { modelFolder } from './model-files.ts'

/** Hash of the view that defines each feature. */
export function featureHashes(views: readonly FeatureView[]): Record<string, string> {
  return Object.fromEntries(
    views.flatMap((view) => {
      const hash = viewHash(view)
      return Object.keys(view.features).map((name) => [name, hash] as const)
    }),
  )
}

/** What the main model's file says of its companions; stands in the file's `calibration`. */
interface Companions {
  readonly network: string | null
  readonly anomaly: string | null
  readonly peers: string | null
  readonly scorer: ScorerFile | null
  /** What makes an expected cost of a rate. */
  readonly cost: KeptCost | null
  /** Mean size of each feature's contribution, log-odds, over a sample of the rows. */
  readonly importance: Readonly<Record<string, number>>
}

/** The severity's file, and what joins it to the rate. */
export interface KeptCost {
  readonly severity: string | null
  readonly file: CostFile
}

/** Rows that importance is measured on, evenly spread. */
const IMPORTANCE_ROWS = 400

function measureImportance(model: FittedModel, x: FeatureMatrix): Record<string, number> {
  const step = Math.max(1, x.rows / IMPORTANCE_ROWS)
  const rows = Int32Array.from({ length: Math.min(x.rows, IMPORTANCE_ROWS) }, (_, i) => Math.floor(i * step))
  const { names, parts } = model.explain(x, rows)
  return Object.fromEntries(
    names.map((name, j) => [
      name,
      parts[j].reduce((sum, v) => sum + Math.abs(v), 0) / Math.max(1, rows.length),
    ]),
  )
}

/** Importance by feature, as the model's file has it. */
export function importanceOf(entry: ModelEntry): Readonly<Record<string, number>> {
  return (entry.calibration as unknown as Companions | undefined)?.importance ?? {}
}

interface Kept {
  readonly heldOut?: HeldOut
  readonly heldOutRates?: HeldOutRates
  readonly scorer?: Scorer
  readonly rate?: FittedModel
  readonly cost?: CostModel
  readonly peers: FittedPeerGroups | undefined
  readonly metrics: Metrics
}

/** Saves all models of a task with the main one's card; gives its id. Which model scores is decided elsewhere. */
export async function keepModels(
  context: RunContext,
  ground: Ground,
  kept: Kept,
  asOf: Date,
): Promise<string> {
  const { home, book, snapshotId, now, seed, shelves } = context
  const { task, featurized } = ground
  const registry = modelRegistry(modelFolder(home, book.name))
  const definitions = featureHashes(shelves.views.filter((view) => view.entity === task.entity))
  const { y } = await knownOutcomes(context.warehouse, task, featurized, asOf)
  const known = y.filter((v) => !Number.isNaN(v))
  const moments = Float64Array.from(featurized.asOf).sort()
  const save = async (role: string, model: FittedModel, more: Partial<NewModel> = {}): Promise<string> => {
    const id = `${task.name}.${role}.${snapshotId}`.toLowerCase()
    await registry.save({
      id,
      task: role === 'main' ? task.name : `${task.name}.${role}`,
      createdAt: now.toISOString(),
      seed,
      recipe: recipeOf(task, model, definitions),
      training: {
        snapshot: snapshotId,
        rows: known.length,
        events: known.reduce((a, b) => a + b, 0),
        from: moments.length > 0 ? new Date(moments[0]).toISOString().slice(0, 10) : null,
        until: asOf.toISOString().slice(0, 10),
      },
      metrics: role === 'main' ? kept.metrics : {},
      model,
      definitions,
      x: select(featurized.matrix, model.features),
      ...more,
    })
    return id
  }
  const main = kept.scorer?.models.model ?? kept.rate
  if (!main) throw new Error(`missing model: ${task.name} learned nothing`)
  const network = kept.scorer?.models.network ?? null
  const anomaly = kept.scorer?.models.anomaly ?? null
  const companions: Companions = {
    network: network && (await save('network', network)),
    anomaly: anomaly && (await save('anomaly', anomaly)),
    peers: kept.peers ? await save('peers', kept.peers) : null,
    scorer: kept.scorer?.file ?? null,
    cost: kept.cost
      ? {
          severity: kept.cost.severity && (await save('severity', kept.cost.severity)),
          file: kept.cost.file,
        }
      : null,
    importance: measureImportance(main, select(featurized.matrix, main.features)),
  }
  const { heldOut, heldOutRates } = kept
  const held = heldOut ? { rows: heldOut.rows, margin: heldOut.logOdds } : heldOutRates
  const margin = kept.scorer
    ? scoreRows(kept.scorer, ground.subjects).logOdds
    : main.margin(select(featurized.matrix, main.features))
  return save('main', main, {
    calibration: companions as unknown as Json,
    card: (await cardOf(context, ground, { heldOut, heldOutRates }, asOf)) as unknown as Json,
    reference: referenceOf(
      select(featurized.matrix, [...main.features, ...(network?.features ?? [])]),
      margin,
      ground.subjects.lines,
      featurized.asOf,
      asOf,
    ) as unknown as Json,
    ...(held ? { heldOut: keptHeldOut(held.rows, held.margin, featurized.entityIds, featurized.asOf) } : {}),
  })
}

/** Hash of how a model was learned: the task's settings, the features with their definitions, the kinds that it is made of. */
function recipeOf(task: Task, model: FittedModel, definitions: Readonly<Record<string, string>>): string {
  const { objective, split, assumed, without, openly, trees, bag, linearShare } = task
  return hashOf({
    task: { objective, split, assumed, without, openly, trees, bag, linearShare },
    features: model.features.map((name) => [name, definitions[name]]),
    kinds: kindsOf(model),
  })
}

const kindsOf = (model: FittedModel): Json =>
  model instanceof FittedEnsemble
    ? [model.kind, model.members.map(kindsOf), [...model.weights]]
    : [model.kind, model.objective]

/** The card that was written when the model was trained. */
export function keptCard(entry: ModelEntry): ModelCard | null {
  return (entry.card as unknown as ModelCard | undefined) ?? null
}

/** What its training rows looked like. */
export function keptReference(entry: ModelEntry): Profile {
  return (entry.reference as unknown as Profile | undefined) ?? {}
}

/** All models of a task, read back from their files. */
export interface KeptModels {
  readonly modelId: string
  readonly entry: ModelEntry
  readonly main: FittedModel
  /** For outcomes that are yes or no. */
  readonly scorer: Scorer | undefined
  /** For rates that were learned with amounts. */
  readonly cost: CostModel | undefined
  readonly peers: FittedPeerGroups | undefined
}

/** As {@link KeptModels}, of a task whose outcomes are yes or no. */
export interface KeptScorer extends KeptModels {
  readonly scorer: Scorer
}

/** Reads the models whose main one is `modelId`. @throws UserError when a file is damaged or its definitions have changed. */
export async function readModels(
  home: string,
  book: string,
  modelId: string,
  { entity, views, rules }: { entity: Entity; views: readonly FeatureView[]; rules: readonly Rule[] },
): Promise<KeptModels> {
  const registry = modelRegistry(modelFolder(home, book))
  const definitions = featureHashes(views.filter((view) => view.entity === entity))
  const main = await registry.load(modelId, definitions)
  const companions = main.entry.calibration as unknown as Companions
  const read = async (id: string | null) =>
    id === null ? null : (await registry.load(id, definitions)).model
  const peers = await read(companions.peers)
  const { cost } = companions
  return {
    modelId,
    entry: main.entry,
    main: main.model,
    scorer: companions.scorer
      ? restoreScorer(
          companions.scorer,
          {
            model: main.model,
            network: await read(companions.network),
            anomaly: await read(companions.anomaly),
          },
          rules,
        )
      : undefined,
    cost: cost ? { rate: main.model, severity: await read(cost.severity), file: cost.file } : undefined,
    peers: peers instanceof FittedPeerGroups ? peers : undefined,
  }
}

/** Reads the scorer whose main model is `modelId`. @throws UserError as {@link readModels}, and for a model that is no scorer. */
export async function readScorer(
  home: string,
  book: string,
  modelId: string,
  definitions: { entity: Entity; views: readonly FeatureView[]; rules: readonly Rule[] },
): Promise<KeptScorer> {
  const kept = await readModels(home, book, modelId, definitions)
  if (!kept.scorer)
    throw new UserError(`invalid model: ${JSON.stringify(modelId)} [it scores no claims]`, 422)
  return { ...kept, scorer: kept.scorer }
}
