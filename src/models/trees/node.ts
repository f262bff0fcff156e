/** A node of a tree that grows, and where its rows are. */

import type { TrainingRows } from './rows.ts'
import type { Split } from './split.ts'

/** A grown node; rows of a leaf are `from` to `to` of the list `side`. */
export interface GrownNode {
  split: Split | null
  left: number
  right: number
  /** Leaf value, shrinkage included; 0 for inner nodes. */
  value: number
  /** Rows that the tree was grown on. */
  readonly cover: number
  readonly from: number
  readonly to: number
  readonly side: 0 | 1
}

/** Nodes with more rows than twice this are shared among threads. */
export const SHARE_ROWS = 16_384

export function leaf(from: number, to: number, side: 0 | 1): GrownNode {
  return { split: null, left: -1, right: -1, value: 0, cover: to - from, from, to, side }
}

/** Address of a place in one of the two lists of rows. */
export function placeOf({ lists }: TrainingRows, side: 0 | 1, row: number): number {
  return lists[side] + 4 * row
}
