/** Where every node stands in its graph: its component and community, how deep in the thick of it, how central, and whether it holds parts together. */
import { config } from '../config.ts'
import { betweenness } from './betweenness.ts'
import { components } from './components.ts'
import { coreNumbers } from './core-numbers.ts'
import type { Csr } from './csr.ts'
import { cuts } from './cuts.ts'
import { type LeidenOptions, leiden } from './leiden.ts'
import { modularity } from './modularity.ts'
import { pageRank } from './page-rank.ts'
import { squares } from './squares.ts'
import { triangles } from './triangles.ts'

const DEFAULTS = {
  /** Looks at a neighbour that betweenness may cost: from all nodes where that is enough, else from some drawn at random. */
  looks: 100_000_000,
  /** Nodes drawn at least. */
  leastPivots: 16,
} as const

/** Facts of the whole. */
export interface GraphFacts {
  readonly components: number
  /** Nodes of the largest component. */
  readonly largestComponent: number
  readonly communities: number
  readonly modularity: number
  /** Largest k for which some part holds only nodes with k neighbours in it. */
  readonly deepestCore: number
  /** Nodes without which a component falls apart, and edges. */
  readonly cutNodes: number
  readonly bridges: number
  readonly triangles: number
  /** Cycles of four: two who share two things. */
  readonly squares: number
  /** Nodes from which paths were followed for betweenness; all of them where it is exact. */
  readonly pivots: number
}

/** Columns of `graph.node`, by node. */
export interface NodeMeasures {
  readonly component_id: Int32Array
  readonly community_id: Int32Array
  readonly core_number: Int32Array
  readonly page_rank: Float64Array
  readonly betweenness: Float64Array
  readonly is_cut: Uint8Array
}

/** Measures every node of a graph. */
export async function measureNodes(
  graph: Csr,
  options: LeidenOptions = {},
): Promise<{ readonly columns: NodeMeasures; readonly facts: GraphFacts }> {
  const { n, targets } = graph
  const component = components(graph)
  const community = leiden(graph, options)
  const core = coreNumbers(graph)
  const { isCut, bridges } = cuts(graph)
  const pivots = Math.min(
    n,
    Math.max(DEFAULTS.leastPivots, Math.floor(DEFAULTS.looks / (n + targets.length + 1))),
  )
  const between =
    n > 0 ? await betweenness(graph, { pivots, seed: options.seed, workers: config().threads }) : undefined
  const pairs = Math.max(1, ((n - 1) * (n - 2)) / 2)
  return {
    columns: {
      component_id: component.label,
      community_id: community.label,
      core_number: core,
      page_rank: pageRank(graph),
      betweenness: between?.map((passed) => Math.min(1, passed / pairs)) ?? new Float64Array(0),
      is_cut: isCut,
    },
    facts: {
      components: component.sizes.length,
      largestComponent: component.sizes[0] ?? 0,
      communities: community.sizes.length,
      modularity: modularity(graph, community.label),
      deepestCore: core.reduce((most, k) => Math.max(most, k), 0),
      cutNodes: isCut.reduce((sum, cut) => sum + cut, 0),
      bridges: bridges.length,
      triangles: triangles(graph),
      squares: squares(graph).reduce((sum, through) => sum + through, 0) / 4,
      pivots,
    },
  }
}
