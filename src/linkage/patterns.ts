/** Compares pairs in SQL: the level of every comparison, and how often each combination of levels occurs. */
import type { Warehouse } from '../warehouse/index.ts'
import type { Comparison, LinkageModel } from './comparison.ts'
import { sideBySide } from './scratch.ts'

/** Level of a comparison over records `l` and `r`: its place among the levels, -1 when a side is missing. */
export function levelSql(comparison: Comparison): string {
  const cases = comparison.levels
    .map((level, i, levels) => {
      if (level.isWithinNext) return ''
      const closer = levels[i - 1]?.isWithinNext ? levels[i - 1] : undefined
      return `when ${level.sql} then ${closer ? `case when ${closer.sql} then ${i - 1} else ${i} end` : i}`
    })
    .join(' ')
  return `(case when l.${comparison.column} is null or r.${comparison.column} is null then -1 ${cases} end)::tinyint`
}

/** Combinations of levels. `levels[p * width + c]` is the level of comparison c in pattern p, -1 for none. */
export interface Patterns {
  readonly size: number
  readonly width: number
  readonly levels: Int8Array
  readonly counts: Float64Array
}

/**
 * The two records of each pair of a relation `p`, as `l` and `r`. The filter is always true and makes DuckDB expect few records:
 * it then looks pairs up among records. The other way round it hands on one pair a record at a time, and the comparisons, which
 * are many small steps over whole vectors, take twice as long. Further filters say which records a side has.
 */
export const bothSides = (left = 'true', right = 'true') =>
  `join (from scratch.record where bit_count(id) >= 0 and ${left}) l on l.id = p.l
    join (from scratch.record where bit_count(id) >= 0 and ${right}) r on r.id = p.r`

/**
 * Fills `scratch.gamma` (l, r, g0, g1, ... and, for comparisons with frequencies, f0, f1, ...: the larger share of the two
 * values) from `scratch.pair`, whose right sides are records from `first` on.
 */
export async function compare(warehouse: Warehouse, model: LinkageModel, first: number): Promise<void> {
  const columns = model.comparisons.flatMap((c, i) => [
    `${levelSql(c)} as g${i}`,
    ...(c.frequency ? [`greatest(l.${c.frequency}, r.${c.frequency})::float as f${i}`] : []),
  ])
  const compared = (pairs: string, left: string) =>
    `select p.l, p.r, ${columns.join(', ')} from ${pairs} p ${bothSides(left, `id >= ${first}`)}`
  if (first === 0)
    return warehouse.execute(`create or replace table scratch.gamma as ${compared('scratch.pair', 'true')}`)
  await warehouse.execute(
    `create or replace table scratch.gamma as ${compared('(from scratch.pair where false)', 'false')}`,
  )
  const half = (k: number) =>
    `insert into scratch.gamma ${compared(`(from scratch.pair where l % 2 = ${k})`, `id % 2 = ${k}`)}`
  await sideBySide(warehouse, [half(0), half(1)])
}

/** Counts the patterns of a relation that has columns g0, g1, ... */
export async function countPatterns(
  warehouse: Warehouse,
  model: LinkageModel,
  relation: string,
): Promise<Patterns> {
  const width = model.comparisons.length
  const names = model.comparisons.map((_, i) => `g${i}`)
  const kinds = Object.fromEntries([...names.map((name) => [name, 'i32'] as const), ['n', 'f64'] as const])
  const { rows, columns } = await warehouse.columns(
    `select ${names.join(', ')}, count(*) as n from ${relation} group by all order by ${names.join(', ')}`,
    kinds,
  )
  const levels = new Int8Array(rows * width)
  for (const [c, name] of names.entries()) {
    const column = columns[name] as Int32Array
    for (let p = 0; p < rows; p++) levels[p * width + c] = column[p]
  }
  return { size: rows, width, levels, counts: columns.n as Float64Array }
}
