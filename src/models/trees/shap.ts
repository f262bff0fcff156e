/**
 * Exact path-dependent Shapley values of a forest, by tables over decision bits.
 *
 * A leaf sees a row only through which features on its path agree with it. With d such features there are 2^d patterns, so
 * the d contributions of every pattern are computed once and looked up for each row.
 *
 * Reference: Lundberg, Erion and Lee (2018), "Consistent individualized feature attribution for tree ensembles"; Yang
 * (2021), "Fast TreeSHAP".
 */
import { type Forest, goesLeft, rowBlock } from './forest.ts'

export interface TreeShap {
  /** Expected sum of leaves over the rows that the forest was grown on. */
  readonly bias: number
  /** One array a feature, one value an explained row. */
  readonly parts: Float64Array[]
}

/** Leaves with more features on their path compute each row's contributions anew; their tables would be too large. */
const TABLE_FEATURES = 7
const BLOCK_ROWS = 256

interface Leaf {
  readonly node: number
  readonly value: number
  readonly features: Int32Array
  /** Share of training rows that agree with each feature's conditions, given those before. */
  readonly shares: Float64Array
  /** Contributions by pattern, `features.length` values each; null when the path is too long. */
  readonly table: Float64Array | null
}

interface Plan {
  readonly bias: number
  /** Leaves tree by tree, `leafStart[t]` to `leafStart[t + 1]`. */
  readonly leaves: readonly Leaf[]
  readonly leafStart: Int32Array
  /** For an inner node: the bit that its feature has on the paths below. */
  readonly bit: Uint8Array
}

const plans = new WeakMap<Forest, Plan>()

/** Shapley values of the given rows; sums with `bias` to the forest's margins. */
export function treeShap(forest: Forest, columns: readonly Float32Array[], rows: Int32Array): TreeShap {
  let plan = plans.get(forest)
  if (!plan) plans.set(forest, (plan = planOf(forest)))
  const width = columns.length
  const parts = columns.map(() => new Float64Array(rows.length))
  const values = new Float32Array(BLOCK_ROWS * width)
  const sums = new Float64Array(BLOCK_ROWS * width)
  const masks = new Uint32Array(forest.feature.length)
  const picked = columns.map(() => new Float32Array(BLOCK_ROWS))
  for (let from = 0; from < rows.length; from += BLOCK_ROWS) {
    const m = Math.min(BLOCK_ROWS, rows.length - from)
    for (let j = 0; j < width; j++) for (let i = 0; i < m; i++) picked[j][i] = columns[j][rows[from + i]]
    rowBlock(picked, 0, m, values)
    sums.fill(0)
    for (let t = 0; t < forest.roots.length; t++) addTreeParts(forest, plan, t, values, width, m, masks, sums)
    for (let j = 0; j < width; j++) for (let i = 0; i < m; i++) parts[j][from + i] = sums[i * width + j]
  }
  return { bias: plan.bias, parts }
}

function addTreeParts(
  forest: Forest,
  plan: Plan,
  t: number,
  values: Float32Array,
  width: number,
  rows: number,
  masks: Uint32Array,
  sums: Float64Array,
): void {
  const { feature, left, right, roots } = forest
  const { leaves, leafStart, bit } = plan
  const root = roots[t]
  const end = t + 1 < roots.length ? roots[t + 1] : feature.length
  for (let i = 0, o = 0; i < rows; i++, o += width) {
    masks[root] = 0xffffffff
    for (let node = root; node < end; node++) {
      const f = feature[node]
      if (f < 0) continue
      const mask = masks[node]
      const cleared = mask & ~(1 << bit[node])
      const agrees = goesLeft(forest, node, values[o + f])
      masks[left[node]] = agrees ? mask : cleared
      masks[right[node]] = agrees ? cleared : mask
    }
    for (let k = leafStart[t]; k < leafStart[t + 1]; k++) {
      const { node, features, table, shares, value } = leaves[k]
      const d = features.length
      if (table) {
        const at = (masks[node] & ((1 << d) - 1)) * d
        for (let j = 0; j < d; j++) sums[o + features[j]] += table[at + j]
      } else {
        for (let j = 0; j < d; j++) sums[o + features[j]] += value * contribution(shares, masks[node], j)
      }
    }
  }
}

function planOf(forest: Forest): Plan {
  const { feature, left, right, value, cover, roots } = forest
  const leaves: Leaf[] = []
  const leafStart = new Int32Array(roots.length + 1)
  const bit = new Uint8Array(feature.length)
  let bias = 0
  const walk = (node: number, features: readonly number[], shares: readonly number[]): void => {
    const f = feature[node]
    if (f < 0) {
      bias += shares.reduce((product, share) => product * share, value[node])
      leaves.push(leafOf(node, value[node], features, shares))
      return
    }
    const known = features.indexOf(f)
    bit[node] = known >= 0 ? known : features.length
    for (const child of [left[node], right[node]]) {
      const share = cover[node] > 0 ? cover[child] / cover[node] : 0
      if (known >= 0) walk(child, features, shares.with(known, shares[known] * share))
      else walk(child, [...features, f], [...shares, share])
    }
  }
  roots.forEach((root, t) => {
    walk(root, [], [])
    leafStart[t + 1] = leaves.length
  })
  return { bias, leaves, leafStart, bit }
}

function leafOf(node: number, value: number, path: readonly number[], given: readonly number[]): Leaf {
  const d = path.length
  const features = Int32Array.from(path)
  const shares = Float64Array.from(given)
  if (d > TABLE_FEATURES) return { node, value, features, shares, table: null }
  const table = new Float64Array((1 << d) * d)
  for (let mask = 0; mask < 1 << d; mask++) {
    for (let j = 0; j < d; j++) table[mask * d + j] = value * contribution(shares, mask, j)
  }
  return { node, value, features, shares, table }
}

/** Coefficients by number of present features; only additions of positive terms, so nothing cancels. */
const coefficients = new Float64Array(33)

/**
 * Shapley value of player j in the game whose value is the product, over all players, of 1 (present and agreeing), 0 (present
 * and not) or the share (absent).
 */
function contribution(shares: Float64Array, mask: number, j: number): number {
  const d = shares.length
  coefficients.fill(0, 0, d)
  coefficients[0] = 1
  let n = 0
  for (let i = 0; i < d; i++) {
    if (i === j) continue
    const agrees = (mask >>> i) & 1
    const share = shares[i]
    for (let k = n + 1; k > 0; k--)
      coefficients[k] = coefficients[k] * share + (agrees ? coefficients[k - 1] : 0)
    coefficients[0] *= share
    n++
  }
  let sum = 0
  // k!(d-1-k)!/d!, from k = 0 on.
  let weight = 1 / d
  for (let k = 0; k < d; k++) {
    sum += weight * coefficients[k]
    weight *= (k + 1) / (d - 1 - k)
  }
  return sum * (((mask >>> j) & 1) - shares[j])
}
