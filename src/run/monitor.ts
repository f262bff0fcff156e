/** Stage monitor: how far what comes in has moved from what the champion learned from, how its scores turned out, whether it is due. */
import { select } from '../model.ts'
import { type ModelEntry, modelRegistry } from '../models/registry.ts'
import {
  type DueReason,
  type FeatureDrift,
  featureDrift,
  performanceByQuarter,
  reasonsToRetrain,
} from '../monitoring/index.ts'
import { logistic } from '../score.ts'
import { aucInterval } from '../training/intervals.ts'
import { type Judged, marginOf } from './challenge.ts'
import type { RunContext } from './context.ts'
import { windows, withScore } from './evidence.ts'
import { keptReference } from './keep.ts'
import { DAY } from './known.ts'
import { modelFolder } from './model-files.ts'
import { outcomesBy } from './outcomes.ts'

export interface MonitorReport {
  readonly task: string
  readonly modelId: string
  readonly features: number
  readonly drifted: number
  readonly isDue: boolean
  readonly reasons: readonly DueReason[]
}

export async function monitor(
  context: RunContext,
  judged: readonly Judged[],
  asOf: Date,
): Promise<MonitorReport[]> {
  const { warehouse, home, book } = context
  const registry = modelRegistry(modelFolder(home, book.name))
  for (const table of ['score.drift', 'score.performance', 'score.model_checkup'] as const)
    await warehouse.db.deleteFrom(table).execute()
  const reports: MonitorReport[] = []
  for (const one of judged) {
    const { task, modelId, featurized, subjects } = one
    context.onProgress({ stage: `drift of ${task.name}`, done: 0 })
    const { entry } = await registry.load(modelId)
    const reference = keptReference(entry)
    const names = Object.keys(reference).filter((name) => subjects.matrix.names.includes(name))
    const { recent } = windows(featurized.asOf, asOf)
    const drift = featureDrift(
      reference,
      withScore(select(subjects.matrix, names), marginOf(one)),
      recent,
      subjects.lines,
    )
    await writeDrift(context, one, drift)
    const outcomes = await outcomesBy(warehouse, task, asOf)
    const isBinary = task.objective === 'binary'
    const heldOut = isBinary && entry.heldOut ? heldOutScores(entry.heldOut, outcomes) : null
    if (heldOut) await writePerformance(context, one, 'held_out', heldOut)
    const given = isBinary ? await givenScores(context, one, outcomes) : null
    if (given) await writePerformance(context, one, 'given', given)
    const ageDays = (asOf.getTime() - new Date(entry.training.until ?? asOf).getTime()) / DAY
    const trained = entry.metrics.roc_auc
    const reasons = reasonsToRetrain({
      ageDays,
      drift,
      trained:
        trained?.value == null || trained.low == null ? null : { value: trained.value, low: trained.low },
      given: given && given.y.length > 0 ? overall(given, heldOut ? tune(heldOut) : 1) : null,
    })
    await warehouse.append('score.model_checkup', {
      task: [task.name],
      model_id: [modelId],
      checked_at: [asOf],
      age_days: Float64Array.of(Math.max(0, ageDays)),
      is_due: [reasons.length > 0],
      reasons: [JSON.stringify(reasons)],
    })
    reports.push({
      task: task.name,
      modelId,
      features: names.length,
      drifted: drift.filter(({ isDrifted, line }) => isDrifted && line === '*').length,
      isDue: reasons.length > 0,
      reasons,
    })
  }
  return reports
}

/** Scores with what came of them, row by row. */
interface Turned {
  readonly probability: Float64Array
  readonly y: Float64Array
  /** When they were scored, ms since 1970. */
  readonly at: Float64Array
}

/** Held-out scores of a model's file, with what came of them. */
function heldOutScores(
  { ids, asOf, margins }: NonNullable<ModelEntry['heldOut']>,
  outcomes: ReadonlyMap<string, number>,
): Turned {
  return {
    probability: Float64Array.from(margins, logistic),
    y: Float64Array.from(ids, (id) => outcomes.get(id) ?? Number.NaN),
    at: Float64Array.from(asOf),
  }
}

