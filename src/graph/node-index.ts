/** Nodes and ties as numbers: what `graph.edge` holds as texts becomes rows of a graph, and what was measured by number becomes `graph.node`. */
import { holdColumns, type Warehouse } from '../warehouse/index.ts'
import type { Csr } from './csr.ts'
import type { NodeMeasures } from './measure-nodes.ts'
import { tieRows } from './tie-rows.ts'

const INDEX = 'staging.graph_index'
const NAMED = 'staging.graph_named'

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
 * @param read called, and waited for, when everything is read and the database has nothing to do
 */
export async function graphOfEdges(
  warehouse: Warehouse,
  nodes: number,
  read: () => Promise<void>,
): Promise<Csr> {
  const ties = await count(warehouse, 'select count(*) as n from graph.edge where weight > 0')
  let pairs = await readTies(warehouse, (name) => `hash(${name})`)
  if (pairs.a.length !== ties) pairs = await readTies(warehouse, (name) => name)
  await read()
  return tieRows(nodes, pairs.a, pairs.b, pairs.w)
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

/** SQL that finds the names of entities, in their order: what nothing that is measured waits for. */
export const nameNodes = `
  create or replace table ${NAMED} (place integer, node_id varchar using compression uncompressed, degree integer, name varchar using compression uncompressed);
  insert into ${NAMED}
  select i.place, i.node_id, i.degree, p.name
  from (select rowid::integer as place, * from ${INDEX} where node_id >= 'entity:' and node_id < 'entity;') i
  left join (select 'entity:' || party_id as node_id, coalesce(name, name_latin) as name from core.party_identity) p on p.node_id = i.node_id
  order by i.place`

/** Rewrites `graph.node` in the order of the names, from the numbered nodes, their names from {@link nameNodes} and what was measured. */
export async function writeNodes(warehouse: Warehouse, measures: NodeMeasures): Promise<void> {
  const held = holdColumns({ ...measures })
  const measured = (['component_id', 'community_id', 'core_number', 'page_rank', 'betweenness'] as const)
    .map((name) => held.at(name, 'place'))
    .join(', ')
  const write = (rows: string, label: string) => `
    insert into graph.node (
      node_id, node_kind, label, degree, component_id, community_id, core_number, page_rank, betweenness, is_cut)
    select node_id, split_part(node_id, ':', 1), ${label}, degree, ${measured}, ${held.at('is_cut', 'place')} = 1 from ${rows};`
  const rest = (condition: string) =>
    `(select rowid::integer as place, * from ${INDEX} where node_id ${condition})`
  const own = "substr(node_id, instr(node_id, ':') + 1)"
  try {
    await warehouse.execute(`
      delete from graph.node;
      ${write(rest("< 'entity:'"), own)} ${write(NAMED, `coalesce(name, ${own})`)} ${write(rest(">= 'entity;'"), own)}
      drop table ${INDEX}; drop table ${NAMED}`)
  } finally {
    held.release()
  }
}

async function count(warehouse: Warehouse, query: string): Promise<number> {
  return (await warehouse.columns(query, { n: 'f64' })).columns.n[0]
}
