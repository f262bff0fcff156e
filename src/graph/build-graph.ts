/** Builds the graph of a book: links in, `graph.edge` and `graph.node` with what each node's place in the graph says out. */
import type { Link } from '../link.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { buildCsr } from './csr.ts'
import { collectEvidence, type LinkEvidence } from './evidence.ts'
import type { LeidenOptions } from './leiden.ts'
import { type GraphFacts, measureNodes } from './measure-nodes.ts'

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
  const byLink = await collectEvidence(warehouse, links, options)
  await warehouse.execute(`
    create or replace table staging.graph_index as
    with ends as (
      select source_id as node_id, count(*) as degree from graph.edge group by 1
      union all select target_id, count(*) from graph.edge group by 1
    )
    select (row_number() over (order by node_id) - 1)::integer as idx, node_id, sum(degree)::integer as degree
    from ends group by node_id`)
  const nodes = (await warehouse.columns('select count(*) as n from staging.graph_index', { n: 'f64' }))
    .columns.n[0]
  const { columns } = await warehouse.columns(
    `select s.idx as a, t.idx as b, max(e.weight) as w from graph.edge e
     join staging.graph_index s on s.node_id = e.source_id join staging.graph_index t on t.node_id = e.target_id
     where e.weight > 0 group by 1, 2 order by 1, 2`,
    { a: 'i32', b: 'i32', w: 'f64' },
  )
  const graph = buildCsr(nodes, columns.a, columns.b, columns.w)
  const { columns: measured, facts } = await measureNodes(graph, options)
  await warehouse.execute(`
    create or replace table staging.graph_measure (
      idx integer, component_id bigint, community_id bigint, core_number integer, page_rank double,
      betweenness double, is_cut boolean)`)
  await warehouse.append('staging.graph_measure', {
    idx: Int32Array.from({ length: nodes }, (_, v) => v),
    ...measured,
  })
  await warehouse.execute(`
    delete from graph.node;
    insert into graph.node (
      node_id, node_kind, label, degree, component_id, community_id, core_number, page_rank, betweenness, is_cut)
    select i.node_id, split_part(i.node_id, ':', 1), coalesce(p.name, p.name_latin, substr(i.node_id, instr(i.node_id, ':') + 1)),
      i.degree, m.component_id, m.community_id, m.core_number, m.page_rank, m.betweenness, m.is_cut
    from staging.graph_index i join staging.graph_measure m using (idx)
    left join core.party_identity p on i.node_id = 'entity:' || p.party_id
    order by i.node_id;
    drop table staging.graph_index; drop table staging.graph_measure`)
  return {
    nodes,
    edges: byLink.reduce((sum, link) => sum + link.edges, 0),
    ...facts,
    byLink,
    seconds: (performance.now() - started) / 1000,
  }
}
