/**
 * Trees as a `TreeEnsembleRegressor`: numbers branch on `<`, a category on one `=` after the other, missing values where the tree
 * learned to send them.
 */
import type { Forest } from '../trees/forest.ts'
import type { Graph } from './graph.ts'

interface Nodes {
  readonly tree: number[]
  readonly id: number[]
  readonly feature: number[]
  readonly value: number[]
  readonly mode: string[]
  readonly yes: number[]
  readonly no: number[]
  /** 1 where a missing value goes the way of `yes`. */
  readonly missingYes: number[]
}

interface Leaves {
  readonly tree: number[]
  readonly node: number[]
  readonly weight: number[]
}

/** Adds the sum of the trees' leaves, one float a row; `x` holds floats with NaN for missing. */
export function addForest(graph: Graph, x: string, forest: Forest): string {
  const nodes: Nodes = {
    tree: [],
    id: [],
    feature: [],
    value: [],
    mode: [],
    yes: [],
    no: [],
    missingYes: [],
  }
  const leaves: Leaves = { tree: [], node: [], weight: [] }
  forest.roots.forEach((root, tree) => {
    addTree(forest, root, tree, nodes, leaves)
  })
  return graph.node(
    'TreeEnsembleRegressor',
    [x],
    {
      n_targets: { int: 1 },
      aggregate_function: { text: 'SUM' },
      post_transform: { text: 'NONE' },
      nodes_treeids: { ints: nodes.tree },
      nodes_nodeids: { ints: nodes.id },
      nodes_featureids: { ints: nodes.feature },
      nodes_values: { floats: nodes.value },
      nodes_modes: { texts: nodes.mode },
      nodes_truenodeids: { ints: nodes.yes },
      nodes_falsenodeids: { ints: nodes.no },
      nodes_missing_value_tracks_true: { ints: nodes.missingYes },
      target_treeids: { ints: leaves.tree },
      target_nodeids: { ints: leaves.node },
      target_ids: { ints: leaves.tree.map(() => 0) },
      target_weights: { floats: leaves.weight },
    },
    { ml: true },
  )
}

function addTree(forest: Forest, root: number, tree: number, nodes: Nodes, leaves: Leaves): void {
  let next = 0
  const add = (feature: number, value: number, mode: string, missingYes: number): number => {
    nodes.tree.push(tree)
    nodes.id.push(next)
    nodes.feature.push(feature)
    nodes.value.push(value)
    nodes.mode.push(mode)
    nodes.yes.push(0)
    nodes.no.push(0)
    nodes.missingYes.push(missingYes)
    next++
    return nodes.id.length - 1
  }
  const join = (at: number, yes: number, no: number) => {
    nodes.yes[at] = yes
    nodes.no[at] = no
  }
  /** Adds a node with all below it and gives its id. */
  const grow = (node: number): number => {
    const feature = forest.feature[node]
    if (feature < 0) {
      const at = add(0, 0, 'LEAF', 0)
      leaves.tree.push(tree)
      leaves.node.push(nodes.id[at])
      leaves.weight.push(forest.value[node])
      return nodes.id[at]
    }
    const { left, right, missingLeft, threshold, categoryWords } = forest
    if (categoryWords[node] === 0) {
      const at = add(feature, threshold[node], 'BRANCH_LT', missingLeft[node])
      const id = nodes.id[at]
      const yes = grow(left[node])
      join(at, yes, grow(right[node]))
      return id
    }
    // What goes the way of missing values is the end of the chain: unknown codes and NaN equal none of those before.
    const [named, rest] = missingLeft[node] ? [right[node], left[node]] : [left[node], right[node]]
    const codes = codesOf(forest, node, missingLeft[node] === 0)
    if (codes.length === 0) return grow(rest)
    const chain = codes.map((code) => add(feature, code, 'BRANCH_EQ', 0))
    const id = nodes.id[chain[0]]
    // All codes of a set share what follows, as converters of other tree libraries write them too.
    const yes = grow(named)
    const end = grow(rest)
    chain.forEach((at, k) => {
      join(at, yes, k + 1 < chain.length ? nodes.id[chain[k + 1]] : end)
    })
    return id
  }
  grow(root)
}

/** Codes within the node's bits that go left, or those that go right. */
function codesOf(forest: Forest, node: number, toLeft: boolean): number[] {
  const start = forest.categoryStart[node]
  return Array.from({ length: forest.categoryWords[node] * 32 }, (_, code) => code).filter(
    (code) => (((forest.categories[start + (code >>> 5)] >>> (code & 31)) & 1) === 1) === toLeft,
  )
}
