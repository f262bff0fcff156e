/** Nodes and ties as numbers: what `graph.edge` holds as texts becomes rows of a graph, and what was measured by number becomes `graph.node`. */
import type { Warehouse } from '../warehouse/index.ts'
import { buildCsr, type Csr, rowsInOrder } from './csr.ts'
import type { NodeMeasures } from './measure-nodes.ts'

const DEFAULTS = {
  /** Nodes that are written at a time, so that memory does not depend on the size of the book. */
  nodes: 2_000_000,
} as const

const INDEX = 'staging.graph_index'
const MEASURE = 'staging.graph_measure'

/** Numbers every node of `graph.edge` from 0 in the order of its name, as the rows of a staging table. */
export async function indexNodes(warehouse: Warehouse): Promise<number> {
  await warehouse.execute(`
    create schema if not exists staging;
    create or replace table ${INDEX} (node_id varchar using compression uncompressed, degree integer);
    insert into ${INDEX}
    select node_id, count(*) as degree from (
      select source_id as node_id from graph.edge union all select target_id from graph.edge where starts_with(target_id, 'entity:')
    ) group by 1
    union all select target_id, count(*) from graph.edge where not starts_with(target_id, 'entity:') group by 1
    order by 1`)
  return count(warehouse, `select count(*) as n from ${INDEX}`)
}

/**
 * The ties that weigh anything as a graph of the numbered nodes; of several between two nodes the strongest counts. Names are looked
 * up by their hashes, which takes half the time; should two share one, ties would come twice, and they are looked up as they are.
 */
export async function graphOfEdges(warehouse: Warehouse, nodes: number): Promise<Csr> {
  const ties = await count(warehouse, 'select count(*) as n from graph.edge where weight > 0')
  let pairs = await readTies(warehouse, (name) => `hash(${name})`)
  if (pairs.a.length !== ties) pairs = await readTies(warehouse, (name) => name)
  return rowsInOrder(buildCsr(nodes, pairs.a, pairs.b, pairs.w, 'strongest'))
}

async function readTies(warehouse: Warehouse, key: (name: string) => string) {
  const numbered = `select ${key('node_id')} as k, rowid::integer as idx from ${INDEX}`
  const { columns } = await warehouse.columns(
    `select s.idx as a, t.idx as b, e.weight as w
     from (select ${key('source_id')} as s, ${key('target_id')} as t, weight from graph.edge where weight > 0) e
     join (${numbered} where starts_with(node_id, 'entity:')) s on s.k = e.s join (${numbered}) t on t.k = e.t`,
    { a: 'i32', b: 'i32', w: 'f64' },
  )
  return columns
}

/** Rewrites `graph.node` from the numbered nodes and what was measured, in the order of the names. */
export async function writeNodes(warehouse: Warehouse, nodes: number, measures: NodeMeasures): Promise<void> {
  await warehouse.execute(`
    delete from graph.node;
    create or replace table ${MEASURE} (idx integer, component_id integer, community_id integer, core_number integer,
      page_rank double using compression uncompressed, betweenness double using compression uncompressed, is_cut boolean)`)
  for (let from = 0; from < nodes; from += DEFAULTS.nodes) {
    const to = Math.min(nodes, from + DEFAULTS.nodes)
    const part = Object.fromEntries(
      Object.entries(measures).map(([name, column]) => [name, column.subarray(from, to)]),
    )
    await warehouse.append(MEASURE, {
      idx: Int32Array.from({ length: to - from }, (_, i) => from + i),
      ...part,
    })
    await warehouse.execute(`
      insert into graph.node (
        node_id, node_kind, label, degree, component_id, community_id, core_number, page_rank, betweenness, is_cut)
      select i.node_id, split_part(i.node_id, ':', 1), coalesce(p.name, substr(i.node_id, instr(i.node_id, ':') + 1)),
        i.degree, m.component_id, m.community_id, m.core_number, m.page_rank, m.betweenness, m.is_cut
      from (select rowid as idx, * from ${INDEX} where rowid >= ${from} and rowid < ${to}) i join ${MEASURE} m using (idx)
      left join (
        select 'entity:' || party_id as node_id, coalesce(name, name_latin) as name from core.party_identity
        where 'entity:' || party_id between (select node_id from ${INDEX} where rowid = ${from}) and (select node_id from ${INDEX} where rowid = ${to - 1})
      ) p on p.node_id = i.node_id
      order by i.idx;
      delete from ${MEASURE}`)
  }
  await warehouse.execute(`drop table ${INDEX}; drop table ${MEASURE}`)
}

async function count(warehouse: Warehouse, query: string): Promise<number> {
  return (await warehouse.columns(query, { n: 'f64' })).columns.n[0]
}
