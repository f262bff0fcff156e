/** What is known of the outcomes at a moment, aligned with the rows of a matrix. */
import type { Task } from '../book.ts'
import type { Featurized } from '../featurization/index.ts'
import type { Warehouse } from '../warehouse/index.ts'

export const DAY = 86_400_000

/** Outcomes by row of the matrix; NaN where nothing is known. */
export interface Known {
  readonly y: Float64Array
  readonly exposure: Float64Array
}

/** Reads the outcomes of a task that were known at `knownAt`. */
export async function knownOutcomes(
  warehouse: Warehouse,
  task: Task,
  { entityIds }: Featurized,
  knownAt: Date,
): Promise<Known> {
  const { columns, rows } = await warehouse.columns(task.labels(warehouse.db, knownAt), {
    entity_id: 'string',
    y: 'f64',
    exposure: 'f64',
  })
  const place = new Map<string, number>()
  for (let i = 0; i < rows; i++) place.set(String(columns.entity_id[i]), i)
  const y = new Float64Array(entityIds.length).fill(Number.NaN)
  const exposure = new Float64Array(entityIds.length).fill(Number.NaN)
  entityIds.forEach((id, i) => {
    const at = place.get(id)
    if (at === undefined) return
    y[i] = columns.y[at]
    exposure[i] = columns.exposure[at]
  })
  return { y, exposure }
}

/** Rows of an array of row numbers that fulfil a condition. */
export const rowsWhere = (rows: number, condition: (row: number) => boolean): Int32Array =>
  Int32Array.from({ length: rows }, (_, i) => i).filter(condition)

export interface TrainingRows {
  /** Row numbers, oldest first. */
  readonly rows: Int32Array
  /** What is learned: the outcome, 0 where it is assumed. */
  readonly y: Float64Array
  readonly weight: Float64Array
  /** Whether the outcome is known, not assumed. */
  readonly known: Uint8Array
  /** Whether the row is old enough that without an outcome nobody looked at it. */
  readonly settled: Uint8Array
  /** Rows of one number belong to one person or provider. */
  readonly groups: Int32Array
  /** The moment that tells training from test, milliseconds since 1970. */
  readonly moments: Float64Array
}

/** Whom each row belongs to, as numbers; each row by itself where the task names nobody. */
export async function groupsOf(
  warehouse: Warehouse,
  task: Task,
  { entityIds }: Featurized,
): Promise<Int32Array> {
  if (!task.group) return Int32Array.from(entityIds, (_, i) => i)
  const { columns } = await warehouse.columns(task.group(warehouse.db), {
    entity_id: 'string',
    group_id: 'string',
  })
  const groupOf = new Map(columns.entity_id.map((id, i) => [id, columns.group_id[i]]))
  const numbers = new Map<string, number>()
  return Int32Array.from(entityIds, (id) => {
    // A row of nobody is a group of its own; no group is named like this.
    const name = groupOf.get(id) ?? `row:${id}`
    const number = numbers.get(name) ?? numbers.size
    numbers.set(name, number)
    return number
  })
}

/** The moment of each row that tells training from test: the task's own, else the moment of scoring. */
export async function splitMoments(
  warehouse: Warehouse,
  task: Task,
  { entityIds, asOf }: Featurized,
): Promise<Float64Array> {
  if (!task.splitAt) return asOf
  const { columns } = await warehouse.columns(task.splitAt(warehouse.db), {
    entity_id: 'string',
    split_at: 'f64',
  })
  const place = new Map(columns.entity_id.map((id, i) => [id, i]))
  return Float64Array.from(entityIds, (id) => columns.split_at[place.get(id) ?? -1] ?? Number.NaN)
}

/**
 * The rows that may be learned from at `cutoff`: their moment (of `moments`) lies `purgeDays` before it, and their outcome was known then;
 * or, where the task allows, they are old enough to be taken for genuine. Rows of a group that `tested` holds are left out.
 */
export function trainingRows(
  task: Task,
  { moments, groups, tested }: { moments: Float64Array; groups: Int32Array; tested?: ReadonlySet<number> },
  known: Known,
  cutoff: number,
  purgeDays: number,
): TrainingRows {
  const { assumed } = task
  const isKnown = (row: number) => !Number.isNaN(known.y[row])
  const isOld = (row: number) => assumed !== undefined && moments[row] <= cutoff - assumed.afterDays * DAY
  const rows = rowsWhere(
    moments.length,
    (row) =>
      moments[row] < cutoff - purgeDays * DAY && (isKnown(row) || isOld(row)) && !tested?.has(groups[row]),
  ).sort((a, b) => moments[a] - moments[b] || a - b)
  return {
    rows,
    y: Float64Array.from(rows, (row) => (isKnown(row) ? known.y[row] : 0)),
    weight: Float64Array.from(rows, (row) => (isKnown(row) ? 1 : (assumed?.weight ?? 1))),
    known: Uint8Array.from(rows, (row) => (isKnown(row) ? 1 : 0)),
    settled: Uint8Array.from(rows, (row) => (isOld(row) ? 1 : 0)),
    groups: Int32Array.from(rows, (row) => groups[row]),
    moments: Float64Array.from(rows, (row) => moments[row]),
  }
}
