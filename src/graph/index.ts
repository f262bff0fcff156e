/** The graph: build, components, communities, and what lies around a node. */
export { buildGraph, type GraphReport } from './build-graph.ts'
export { neighbourhood } from './neighbourhood.ts'
