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
