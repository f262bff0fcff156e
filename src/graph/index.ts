/** The graph: build, components, communities, rings, and what lies around a node. */
export { type BuildOptions, buildGraph, type GraphReport } from './build-graph.ts'
export type { LinkEvidence } from './evidence.ts'
export {
  type NeighbourEdge,
  type Neighbourhood,
  type NeighbourhoodOptions,
  type NeighbourNode,
  neighbourhood,
} from './neighbourhood.ts'
