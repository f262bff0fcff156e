/** Policies of a rate task with what is known of their claims and what those cost. */
import type { Task } from '../book.ts'
import type { Featurized } from '../featurization/index.ts'
import { select, takeRows } from '../model.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { CostRows } from './fit-cost.ts'
import { knownOutcomes, rowsWhere } from './known.ts'

/** The policies that were under observation, with the row of the features that each is. */
export interface KnownPolicies extends CostRows {
  readonly rows: Int32Array
}

/**
 * Reads what was known at `knownAt` of the rows that `wanted` picks.
 * @param names Features that both models read.
 */
export async function knownPolicies(
  warehouse: Warehouse,
  task: Task,
  featurized: Featurized,
  {
    names,
    lines,
    knownAt,
    wanted,
  }: {
    names: readonly string[]
    lines: readonly (string | null)[]
    knownAt: Date
    wanted: (row: number) => boolean
  },
): Promise<KnownPolicies> {
  const known = await knownOutcomes(warehouse, task, featurized, knownAt)
  const rows = rowsWhere(
    featurized.matrix.rows,
    (row) => known.exposure[row] > 0 && !Number.isNaN(known.y[row]) && wanted(row),
  )
  const x = takeRows(select(featurized.matrix, names), rows)
  return {
    rows,
    rate: x,
    severity: x,
    lines: Array.from(rows, (row) => lines[row]),
    claims: Float64Array.from(rows, (row) => known.y[row]),
    exposure: Float64Array.from(rows, (row) => known.exposure[row]),
    amounts: await amountsOf(warehouse, task, featurized.entityIds, rows, knownAt),
  }
}

/** Amounts above 0 of the claims of the given rows, by their place among them. */
async function amountsOf(
  warehouse: Warehouse,
  task: Task,
  ids: readonly string[],
  rows: Int32Array,
  knownAt: Date,
): Promise<CostRows['amounts']> {
  if (!task.amounts) return { row: new Int32Array(), amount: new Float64Array() }
  const { columns } = await warehouse.columns(task.amounts(warehouse.db, knownAt), {
    entity_id: 'string',
    amount: 'f64',
  })
  const place = new Map<string, number>()
  rows.forEach((row, i) => {
    place.set(ids[row], i)
  })
  const at = columns.entity_id.map((id) => place.get(String(id)) ?? -1)
  const kept = rowsWhere(at.length, (i) => at[i] >= 0 && columns.amount[i] > 0)
  return {
    row: Int32Array.from(kept, (i) => at[i]),
    amount: Float64Array.from(kept, (i) => columns.amount[i]),
  }
}