/**
 * Events over those expected among the held-out rows with an outcome. Who is investigated is no draw from all claims, so more
 * events than the probabilities say are usual; what counts is a change of that. 1 where too few are known.
 */
function tune({ probability, y }: Turned): number {
  let [events, expected] = [0, 0]
  y.forEach((outcome, i) => {
    if (Number.isNaN(outcome)) return
    events += outcome
    expected += probability[i]
  })
  return events >= 5 && expected > 0 ? events / expected : 1
}

/** Scores that champions gave before the outcome was known, for the rows whose outcome is known now. */
async function givenScores(
  { warehouse }: RunContext,
  { task }: Judged,
  outcomes: ReadonlyMap<string, number>,
): Promise<Turned> {
  const { columns } = await warehouse.columns(
    warehouse.db
      .selectFrom('score.given')
      .where('entity', '=', task.entity)
      .where('is_shadow', '=', false)
      .select(['entity_id', 'as_of', 'probability'])
      .orderBy('entity_id'),
    { entity_id: 'string', as_of: 'f64', probability: 'f64' },
  )
  const rows = columns.entity_id.flatMap((id, i) => (id !== null && outcomes.has(id) ? [i] : []))
  return {
    probability: Float64Array.from(rows, (i) => columns.probability[i]),
    y: Float64Array.from(rows, (i) => outcomes.get(columns.entity_id[i] ?? '') ?? Number.NaN),
    at: Float64Array.from(rows, (i) => columns.as_of[i]),
  }
}

function overall({ probability, y }: Turned, usual: number) {
  const events = y.reduce((a, b) => a + b, 0)
  return {
    rows: y.length,
    events,
    expected: usual * probability.reduce((a, b) => a + b, 0),
    auc: Math.min(events, y.length - events) >= 3 ? aucInterval(probability, y) : null,
  }
}

async function writeDrift(
  { warehouse }: RunContext,
  { task, modelId }: Judged,
  drift: readonly FeatureDrift[],
): Promise<void> {
  const numbers = (of: (one: FeatureDrift) => number) => Float64Array.from(drift, of)
  await warehouse.append('score.drift', {
    task: drift.map(() => task.name),
    model_id: drift.map(() => modelId),
    feature: drift.map(({ feature }) => feature),
    line: drift.map(({ line }) => line),
    reference_rows: numbers((one) => one.referenceRows),
    recent_rows: numbers((one) => one.recentRows),
    psi: numbers((one) => one.psi),
    psi_limit: numbers((one) => one.psiLimit),
    ks: numbers((one) => one.ks),
    ks_limit: numbers((one) => one.ksLimit),
    p_value: numbers((one) => one.pValue),
    is_drifted: drift.map(({ isDrifted }) => isDrifted),
  })
}

async function writePerformance(
  { warehouse }: RunContext,
  { task, modelId }: Judged,
  way: 'held_out' | 'given',
  { probability, y, at }: Turned,
): Promise<void> {
  const periods = performanceByQuarter(probability, y, at)
  const numbers = (of: (one: (typeof periods)[number]) => number) => Float64Array.from(periods, of)
  await warehouse.append('score.performance', {
    task: periods.map(() => task.name),
    model_id: periods.map(() => modelId),
    way: periods.map(() => way),
    period: periods.map(({ period }) => period),
    rows: numbers(({ rows }) => rows),
    events: numbers(({ events }) => events),
    expected: numbers(({ expected }) => expected),
    roc_auc: numbers(({ auc }) => auc?.value ?? Number.NaN),
    roc_auc_low: numbers(({ auc }) => auc?.low ?? Number.NaN),
    roc_auc_high: numbers(({ auc }) => auc?.high ?? Number.NaN),
    brier: numbers(({ brier }) => brier),
  })
}
