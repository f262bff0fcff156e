/**
 * Exact path-dependent Shapley values by one pass down and one up each tree, for trees of any depth.
 *
 * A leaf is worth, to the features S that are known, the product over its path of 1 or 0 (known: agrees or not) or a share (not
 * known). The Shapley value of a feature averages over orders of arrival; as an integral over the time t at which the others
 * have arrived with probability t it is a polynomial, which Gauss-Legendre quadrature integrates without error. At one t every
 * feature is a factor, so products go down the tree and sums of leaves come up.
 *
 * Reference: Yu, Bifet, Read and Xu (2022), "Linear TreeShap"; Owen (1972), "Multilinear extensions of games", for the integral.
 */
import { type Forest, goesLeft } from './forest.ts'
import { quadrature } from './quadrature.ts'
import { type ShapPaths, shapPaths } from './shap-paths.ts'

/** Working memory for one forest. */
export interface ShapRecursion {
  readonly forest: Forest
  readonly paths: ShapPaths
  /** By node of a tree and point: products on the way down, sums of leaves on the way up. */
  readonly work: Float64Array
  /** Whether the row agrees with the feature's decisions so far. */
  readonly agrees: Uint8Array
}

export function shapRecursion(forest: Forest): ShapRecursion {
  const paths = shapPaths(forest)
  let [numbers, nodes] = [0, 0]
  forest.roots.forEach((root, t) => {
    const size = paths.end[t] - root
    nodes = Math.max(nodes, size)
    numbers = Math.max(numbers, size * pointsOf(paths, t))
  })
  return { forest, paths, work: new Float64Array(numbers), agrees: new Uint8Array(nodes) }
}

/** Adds one tree's contributions to `sums`, one a feature from `at` on; the row stands in `values` from `at` on. */
export function addTreeShap(
  { forest, paths, work, agrees }: ShapRecursion,
  t: number,
  values: Float32Array,
  at: number,
  sums: Float64Array,
): void {
  const { feature, left, right, value } = forest
  const { share, upper } = paths
  const root = forest.roots[t]
  const end = paths.end[t]
  const n = pointsOf(paths, t)
  const { points, weights } = quadrature(n)
  for (let q = 0; q < n; q++) work[q] = weights[q]
  for (let node = root; node < end; node++) {
    const from = (node - root) * n
    const f = feature[node]
    if (f < 0) {
      for (let q = 0; q < n; q++) work[from + q] *= value[node]
      continue
    }
    const isLeft = goesLeft(forest, node, values[at + f])
    const l = left[node]
    const r = right[node]
    // Both children have the same edge above.
    const above = upper[l]
    const before = above < 0 ? 1 : agrees[above - root]
    const shareAbove = above < 0 ? 1 : share[above]
    const agreesLeft = isLeft ? before : 0
    const agreesRight = isLeft ? 0 : before
    agrees[l - root] = agreesLeft
    agrees[r - root] = agreesRight
    const toLeft = (l - root) * n
    const toRight = (r - root) * n
    for (let q = 0; q < n; q++) {
      const unknown = 1 - points[q]
      // A leaf that can be reached neither way gives nothing to anybody.
      const product = work[from + q]
      const rest = product === 0 ? 0 : product / (before * points[q] + unknown * shareAbove)
      work[toLeft + q] = rest * (agreesLeft * points[q] + unknown * share[l])
      work[toRight + q] = rest * (agreesRight * points[q] + unknown * share[r])
      work[from + q] = 0
    }
  }
  for (let node = end - 1; node > root; node--) {
    const from = (node - root) * n
    const above = upper[node]
    const to = (paths.parent[node] - root) * n
    const own = agrees[node - root]
    const ownShare = share[node]
    let sum = 0
    for (let q = 0; q < n; q++) {
      const leaves = work[from + q]
      if (leaves === 0) continue
      work[to + q] += leaves
      const unknown = 1 - points[q]
      sum += (leaves * (own - ownShare)) / (own * points[q] + unknown * ownShare)
      // These leaves do not count for the edge above: this one decides.
      if (above >= 0) {
        const other = agrees[above - root]
        sum -= (leaves * (other - share[above])) / (other * points[q] + unknown * share[above])
      }
    }
    sums[at + paths.feature[node]] += sum
  }
}

function pointsOf({ features }: ShapPaths, t: number): number {
  return Math.max(1, Math.ceil(features[t] / 2))
}
