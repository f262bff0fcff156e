/** Runs the links: their rows become evidence between entities and things, once each, with the moment it was first known. */
import { CompiledQuery } from 'kysely'
import { invalid } from '../errors.ts'
import type { Link } from '../link.ts'
import type { Warehouse } from '../warehouse/index.ts'

/** What one link brought. */
export interface LinkEvidence {
  readonly link: string
  readonly edges: number
  /** Things (or, for claims, entities) that the link ties. */
  readonly hubs: number
  /** Those over the link's limit, whose edges weigh nothing, and their edges. */
  readonly tooCommon: number
  readonly tooCommonEdges: number
  /** The most entities that share one thing (or claims of one entity). */
  readonly largest: number
}

/**
 * Fills `graph.edge`. An edge weighs the link's strength when at most two share the hub, less the more do - by the logarithm -
 * and nothing above the link's limit. The hub is the thing; where the target is a claim it is the entity, because a clinic with
 * a thousand claims ties its patients together no more than a phone of a thousand people.
 */
export async function collectEvidence(warehouse: Warehouse, links: readonly Link[]): Promise<LinkEvidence[]> {
  await warehouse.execute(`
    create schema if not exists staging; delete from graph.edge;
    create or replace table staging.graph_evidence (link varchar, source_id varchar, target_id varchar, claim_id varchar, known_at timestamp)`)
  const reports: LinkEvidence[] = []
  for (const link of links) {
    if (!(link.strength > 0 && link.strength <= 1)) {
      throw invalid('strength of link', link.strength, `${link.name}: above 0, at most 1`)
    }
    const query = link.query(warehouse.db).compile()
    const entity = link.target === 'entity'
    await warehouse.execute('delete from staging.graph_evidence')
    await warehouse.db.executeQuery(
      CompiledQuery.raw(
        `insert into staging.graph_evidence
         select '${link.name}', 'entity:' || coalesce(s.entity_id, q.party_id),
           '${link.target}:' || ${entity ? 'coalesce(t.entity_id, q.target)' : 'q.target'}, coalesce(q.claim_id, ''), min(q.known_at)
         from (${query.sql}) q left join core.entity s on s.party_id = q.party_id
         ${entity ? 'left join core.entity t on t.party_id = q.target' : ''}
         where q.party_id <> '' and q.target <> '' and q.known_at is not null group by 1, 2, 3, 4`,
        [...query.parameters],
      ),
    )
    const hub = link.target === 'claim' ? 'source_id' : 'target_id'
    const other = link.target === 'claim' ? 'target_id' : 'source_id'
    await warehouse.execute(`
      create or replace table staging.graph_hub as
      select ${hub} as hub, count(distinct ${other}) as degree from staging.graph_evidence where source_id <> target_id group by 1;
      insert into graph.edge (source_id, target_id, link, weight, claim_id, known_at)
      select e.source_id, e.target_id, e.link,
        case when h.degree > ${Math.floor(link.maxDegree)} then 0
          else ${link.strength} * least(1, log2(3) / log2(1 + h.degree)) end, e.claim_id, e.known_at
      from staging.graph_evidence e join staging.graph_hub h on h.hub = e.${hub}
      where e.source_id <> e.target_id order by e.source_id, e.target_id, e.claim_id`)
    const { columns } = await warehouse.columns(
      `select count(*) as hubs, count(*) filter (degree > ${Math.floor(link.maxDegree)}) as common, coalesce(max(degree), 0) as largest,
        (select count(*) from graph.edge where link = '${link.name}') as edges,
        (select count(*) from graph.edge where link = '${link.name}' and weight = 0) as lost from staging.graph_hub`,
      { hubs: 'f64', common: 'f64', largest: 'f64', edges: 'f64', lost: 'f64' },
    )
    reports.push({
      link: link.name,
      edges: columns.edges[0],
      hubs: columns.hubs[0],
      tooCommon: columns.common[0],
      tooCommonEdges: columns.lost[0],
      largest: columns.largest[0],
    })
  }
  await warehouse.execute('drop table staging.graph_evidence; drop table if exists staging.graph_hub')
  return reports
}
