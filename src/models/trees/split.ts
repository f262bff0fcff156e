/** The best split of a node, read from its histogram. */
import { BINS, type ColumnBins } from './bins.ts'
import { gradientOf, hessianOf, type Scale } from './kernels.ts'
import type { TreeParameters } from './parameters.ts'

/** A way to part the rows of a node. Bin b goes left when `left[b]` is 1; unseen values go where bin 0 goes. */
export interface Split {
  readonly gain: number
  readonly feature: number
  /** Last bin on the left of a number; 0 when only missing values go left; -1 for categories. */
  readonly bin: number
  readonly left: Uint8Array
}

/** What a node knows before it is split; gradient and hessian in packed units. */
export interface NodeSums {
  readonly packed: number
  readonly rows: number
}

/** The penalties in packed units, fixed while a tree grows. */
export interface Penalties {
  readonly l1: number
  readonly l2: number
  readonly categoryL2: number
  readonly categorySmoothing: number
  readonly minChildWeight: number
  readonly minGain: number
  readonly minChildRows: number
  readonly maxCategories: number
  /** Packed gain times this is the real gain. */
  readonly gainUnit: number
}

export function penalties(p: TreeParameters, scale: Scale): Penalties {
  return {
    l1: p.l1 * scale.gradient,
    l2: p.l2 * scale.hessian,
    categoryL2: p.categoryL2 * scale.hessian,
    categorySmoothing: p.categorySmoothing * scale.hessian,
    minChildWeight: Math.max(p.minChildWeight * scale.hessian, 1),
    minGain: p.minGain,
    minChildRows: p.minChildRows,
    maxCategories: p.maxCategories,
    gainUnit: scale.hessian / (scale.gradient * scale.gradient),
  }
}

/** |gradient| shrunk by the L1 penalty, with its sign. */
export function shrink(gradient: number, l1: number): number {
  if (l1 === 0) return gradient
  return gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0
}

function gainOf(gradient: number, hessian: number, l1: number, l2: number): number {
  const g = l1 === 0 ? gradient : shrink(gradient, l1)
  return (g * g) / (hessian + l2)
}

/** The best candidate so far; one object is reused for all nodes. */
interface Candidate {
  gain: number
  feature: number
  bin: number
  missingLeft: boolean
  /** Bins on the left of the best split by category. */
  chosen: Uint8Array
}

