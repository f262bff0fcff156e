/** Stage graph: who shares what with whom. */
import { buildGraph, type GraphReport } from '../graph/index.ts'
import type { RunContext } from './context.ts'

export async function linkUp(
  { warehouse, shelves, seed, onProgress }: RunContext,
  asOf: Date,
): Promise<GraphReport> {
  const graph = await buildGraph(warehouse, shelves.links, { seed, asOf })
  onProgress({ stage: 'graph', done: graph.edges, unit: 'edges' })
  return graph
}
