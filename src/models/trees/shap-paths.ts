/** What Shapley values need of a forest whatever the row: on every path, which features decide and how many rows agree. */
import type { Forest } from './forest.ts'

/** Edges are named by the node that they lead to. */
export interface ShapPaths {
  /** Expected sum of leaves over the rows that the forest was grown on. */
  readonly bias: number
  /** Feature that decides whether a row takes the edge; -1 at a root. */
  readonly feature: Int32Array
  /** Share of the rows that agree with all decisions of this feature on the path down to the edge. */
  readonly share: Float64Array
  /** The edge of the same feature next above; -1 without one. */
  readonly upper: Int32Array
  readonly parent: Int32Array
  /** For every tree: most different features on a path. */
  readonly features: Int32Array
  /** Last node of a tree and one. */
  readonly end: Int32Array
}

const known = new WeakMap<Forest, ShapPaths>()

/** The paths of a forest, worked out once. */
export function shapPaths(forest: Forest): ShapPaths {
  let paths = known.get(forest)
  if (!paths) known.set(forest, (paths = pathsOf(forest)))
  return paths
}

function pathsOf(forest: Forest): ShapPaths {
  const nodes = forest.feature.length
  const { roots, cover } = forest
  const feature = new Int32Array(nodes).fill(-1)
  const share = new Float64Array(nodes).fill(1)
  const upper = new Int32Array(nodes).fill(-1)
  const parent = new Int32Array(nodes).fill(-1)
  const count = new Int32Array(nodes)
  /** Share of the rows that reach the node. */
  const reached = new Float64Array(nodes)
  const features = new Int32Array(roots.length)
  const end = Int32Array.from(roots, (_, t) => (t + 1 < roots.length ? roots[t + 1] : nodes))
  let bias = 0
  roots.forEach((root, t) => {
    reached[root] = 1
    // Children come after their parent.
    for (let node = root; node < end[t]; node++) {
      const f = forest.feature[node]
      if (f < 0) {
        bias += reached[node] * forest.value[node]
        features[t] = Math.max(features[t], count[node])
        continue
      }
      let same = node
      while (same >= 0 && feature[same] !== f) same = parent[same]
      for (const child of [forest.left[node], forest.right[node]]) {
        const part = cover[node] > 0 ? cover[child] / cover[node] : 0
        parent[child] = node
        feature[child] = f
        upper[child] = same
        share[child] = (same < 0 ? 1 : share[same]) * part
        count[child] = count[node] + (same < 0 ? 1 : 0)
        reached[child] = reached[node] * part
      }
    }
  })
  return { bias, feature, share, upper, parent, features, end }
}
