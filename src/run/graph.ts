/** Stage graph: who shares what with whom, and the rings in it. */
import { buildGraph, type GraphReport } from '../graph/index.ts'
import { findRings, type RingReport } from '../rings/index.ts'
import type { RunContext } from './context.ts'

export async function findGroups(
  { warehouse, shelves, seed, onProgress }: RunContext,
  asOf: Date,
): Promise<{ readonly graph: GraphReport; readonly rings: RingReport }> {
  const graph = await buildGraph(warehouse, shelves.links, { seed, asOf })
  onProgress({ stage: 'graph', done: graph.edges, unit: 'edges' })
  const rings = await findRings(warehouse, { asOf, seed })
  onProgress({ stage: 'rings', done: rings.rings, unit: 'rings' })
  return { graph, rings }
}
