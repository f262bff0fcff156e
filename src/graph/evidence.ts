/** Runs the links: their rows become evidence between entities and things, once each, with the time over which it was known. */
import { CompiledQuery } from 'kysely'
import { invalid } from '../errors.ts'
import type { Link } from '../link.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { fingerprints, readStates, stands, writeStates } from './evidence-state.ts'

export const DEFAULTS = {
  /** The most common things of a link that its report names. */
  named: 5,
} as const

export interface EvidenceOptions {
  /** Evidence that became known later does not enter, nor does it make a thing more common; default: everything. */
  readonly asOf?: Date
}

/** A thing over its link's limit. */
export interface CommonThing {
  /** node_id as it is, with the number or address in it: mask it before it is shown. */
  readonly hub: string
  /** Entities that share it (or claims of the entity). */
  readonly sharedBy: number
}

/** What one link brought. */
export interface LinkEvidence {
  readonly link: string
  readonly edges: number
  /** Things (or, for claims, entities) that the link ties. */
  readonly hubs: number
  /** The most that may share one, and those over it, whose edges weigh nothing, and their edges. */
  readonly maxDegree: number
  readonly tooCommon: number
  readonly tooCommonEdges: number
  /** The most entities that share one thing (or claims of one entity). */
  readonly largest: number
  /** The most shared of those over the limit, the worst first. */
  readonly worst: readonly CommonThing[]
  /** Rows that are no evidence: without a party or thing, without a moment, known after the moment asked for, of an entity with itself. */
  readonly unnamed: number
  readonly undated: number
  readonly later: number
  readonly selfLinks: number
  /** Rows said to be known before the loss of their claim; they count from the loss on. */
  readonly early: number
  /** True when nothing that it reads had changed, so that its edges were left as they were. */
  readonly reused: boolean
}

const STAGED = 'staging.graph_evidence'
const HUB = 'staging.graph_hub'

/** One limit and strength a link, as a table of values. */
const limits = (links: readonly Link[]): string =>
  `(values ${links
    .map((l) => `('${l.name}', '${l.target}', ${Math.floor(l.maxDegree)}::bigint, ${l.strength}::double)`)
    .join(', ')}) as l(link, target, most, strength)`

/**
 * Fills `graph.edge`. An edge weighs the link's strength when at most two share the hub, less the more do - by the logarithm -
 * and nothing above the link's limit. The hub is the thing; where the target is a claim it is the entity, because a clinic with
 * a thousand claims ties its patients together no more than a phone of a thousand people. A link whose tables and definition are
 * as they were keeps its edges unasked.
 */
export async function collectEvidence(
  warehouse: Warehouse,
  links: readonly Link[],
  { asOf }: EvidenceOptions = {},
): Promise<LinkEvidence[]> {
  for (const link of links) {
    if (!(link.strength > 0 && link.strength <= 1))
      throw invalid('strength of link', link.strength, `${link.name}: above 0, at most 1`)
  }
  const madeFrom = await fingerprints(warehouse, links)
  const states = await readStates(warehouse)
  const kept = new Map<string, LinkEvidence>()
  for (const { name } of links) {
    const state = states.get(name)
    if (state && stands(state, madeFrom.get(name), asOf)) kept.set(name, { ...state.report, reused: true })
  }
  const fresh = links.filter(({ name }) => !kept.has(name))
  await warehouse.execute(
    `delete from graph.edge where ${kept.size === 0 ? 'true' : `link not in (${[...kept.keys()].map((name) => `'${name}'`).join(', ')})`}`,
  )
  const asked = fresh.length === 0 ? [] : await ask(warehouse, fresh, asOf)
  const found = new Map([...kept, ...asked.map((report) => [report.link, report] as const)])
  const reports = links.flatMap(({ name }) => found.get(name) ?? [])
  await writeStates(warehouse, reports, madeFrom, asOf)
  return reports
}

/** Asks links for their rows, weighs them and adds their edges. */
async function ask(
  warehouse: Warehouse,
  links: readonly Link[],
  asOf: Date | undefined,
): Promise<LinkEvidence[]> {
  const until = asOf
    ? `timestamp '${asOf.toISOString().slice(0, 23).replace('T', ' ')}'`
    : `timestamp 'infinity'`
  await warehouse.execute(`
    create schema if not exists staging;
    create or replace table ${STAGED} (link varchar, source_id varchar, target_id varchar, claim_id varchar, hub varchar,
      other varchar, known_at timestamp, last_known_at timestamp, early bigint);
    create or replace table staging.graph_refused (link varchar, unnamed bigint, undated bigint, later bigint, self_links bigint);
    create or replace table staging.graph_claim as select claim_id, least(loss_at, reported_at) as from_at from core.claim`)
  for (const link of links) await stage(warehouse, link, until)
  await warehouse.execute(`
    create or replace table ${HUB} as
    select e.link, e.hub, count(distinct e.other) as degree from ${STAGED} e group by all;
    insert into graph.edge (source_id, target_id, link, weight, claim_id, known_at, last_known_at)
    select e.source_id, e.target_id, e.link,
      case when h.degree > l.most then 0 else l.strength * least(1, log2(3) / log2(1 + h.degree)) end,
      e.claim_id, e.known_at, e.last_known_at
    from ${STAGED} e join ${HUB} h on h.link = e.link and h.hub = e.hub join ${limits(links)} on l.link = e.link
    order by e.link, e.source_id, e.target_id, e.claim_id`)
  const report = await reportOf(warehouse, links)
  await warehouse.execute(
    `drop table ${STAGED}; drop table ${HUB}; drop table staging.graph_refused; drop table staging.graph_claim`,
  )
  return report
}

