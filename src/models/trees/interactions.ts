/**
 * Exact path-dependent Shapley interaction values of one row: what two features give together beyond what each gives alone.
 *
 * The row sums of the matrix are the Shapley values, its diagonal holds what a feature gives by itself. Two features interact in a
 * leaf by the product of what their knowledge changes, averaged over orders of arrival of the others; see the recursion for
 * the integral behind that average.
 *
 * Reference: Lundberg et al. (2020), "From local explanations to global understanding with explainable AI for trees"; Fujimoto,
 * Kojadinovic and Marichal (2006), "Axiomatic characterizations of probabilistic and cardinal-probabilistic interaction indices".
 */
import { type Forest, goesLeft } from './forest.ts'
import { quadrature } from './quadrature.ts'
import { treeShap } from './shap.ts'
import { shapPaths } from './shap-paths.ts'

/** Symmetric, `width` by `width`, row after row: half of an interaction on each side. */
export function treeInteractions(
  forest: Forest,
  columns: readonly Float32Array[],
  row: number,
): Float64Array {
  const width = columns.length
  const matrix = new Float64Array(width * width)
  const values = columns.map((column) => (Number.isFinite(column[row]) ? column[row] : Number.NaN))
  const { share, upper } = shapPaths(forest)
  /** The players of the path to the present node: feature, whether the row agrees, share of rows that agree. */
  const path: { feature: number; agrees: number; share: number }[] = []
  const visit = (node: number): void => {
    const f = forest.feature[node]
    if (f < 0) {
      addLeaf(matrix, width, path, forest.value[node])
      return
    }
    const isLeft = goesLeft(forest, node, values[f])
    for (const child of [forest.left[node], forest.right[node]]) {
      const agrees = isLeft === (child === forest.left[node]) ? 1 : 0
      const at = upper[child] < 0 ? -1 : path.findIndex((player) => player.feature === f)
      if (at < 0) {
        path.push({ feature: f, agrees, share: share[child] })
        visit(child)
        path.pop()
      } else {
        const before = path[at]
        path[at] = { feature: f, agrees: before.agrees & agrees, share: share[child] }
        visit(child)
        path[at] = before
      }
    }
  }
  for (const root of forest.roots) visit(root)
  const { parts } = treeShap(forest, columns, Int32Array.of(row))
  for (let j = 0; j < width; j++) {
    let others = 0
    for (let k = 0; k < width; k++) if (k !== j) others += matrix[j * width + k]
    matrix[j * width + j] = parts[j][0] - others
  }
  return matrix
}

function addLeaf(
  matrix: Float64Array,
  width: number,
  path: readonly { feature: number; agrees: number; share: number }[],
  value: number,
): void {
  const d = path.length
  if (d < 2 || value === 0) return
  // A feature that neither agrees nor has any row agreeing silences the leaf.
  if (path.some(({ agrees, share }) => agrees === 0 && share === 0)) return
  const { points, weights } = quadrature(Math.ceil(d / 2))
  for (let q = 0; q < points.length; q++) {
    const t = points[q]
    let product = weights[q] * value * 0.5
    for (const { agrees, share } of path) product *= agrees * t + (1 - t) * share
    for (let a = 1; a < d; a++) {
      const one = path[a]
      const first = (product * (one.agrees - one.share)) / (one.agrees * t + (1 - t) * one.share)
      if (first === 0) continue
      for (let b = 0; b < a; b++) {
        const two = path[b]
        const together = (first * (two.agrees - two.share)) / (two.agrees * t + (1 - t) * two.share)
        matrix[one.feature * width + two.feature] += together
        matrix[two.feature * width + one.feature] += together
      }
    }
  }
}
