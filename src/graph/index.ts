/** The graph: build, components, communities, nearness to what is known, and what lies around a node. */
export { type BiRankOptions, biRank } from './birank.ts'
export { buildGraph, type GraphReport } from './build-graph.ts'
export { neighbourhood } from './neighbourhood.ts'
