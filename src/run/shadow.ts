/** Writes what challengers would have said, and keeps every score that was given before its outcome was known. */
import { logistic } from '../score.ts'
import { type Judged, marginOf } from './challenge.ts'
import type { RunContext } from './context.ts'
import { outcomesBy } from './outcomes.ts'

export interface ShadowReport {
  readonly task: string
  /** Rows that a challenger scored. */
  readonly shadow: number
  /** Scores kept to be judged later. */
  readonly given: number
}

/** Probability of a margin: of the event, or of at least one in a year where rates are learned. */
const probabilityOf = (objective: string, margin: number): number =>
  objective === 'binary' ? logistic(margin) : -Math.expm1(-Math.exp(margin))

export async function writeShadow(
  context: RunContext,
  judged: readonly Judged[],
  asOf: Date,
): Promise<ShadowReport[]> {
  const { warehouse } = context
  const reports: ShadowReport[] = []
  for (const one of judged) {
    const { task, featurized, challenger } = one
    await warehouse.db.deleteFrom('score.shadow').where('entity', '=', task.entity).execute()
    const { entityIds: ids } = featurized
    const margin = challenger && marginOf(challenger)
    if (challenger && margin)
      await warehouse.append('score.shadow', {
        entity: ids.map(() => task.entity),
        entity_id: ids,
        model_id: ids.map(() => challenger.modelId),
        probability: margin.map((m) => probabilityOf(task.objective, m)),
        log_odds: margin,
      })
    let given = 0
    if (task.objective === 'binary') {
      given += await keepGiven(context, one, marginOf(one), asOf, false)
      if (challenger && margin) given += await keepGiven(context, challenger, margin, asOf, true)
    }
    reports.push({ task: task.name, shadow: margin ? margin.length : 0, given })
  }
  return reports
}

/** Keeps scores of rows without an outcome: the first that a champion gave, and the first of each challenger. */
async function keepGiven(
  { warehouse }: RunContext,
  { task, featurized, subjects, modelId }: Pick<Judged, 'task' | 'featurized' | 'subjects' | 'modelId'>,
  margin: Float64Array,
  asOf: Date,
  isShadow: boolean,
): Promise<number> {
  const outcomes = await outcomesBy(warehouse, task, asOf)
  let there = warehouse.db
    .selectFrom('score.given')
    .where('entity', '=', task.entity)
    .where('is_shadow', '=', isShadow)
  if (isShadow) there = there.where('model_id', '=', modelId)
  const { columns } = await warehouse.columns(there.select('entity_id'), { entity_id: 'string' })
  const kept = new Set(columns.entity_id)
  const rows = Int32Array.from(featurized.entityIds.keys()).filter(
    (i) => !outcomes.has(featurized.entityIds[i]) && !kept.has(featurized.entityIds[i]),
  )
  const all = Array.from(rows)
  await warehouse.append('score.given', {
    entity: all.map(() => task.entity),
    entity_id: all.map((i) => featurized.entityIds[i]),
    model_id: all.map(() => modelId),
    line: all.map((i) => subjects.lines[i]),
    as_of: Float64Array.from(rows, (i) => featurized.asOf[i]),
    given_at: all.map(() => asOf),
    probability: Float64Array.from(rows, (i) => probabilityOf(task.objective, margin[i])),
    is_shadow: all.map(() => isShadow),
  })
  return rows.length
}
