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
/** Most numbers in all tables of a forest together; larger forests keep tables for short paths only. */
const TABLE_NUMBERS = 1 << 23
const BLOCK_ROWS = 256

/** All leaves of a forest side by side, tree by tree. */
interface Plan {
  readonly bias: number
  /** Leaves of tree t are `leafStart[t]` to `leafStart[t + 1]`. */
  readonly leafStart: Int32Array
  readonly node: Int32Array
  readonly value: Float64Array
  /** A leaf's features, and the shares of training rows that agree with each, are `pathStart[k]` to `pathStart[k + 1]`. */
  readonly pathStart: Int32Array
  readonly features: Int32Array
  readonly shares: Float64Array
  /** Where a leaf's table begins, one contribution a feature for every pattern; -1 without a table. */
  readonly tableStart: Int32Array
  readonly tables: Float64Array
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
  const masks = new Int32Array(forest.feature.length)
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
  masks: Int32Array,
  sums: Float64Array,
): void {
  const { feature, threshold, left, right, roots, categoryWords, missingLeft } = forest
  const { leafStart, node: leafNode, value, pathStart, features, shares, tableStart, tables, bit } = plan
  const root = roots[t]
  const end = t + 1 < roots.length ? roots[t + 1] : feature.length
  for (let i = 0, o = 0; i < rows; i++, o += width) {
    masks[root] = -1
    for (let node = root; node < end; node++) {
      const f = feature[node]
      if (f < 0) continue
      const v = values[o + f]
      let isLeft: boolean
      if (categoryWords[node] !== 0) isLeft = goesLeft(forest, node, v)
      else isLeft = v < threshold[node] || (!(v >= threshold[node]) && missingLeft[node] === 1)
      const mask = masks[node]
      const cleared = mask & ~(1 << bit[node])
      masks[left[node]] = isLeft ? mask : cleared
      masks[right[node]] = isLeft ? cleared : mask
    }
    for (let k = leafStart[t]; k < leafStart[t + 1]; k++) {
      const from = pathStart[k]
      const d = pathStart[k + 1] - from
      const mask = masks[leafNode[k]]
      if (tableStart[k] >= 0) {
        const at = tableStart[k] + (mask & ((1 << d) - 1)) * d
        for (let j = 0; j < d; j++) sums[o + features[from + j]] += tables[at + j]
      } else {
        const path = shares.subarray(from, from + d)
        for (let j = 0; j < d; j++) sums[o + features[from + j]] += value[k] * contribution(path, mask, j)
      }
    }
  }
}

function planOf(forest: Forest): Plan {
  const { feature, left, right, value, cover, roots } = forest
  const bit = new Uint8Array(feature.length)
  const leafStart = new Int32Array(roots.length + 1)
  const leaves: number[] = []
  const pathStart = [0]
  const allFeatures: number[] = []
  const allShares: number[] = []
  let bias = 0
  const walk = (node: number, features: readonly number[], shares: readonly number[]): void => {
    const f = feature[node]
    if (f < 0) {
      bias += shares.reduce((product, share) => product * share, value[node])
      leaves.push(node)
      allFeatures.push(...features)
      allShares.push(...shares)
      pathStart.push(allFeatures.length)
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
  const paths = {
    bias,
    leafStart,
    bit,
    node: Int32Array.from(leaves),
    value: Float64Array.from(leaves, (node) => value[node]),
    pathStart: Int32Array.from(pathStart),
    features: Int32Array.from(allFeatures),
    shares: Float64Array.from(allShares),
  }
  return { ...paths, ...tablesOf(paths) }
}

function tablesOf({
  node,
  value,
  pathStart,
  shares,
}: Pick<Plan, 'node' | 'value' | 'pathStart' | 'shares'>): Pick<Plan, 'tableStart' | 'tables'> {
  const sizeOf = (k: number) => {
    const d = pathStart[k + 1] - pathStart[k]
    return d <= TABLE_FEATURES ? (1 << d) * d : Number.POSITIVE_INFINITY
  }
  // Shortest paths first: they are the cheapest to hold and the most often shared by rows.
  const order = Int32Array.from(node, (_, k) => k).sort((a, b) => sizeOf(a) - sizeOf(b) || a - b)
  const tableStart = new Int32Array(node.length).fill(-1)
  let total = 0
  for (const k of order) {
    if (total + sizeOf(k) > TABLE_NUMBERS) break
    total += sizeOf(k)
    tableStart[k] = 0
  }
  const tables = new Float64Array(total)
  let at = 0
  for (let k = 0; k < node.length; k++) {
    if (tableStart[k] < 0) continue
    tableStart[k] = at
    const path = shares.subarray(pathStart[k], pathStart[k + 1])
    for (let mask = 0; mask < 1 << path.length; mask++) {
      for (let j = 0; j < path.length; j++) tables[at++] = value[k] * contribution(path, mask, j)
    }
  }
  return { tableStart, tables }
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
