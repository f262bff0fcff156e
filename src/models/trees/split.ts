/** The best split of a node: by a number as the kernel found it, or by a category. */
import { BINS, type ColumnBins } from './bins.ts'
import { COLUMN_SUMS } from './kernel/layout.ts'
import type { Views } from './kernel/plain.ts'
import type { TreeParameters } from './parameters.ts'

/** Whole numbers that stand for a node's hessian and gradient. */
export interface Sums {
  readonly h: number
  readonly g: number
}

/** A way to part the rows of a node. */
export interface Split {
  readonly gain: number
  readonly feature: number
  /** Last bin on the left of a number; -1 for categories. */
  readonly bin: number
  readonly missingLeft: boolean
  /** 1 for the bins of categories that go left; null for numbers. */
  readonly categories: Uint8Array | null
  readonly left: Sums
  readonly right: Sums
}

/** The scales that turn real gradients and hessians into whole numbers. */
export interface Scale {
  readonly gradient: number
  readonly hessian: number
}

/** The penalties in whole units, fixed while a tree grows. */
export interface Penalties {
  readonly l1: number
  readonly l2: number
  readonly categoryL2: number
  readonly categorySmoothing: number
  readonly minChildWeight: number
  readonly minGain: number
  readonly minChildRows: number
  readonly maxCategories: number
  /** Gain in whole units times this is the real gain. */
  readonly gainUnit: number
}

export function penalties(p: TreeParameters, scale: Scale): Penalties {
  const gainUnit = scale.hessian / (scale.gradient * scale.gradient)
  return {
    l1: p.l1 * scale.gradient,
    l2: p.l2 * scale.hessian,
    categoryL2: p.categoryL2 * scale.hessian,
    categorySmoothing: p.categorySmoothing * scale.hessian,
    minChildWeight: Math.max(p.minChildWeight * scale.hessian, 1),
    minGain: p.minGain / gainUnit,
    minChildRows: p.minChildRows,
    maxCategories: p.maxCategories,
    gainUnit,
  }
}

/** |gradient| shrunk by the L1 penalty, with its sign. */
export function shrink(gradient: number, l1: number): number {
  if (l1 === 0) return gradient
  return gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0
}

function gainOf({ g, h }: Sums, l1: number, l2: number): number {
  const shrunk = shrink(g, l1)
  return (shrunk * shrunk) / (h + l2)
}

/** A wanted column of categories and where its histograms lie (bytes; counts 0 where rows are not counted). */
export interface CategoryColumn {
  readonly feature: number
  readonly sums: number
  readonly counts: number
}

/** Reads what the kernel found, and looks whether a category parts the rows better. Null when no split may be made. */
export function bestSplit(
  { i32, f64 }: Views,
  result: number,
  rows: number,
  categories: readonly CategoryColumn[],
  bins: readonly ColumnBins[],
  p: Penalties,
): Split | null {
  const at = result >> 2
  const parent = f64[(result >> 3) + 1]
  const total = { h: i32[at + 4], g: i32[at + 5] }
  const rest = (left: Sums) => ({ h: total.h - left.h, g: total.g - left.g })
  let gain = f64[result >> 3]
  let best: Split | null = null
  if (i32[at + 8] >= 0) {
    const left = { h: i32[at + 6], g: i32[at + 7] }
    best = {
      gain: (gain - parent) * p.gainUnit,
      feature: i32[at + 8],
      bin: i32[at + 9],
      missingLeft: i32[at + 10] === 1,
      categories: null,
      left,
      right: rest(left),
    }
  }
  for (const column of categories) {
    const found = byCategory(i32, column, bins[column.feature].count, total, rows, gain, p)
    if (!found) continue
    gain = found.gain
    best = {
      gain: (gain - parent) * p.gainUnit,
      feature: column.feature,
      bin: -1,
      missingLeft: found.chosen[0] === 1,
      categories: found.chosen,
      left: found.left,
      right: rest(found.left),
    }
  }
  return best
}

const order = new Int32Array(BINS)
const ratio = new Float64Array(BINS)

/**
 * Orders the categories by gradient over hessian and scans from both ends, which finds the best two-way partition.
 * Reference: Fisher (1958), "On grouping for maximum homogeneity"; the smoothing is LightGBM's.
 */
function byCategory(
  i32: Int32Array,
  { sums, counts }: CategoryColumn,
  count: number,
  total: Sums,
  rows: number,
  least: number,
  p: Penalties,
): { readonly gain: number; readonly chosen: Uint8Array; readonly left: Sums } | null {
  const at = sums >> 2
  const l2 = p.l2 + p.categoryL2
  let used = 0
  for (let k = 0; k < count; k++) {
    const [h, g] = [i32[at + 2 * k], i32[at + 2 * k + 1]]
    if (h === 0 && g === 0) continue
    ratio[k] = g / (h + p.categorySmoothing)
    order[used++] = k
  }
  const sorted = order.subarray(0, used).sort((a, b) => ratio[a] - ratio[b] || a - b)
  const most = Math.min(p.maxCategories, used - 1)
  let best: { gain: number; end: number; last: number; left: Sums } | null = null
  let gain = least
  for (let end = 0; end < 2; end++) {
    let h = 0
    let g = 0
    let left = 0
    for (let i = 0; i < most; i++) {
      const k = end === 0 ? sorted[i] : sorted[used - 1 - i]
      h += i32[at + 2 * k]
      g += i32[at + 2 * k + 1]
      if (counts !== 0) left += i32[(counts >> 2) + 2 * k]
      if (h < p.minChildWeight) continue
      if (total.h - h < p.minChildWeight) break
      if (counts !== 0 && (left < p.minChildRows || rows - left < p.minChildRows)) continue
      const here = gainOf({ g, h }, p.l1, l2) + gainOf({ g: total.g - g, h: total.h - h }, p.l1, l2)
      if (here <= gain) continue
      gain = here
      best = { gain, end, last: i, left: { h, g } }
    }
  }
  if (!best) return null
  const chosen = new Uint8Array(BINS)
  for (let q = 0; q <= best.last; q++) chosen[best.end === 0 ? sorted[q] : sorted[used - 1 - q]] = 1
  // Without missing values here, later ones follow the heavier side.
  if (i32[at] === 0 && i32[at + 1] === 0) chosen[0] = best.left.h > total.h - best.left.h ? 1 : 0
  return { gain, chosen, left: best.left }
}

/** 1 for every bin that goes left, into `out`. */
export function leftTable({ bin, missingLeft, categories }: Split, out: Uint8Array): void {
  if (categories) {
    out.set(categories)
    return
  }
  out.fill(1, 1, bin + 1)
  out.fill(0, bin + 1)
  out[0] = missingLeft ? 1 : 0
}

/** Where the sums of a column lie in a histogram. */
export const sumsOf = (histogram: number, column: number): number => histogram + column * COLUMN_SUMS
