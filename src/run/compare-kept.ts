/** Two models of a task held against each other: on rows that neither learned from, and on scores given since. */
import type { Task } from '../book.ts'
import type { ModelEntry } from '../models/registry.ts'
import { type Comparison, compareModels } from '../monitoring/index.ts'
import { logistic } from '../score.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { outcomesBy } from './outcomes.ts'

export interface ModelComparison {
  readonly champion: string
  readonly challenger: string
  /** On rows held out from both; null where too few outcomes are shared. */
  readonly heldOut: Comparison | null
  /** On rows that both scored, one of them in the shadow, before the outcome was known. */
  readonly since: Comparison | null
}

/** Compares by the outcomes that are known at `knownAt`. */
export async function compareKept(
  warehouse: Warehouse,
  task: Task,
  champion: ModelEntry,
  challenger: ModelEntry,
  knownAt: Date,
  seed = 1,
): Promise<ModelComparison> {
  const outcomes = await outcomesBy(warehouse, task, knownAt)
  const given = async (modelId: string) => {
    const rows = await warehouse.db
      .selectFrom('score.given')
      .where('entity', '=', task.entity)
      .where('model_id', '=', modelId)
      .select(['entity_id', 'probability'])
      .execute()
    return new Map(rows.map((row) => [row.entity_id, row.probability]))
  }
  const heldOut = ({ heldOut: kept }: ModelEntry) =>
    new Map(kept?.ids.map((id, i) => [id, logistic(kept.margins[i])]))
  const on = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) => {
    const ids = [...a.keys()].filter((id) => b.has(id) && outcomes.has(id))
    const of = (from: ReadonlyMap<string, number>) =>
      Float64Array.from(ids, (id) => from.get(id) ?? Number.NaN)
    return task.objective === 'binary' ? compareModels(of(a), of(b), of(outcomes), seed) : null
  }
  return {
    champion: champion.id,
    challenger: challenger.id,
    heldOut: on(heldOut(champion), heldOut(challenger)),
    since: on(await given(champion.id), await given(challenger.id)),
  }
}
