/** Rows as a network takes them: standardised columns, cut at a reach, with what is known of each. */
import type { FeatureMatrix } from '../../model.ts'
import { type DesignColumn, designValue } from '../linear/design.ts'

export interface CodedRows {
  /** Row after row; 0 for a missing number, which is its mean. */
  readonly values: Float32Array
  /** 1 where the value is known; a missing number is none to be right or wrong about. */
  readonly known: Float32Array
}

/** Codes the given rows. Flags are divided by their scale like numbers. */
export function codeRows(
  x: FeatureMatrix,
  design: readonly DesignColumn[],
  rows: Int32Array,
  reach: number,
): CodedRows {
  const values = new Float32Array(rows.length * design.length)
  const known = new Float32Array(values.length).fill(1)
  design.forEach((column, c) => {
    const from = x.columns[column.feature]
    const unit = column.kind === 'number' ? 1 : column.scale
    for (let i = 0, at = c; i < rows.length; i++, at += design.length) {
      const value = from[rows[i]]
      values[at] = Math.max(-reach, Math.min(reach, designValue(column, value) / unit))
      if (column.kind === 'number' && value - value !== 0) known[at] = 0
    }
  })
  return { values, known }
}
