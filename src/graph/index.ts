/** The graph: build, components, communities, rings, and what lies around a node. */
export { type BuildOptions, buildGraph, type GraphReport } from './build-graph.ts'
export type { LinkEvidence } from './evidence.ts'
export { type FindOptions, findRings, type RingReport } from './find-rings.ts'
export {
  type NeighbourEdge,
  type Neighbourhood,
  type NeighbourhoodOptions,
  type NeighbourNode,
  neighbourhood,
} from './neighbourhood.ts'
export { type PlantedRing, type ReportedRing, type RingRecall, ringRecall } from './ring-recall.ts'
export { typologies } from './typologies/index.ts'
export type { RingReason, Typology } from './typology.ts'