/** Finds splits; holds the scratch memory. One finder a fit. */
export class SplitFinder {
  readonly #bins: readonly ColumnBins[]
  readonly #monotone: Int8Array
  readonly #order = new Int32Array(BINS)
  readonly #ratio = new Float64Array(BINS)
  readonly #best: Candidate = {
    gain: 0,
    feature: -1,
    bin: 0,
    missingLeft: false,
    chosen: new Uint8Array(BINS),
  }

  constructor(bins: readonly ColumnBins[], monotone: Int8Array) {
    this.#bins = bins
    this.#monotone = monotone
  }

  /** The split of largest gain among the columns where `wanted` is 1, or null when none may be made. */
  find(
    histogram: Float64Array,
    counts: Int32Array | null,
    sums: NodeSums,
    wanted: Uint8Array,
    p: Penalties,
  ): Split | null {
    const best = this.#best
    const gradient = gradientOf(sums.packed)
    const hessian = hessianOf(sums.packed, gradient)
    const parent = gainOf(gradient, hessian, p.l1, p.l2)
    best.feature = -1
    best.gain = parent + p.minGain / p.gainUnit
    // Rounding noise of the packed sums must not pass for a gain.
    best.gain += Math.abs(parent) * 1e-9
    for (let j = 0; j < this.#bins.length; j++) {
      if (wanted[j] === 0) continue
      if (this.#bins[j].codes) this.#byCategory(j, histogram, counts, gradient, hessian, sums.rows, p)
      else this.#byNumber(j, histogram, counts, gradient, hessian, sums.rows, p)
    }
    if (best.feature < 0) return null
    return {
      gain: (best.gain - parent) * p.gainUnit,
      feature: best.feature,
      bin: best.bin,
      left: best.bin < 0 ? best.chosen.slice() : leftTable(best.bin, best.missingLeft),
    }
  }

  #byNumber(
    j: number,
    histogram: Float64Array,
    counts: Int32Array | null,
    gradient: number,
    hessian: number,
    rows: number,
    p: Penalties,
  ): void {
    const best = this.#best
    const { l1, l2, minChildWeight, minChildRows } = p
    const monotone = this.#monotone[j]
    const base = j * BINS
    const last = this.#bins[j].count - 1
    const missing = histogram[base]
    // Once with missing values on the right and, where there are any, once with them on the left.
    for (let side = 0; side < (missing === 0 ? 1 : 2); side++) {
      let sum = side === 0 ? 0 : missing
      let count = side === 0 || counts === null ? 0 : counts[base]
      for (let k = side === 0 ? 1 : 0; k < last + (missing !== 0 && side === 0 ? 1 : 0); k++) {
        if (k > 0) {
          const value = histogram[base + k]
          if (value === 0) continue
          sum += value
          if (counts !== null) count += counts[base + k]
        }
        const g = gradientOf(sum)
        const h = hessianOf(sum, g)
        if (h < minChildWeight) continue
        const otherH = hessian - h
        if (otherH < minChildWeight) break
        if (counts !== null && (count < minChildRows || rows - count < minChildRows)) continue
        const otherG = gradient - g
        const gain = gainOf(g, h, l1, l2) + gainOf(otherG, otherH, l1, l2)
        if (gain <= best.gain) continue
        if (monotone !== 0) {
          const rise = shrink(g, l1) / (h + l2) - shrink(otherG, l1) / (otherH + l2)
          if (rise * monotone < 0) continue
        }
        best.gain = gain
        best.feature = j
        best.bin = k
        // Without missing values here, later ones follow the heavier side.
        best.missingLeft = missing === 0 ? h > otherH : side === 1
      }
    }
  }

  /**
   * Orders the categories by gradient over hessian and scans from both ends, which finds the best two-way partition.
   * Reference: Fisher (1958), "On grouping for maximum homogeneity"; the smoothing is LightGBM's.
   */
  #byCategory(
    j: number,
    histogram: Float64Array,
    counts: Int32Array | null,
    gradient: number,
    hessian: number,
    rows: number,
    p: Penalties,
  ): void {
    const best = this.#best
    const ratio = this.#ratio
    const base = j * BINS
    const l2 = p.l2 + p.categoryL2
    let used = 0
    for (let k = 0; k < this.#bins[j].count; k++) {
      const value = histogram[base + k]
      if (value === 0) continue
      const g = gradientOf(value)
      ratio[k] = g / (hessianOf(value, g) + p.categorySmoothing)
      this.#order[used++] = k
    }
    const order = this.#order.subarray(0, used).sort((a, b) => ratio[a] - ratio[b] || a - b)
    for (let end = 0; end < 2; end++) {
      let sum = 0
      let count = 0
      const most = Math.min(p.maxCategories, used - 1)
      for (let i = 0; i < most; i++) {
        const k = end === 0 ? order[i] : order[used - 1 - i]
        sum += histogram[base + k]
        if (counts !== null) count += counts[base + k]
        const g = gradientOf(sum)
        const h = hessianOf(sum, g)
        if (h < p.minChildWeight) continue
        if (hessian - h < p.minChildWeight) break
        if (counts !== null && (count < p.minChildRows || rows - count < p.minChildRows)) continue
        const gain = gainOf(g, h, p.l1, l2) + gainOf(gradient - g, hessian - h, p.l1, l2)
        if (gain <= best.gain) continue
        best.gain = gain
        best.feature = j
        best.bin = -1
        best.chosen.fill(0)
        for (let q = 0; q <= i; q++) best.chosen[end === 0 ? order[q] : order[used - 1 - q]] = 1
        if (histogram[base] === 0) best.chosen[0] = h > hessian - h ? 1 : 0
      }
    }
  }
}

function leftTable(bin: number, missingLeft: boolean): Uint8Array {
  const left = new Uint8Array(BINS)
  left.fill(1, 1, bin + 1)
  left[0] = missingLeft ? 1 : 0
  return left
}