/** Rows of one link, once each; what is refused is counted. */
async function stage(warehouse: Warehouse, link: Link, until: string): Promise<void> {
  const query = link.query(warehouse.db).compile()
  const entity = link.target === 'entity'
  const target = entity ? 'coalesce(t.entity_id, q.target)' : 'q.target'
  const [hub, other] = link.target === 'claim' ? ['source_id', 'target_id'] : ['target_id', 'source_id']
  await warehouse.db.executeQuery(
    CompiledQuery.raw(
      `create or replace table staging.graph_row as
       select 'entity:' || coalesce(s.entity_id, nullif(q.party_id, '')) as source_id, '${link.target}:' || nullif(${target}, '') as target_id,
         coalesce(q.claim_id, '') as claim_id, q.known_at as told_at, greatest(q.known_at, c.from_at) as known_at
       from (${query.sql}) q left join core.entity s on s.party_id = q.party_id
       left join staging.graph_claim c on c.claim_id = q.claim_id
       ${entity ? 'left join core.entity t on t.party_id = q.target' : ''}`,
      [...query.parameters],
    ),
  )
  await warehouse.execute(`
    insert into ${STAGED}
    select '${link.name}', source_id, target_id, claim_id, ${hub}, ${other}, min(known_at), max(known_at), count_if(told_at < known_at)
    from staging.graph_row where source_id is not null and target_id is not null and told_at is not null and known_at <= ${until}
      and source_id <> target_id group by source_id, target_id, claim_id;
    insert into staging.graph_refused
    select '${link.name}', count_if(source_id is null or target_id is null),
      count_if(source_id is not null and target_id is not null and told_at is null),
      count_if(source_id is not null and target_id is not null and told_at is not null and known_at > ${until}),
      count_if(source_id = target_id and told_at is not null and known_at <= ${until}) from staging.graph_row; drop table staging.graph_row`)
}

async function reportOf(warehouse: Warehouse, links: readonly Link[]): Promise<LinkEvidence[]> {
  const { columns, rows } = await warehouse.columns(
    `with hubs as (
       select h.link, count(*) as hubs, count_if(h.degree > l.most) as common, max(h.degree) as largest,
         coalesce(sum(h.degree) filter (h.degree > l.most), 0) as lost_pairs
       from ${HUB} h join ${limits(links)} using (link) group by 1
     ), edges as (
       select e.link, count(*) as edges, count_if(e.weight = 0) as lost from graph.edge e group by 1
     ), early as (select link, sum(early) as early from ${STAGED} group by 1)
     select l.link, coalesce(hubs, 0) as hubs, coalesce(common, 0) as common, coalesce(largest, 0) as largest,
       coalesce(edges, 0) as edges, coalesce(lost, 0) as lost, coalesce(early, 0) as early,
       coalesce(r.unnamed, 0) as unnamed, coalesce(r.undated, 0) as undated, coalesce(r.later, 0) as later, coalesce(r.self_links, 0) as self_links
     from ${limits(links)} join staging.graph_refused r using (link) left join hubs using (link) left join edges using (link)
     left join early using (link)`,
    {
      link: 'string',
      hubs: 'f64',
      common: 'f64',
      largest: 'f64',
      edges: 'f64',
      lost: 'f64',
      early: 'f64',
      unnamed: 'f64',
      undated: 'f64',
      later: 'f64',
      self_links: 'f64',
    },
  )
  const worst = await worstOf(warehouse, links)
  const at = new Map(Array.from({ length: rows }, (_, i) => [columns.link[i] as string, i]))
  return links.map((link) => {
    const i = at.get(link.name) as number
    return {
      link: link.name,
      edges: columns.edges[i],
      hubs: columns.hubs[i],
      maxDegree: Math.floor(link.maxDegree),
      tooCommon: columns.common[i],
      tooCommonEdges: columns.lost[i],
      largest: columns.largest[i],
      worst: worst.get(link.name) ?? [],
      unnamed: columns.unnamed[i],
      undated: columns.undated[i],
      later: columns.later[i],
      selfLinks: columns.self_links[i],
      early: columns.early[i],
      reused: false,
    }
  })
}

async function worstOf(warehouse: Warehouse, links: readonly Link[]): Promise<Map<string, CommonThing[]>> {
  const { columns, rows } = await warehouse.columns(
    `select h.link, h.hub, h.degree from ${HUB} h join ${limits(links)} using (link) where h.degree > l.most
     qualify row_number() over (partition by h.link order by h.degree desc, h.hub) <= ${DEFAULTS.named}
     order by h.link, h.degree desc, h.hub`,
    { link: 'string', hub: 'string', degree: 'f64' },
  )
  const found = new Map<string, CommonThing[]>()
  for (let i = 0; i < rows; i++) {
    const link = columns.link[i] as string
    const list = found.get(link) ?? []
    list.push({ hub: columns.hub[i] as string, sharedBy: columns.degree[i] })
    found.set(link, list)
  }
  return found
}
