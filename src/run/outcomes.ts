/** Outcomes of a task by entity, as they are known at a moment. */
import type { Task } from '../book.ts'
import type { Warehouse } from '../warehouse/index.ts'

/** Entity to outcome; entities of whom nothing is known are absent. */
export async function outcomesBy(
  warehouse: Warehouse,
  task: Task,
  knownAt: Date,
): Promise<ReadonlyMap<string, number>> {
  const { columns } = await warehouse.columns(task.labels(warehouse.db, knownAt), {
    entity_id: 'string',
    y: 'f64',
  })
  return new Map(columns.entity_id.map((id, i) => [String(id), columns.y[i]]))
}

/** Counts by entity with the exposure that they were seen in; entities without exposure are absent. */
export async function countsBy(
  warehouse: Warehouse,
  task: Task,
  knownAt: Date,
): Promise<ReadonlyMap<string, { readonly count: number; readonly exposure: number }>> {
  const { columns } = await warehouse.columns(task.labels(warehouse.db, knownAt), {
    entity_id: 'string',
    y: 'f64',
    exposure: 'f64',
  })
  return new Map(
    columns.entity_id.flatMap((id, i) => {
      const [count, exposure] = [columns.y[i], columns.exposure[i]]
      return exposure > 0 && count >= 0 ? [[String(id), { count, exposure }] as const] : []
    }),
  )
}
