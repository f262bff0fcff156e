/** Builds the graph of a book: links in, `graph.edge` and `graph.node` with what each node's place in the graph says out. */
import type { Link } from '../link.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { collectEvidence, type LinkEvidence } from './evidence.ts'
import type { LeidenOptions } from './leiden.ts'
import { type GraphFacts, measureNodes } from './measure-nodes.ts'
import { graphOfEdges, indexNodes, nameNodes, writeNodes } from './node-index.ts'

export interface BuildOptions extends LeidenOptions {
  /** Evidence that became known later does not enter; default: everything. */
  readonly asOf?: Date
}

/** What the graph is like. */
export interface GraphReport extends GraphFacts {
  readonly nodes: number
  readonly edges: number
  readonly byLink: readonly LinkEvidence[]
  readonly seconds: number
}

/** Rewrites `graph.edge` and `graph.node`. Edges that weigh nothing are kept as evidence but join no component or community. */
export async function buildGraph(
  warehouse: Warehouse,
  links: readonly Link[],
  options: BuildOptions = {},
): Promise<GraphReport> {
  const started = performance.now()
  const postponed: string[] = []
  const byLink = await collectEvidence(warehouse, links, {
    ...options,
    postpone: (script) => postponed.push(script),
  })
  const nodes = await indexNodes(warehouse)
  // The database works on its own threads beside the one that measures.
  let beside = Promise.resolve()
  const { columns, facts } = await graphOfEdges(warehouse, nodes, () => {
    beside = warehouse.execute([nameNodes, ...postponed].join(';\n'))
    // Its failure is that of the build, which looks at it when all is measured.
    beside.catch(() => undefined)
    return new Promise<void>((resolve) => setImmediate(resolve))
  }).then((graph) => measureNodes(graph, options))
  await beside
  await writeNodes(warehouse, columns)
  return {
    nodes,
    edges: byLink.reduce((sum, link) => sum + link.edges, 0),
    ...facts,
    byLink,
    seconds: (performance.now() - started) / 1000,
  }
}
