/** From features to the columns of a linear model: standardised numbers, missing flags, one flag a category. */
import type { FeatureMatrix } from '../../model.ts'

/** One column of the design matrix: (what - mean) / scale. */
export interface DesignColumn {
  /** Position of the feature in the matrix. */
  readonly feature: number
  /** `number`: the value, its mean where missing; `missing`: 1 where missing; `code`: 1 where the value is `code`. */
  readonly kind: 'number' | 'missing' | 'code'
  readonly code: number
  readonly mean: number
  readonly scale: number
}

/** Categories beyond the most frequent, and those rarer than this many rows, get no flag of their own. */
const MAX_CODES = 64
const MIN_CODE_ROWS = 5

/** Chooses the columns of the design from training rows. Constant columns are left out. */
export function chooseDesign(x: FeatureMatrix, weight?: Float64Array): DesignColumn[] {
  return x.columns.flatMap((column, feature) => {
    const stats = momentsOf(column, weight)
    const flag = (kind: 'missing' | 'code', code: number, mean: number): DesignColumn => ({
      feature,
      kind,
      code,
      mean,
      scale: 1,
    })
    const columns: DesignColumn[] = []
    if (x.categorical?.[feature]) {
      for (const [code, mean] of codeShares(column, weight)) columns.push(flag('code', code, mean))
    } else if (stats.deviation > 0) {
      columns.push({ feature, kind: 'number', code: 0, mean: stats.mean, scale: stats.deviation })
    }
    if (stats.missing > 0 && stats.missing < 1) columns.push(flag('missing', 0, stats.missing))
    return columns
  })
}

/** The value of a design column for a feature's value, centred and scaled. */
export function designValue({ kind, code, mean, scale }: DesignColumn, value: number): number {
  const present = value - value === 0
  if (kind === 'number') return present ? (value - mean) / scale : 0
  return ((kind === 'missing' ? !present : value === code) ? 1 : 0) - mean
}

/** Rows `from` to `to` of the design, row after row. */
export function designRows(
  x: FeatureMatrix,
  design: readonly DesignColumn[],
  from: number,
  to: number,
): Float32Array {
  const out = new Float32Array((to - from) * design.length)
  design.forEach((column, j) => {
    const values = x.columns[column.feature]
    for (let i = from, o = j; i < to; i++, o += design.length) out[o] = designValue(column, values[i])
  })
  return out
}

function momentsOf(
  column: Float32Array,
  weight?: Float64Array,
): { mean: number; deviation: number; missing: number } {
  let [total, present, sum] = [0, 0, 0]
  for (let i = 0; i < column.length; i++) {
    const w = weight ? weight[i] : 1
    total += w
    if (column[i] - column[i] !== 0) continue
    present += w
    sum += w * column[i]
  }
  const mean = present > 0 ? sum / present : 0
  let squares = 0
  for (let i = 0; i < column.length; i++) {
    if (column[i] - column[i] === 0) squares += (weight ? weight[i] : 1) * (column[i] - mean) ** 2
  }
  const deviation = present > 0 ? Math.sqrt(squares / present) : 0
  // A spread at the level of float rounding is none.
  return { mean, deviation: deviation > 1e-7 * Math.abs(mean) ? deviation : 0, missing: 1 - present / total }
}

function codeShares(column: Float32Array, weight?: Float64Array): [code: number, share: number][] {
  const found = new Map<number, { rows: number; weight: number }>()
  let total = 0
  for (let i = 0; i < column.length; i++) {
    const w = weight ? weight[i] : 1
    total += w
    if (column[i] - column[i] !== 0) continue
    const entry = found.get(column[i])
    if (entry) {
      entry.rows++
      entry.weight += w
    } else found.set(column[i], { rows: 1, weight: w })
  }
  return [...found]
    .filter(([, { rows }]) => rows >= MIN_CODE_ROWS && rows < column.length)
    .sort((a, b) => b[1].rows - a[1].rows || a[0] - b[0])
    .slice(0, MAX_CODES)
    .map(([code, entry]) => [code, entry.weight / total])
}
