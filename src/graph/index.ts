/** The graph: build, components, communities, rings, and what lies around a node. */
export { buildGraph, type GraphReport } from './build-graph.ts'
export { findRings, type RingReport } from './find-rings.ts'
export { neighbourhood } from './neighbourhood.ts'
export { ringRecall } from './ring-recall.ts'
export { typologies } from './typologies/index.ts'
export type { RingReason } from './typology.ts'
