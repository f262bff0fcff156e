/** The rows of one link become its edges: each piece of evidence once, weighed by how many share its thing. */
import { CompiledQuery, type Kysely } from 'kysely'
import type { Link } from '../link.ts'
import type { Database } from '../schema/database.ts'
import type { CommonThing, LinkEvidence } from './evidence.ts'
import { hashed, isOfParties, run } from './owners.ts'

const DEFAULTS = {
  /** The most common things of a link that its report names. */
  named: 5,
} as const

/** Why a row is no edge, as `fact` numbers it. */
const FLAWS = { none: 0, unnamed: 1, undated: 2, later: 3, self: 4, early: 5 } as const

/** One row of numbers. */
export async function numbers(
  one: Kysely<Database>,
  text: string,
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await one.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text))
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value ?? 0)]))
}

/** SQL of what evidence weighs when so many share its thing. */
export const weight = (degree: string, most: string | number, strength: string): string =>
  `case when ${degree} > ${most} then 0 else ${strength} * least(1, log2(3) / log2(1 + ${degree})) end`

/**
 * Adds the edges of a link that has none, in temporary tables of one connection. Identifiers get the names of their kinds only as
 * they are written, because short texts are cheaper to group and sort.
 * @param one a single connection, with the moments of claims from {@link keepMoments}
 * @param until SQL of the moment after which nothing enters
 * @param apart keeps, by claim and entity, what was no evidence, for {@link changeEdges}
 */
export async function addEdges(
  one: Kysely<Database>,
  link: Link,
  until: string,
  apart: boolean,
): Promise<LinkEvidence> {
  await gather(one, link, link.query(one).compile(), until)
  if (apart) await keepFlaws(one, link)
  const [hub, other] = link.target === 'claim' ? ['source', 'target'] : ['target', 'source']
  const most = Math.floor(link.maxDegree)
  const found = await numbers(
    one,
    `select sum(rows) filter (flaw = ${FLAWS.unnamed}) as unnamed, sum(rows) filter (flaw = ${FLAWS.undated}) as undated,
       sum(rows) filter (flaw = ${FLAWS.later}) as later, sum(rows) filter (flaw = ${FLAWS.self}) as self_links,
       count(*) filter (flaw = 0) as edges, sum(early) filter (flaw = 0) as early,
       count(*) filter (flaw = 0 and claim_id = '') as unclaimed, count(*) filter (flaw = 0 and claim_id = target) as same
     from fact`,
  )
  // What the claim is, where it says nothing that the two ends do not say: then every fact is another pair.
  const claim = found.unclaimed === found.edges ? `''` : found.same === found.edges ? 'target' : undefined
  const pairs = `select ${claim ? '' : 'distinct'} ${hub} as hub, ${other} as other from fact where flaw = 0`
  await run(
    one,
    `create or replace temp table hub as select hub, count(*) as degree from (${pairs}) group by hub`,
  )
  if (found.edges > 0) {
    // Short texts are sorted, and only then made longer.
    await run(
      one,
      `insert into graph.edge (source_id, target_id, link, weight, claim_id, known_at, last_known_at)
       select 'entity:' || source, '${link.target}:' || target, '${link.name}',
         ${weight('degree', most, `${link.strength}::double`)}, ${claim ?? 'claim_id'}, known_at, last_known_at
       from (
         select source, target, degree, ${claim ? '' : 'claim_id,'} known_at, last_known_at from fact join hub on hub.hub = fact.${hub}
         where flaw = 0 order by source, target ${claim ? '' : ', claim_id'}
       )`,
    )
  }
  const shared = await numbers(
    one,
    `select count(*) as hubs, count(*) filter (degree > ${most}) as common, max(degree) as largest from hub`,
  )
  const lost =
    shared.common === 0
      ? 0
      : (
          await numbers(
            one,
            `select count(*) as lost from fact join hub on hub.hub = fact.${hub} where flaw = 0 and degree > ${most}`,
          )
        ).lost
  const worst = shared.common === 0 ? [] : await worstOf(one, link, most)
  await run(one, 'drop table temp.fact')
  await run(one, 'drop table temp.hub')
  return {
    link: link.name,
    edges: found.edges,
    hubs: shared.hubs,
    maxDegree: most,
    tooCommon: shared.common,
    tooCommonEdges: lost,
    largest: shared.largest,
    worst,
    unnamed: found.unnamed,
    undated: found.undated,
    later: found.later,
    selfLinks: found.self_links,
    early: found.early,
    reused: false,
  }
}

/** Keeps, on a connection, when claims happened: all of them, or those of another table. */
export async function keepMoments(one: Kysely<Database>, claims = 'core.claim'): Promise<void> {
  await run(
    one,
    `create or replace temp table claim_moment as select claim_id, least(loss_at, reported_at) as from_at from ${claims}`,
  )
}

/** Keeps the rows of `fact` that are no evidence or count from another moment, by claim or entity. */
export async function keepFlaws(one: Kysely<Database>, link: Link): Promise<void> {
  await run(
    one,
    `insert into graph.link_flaw (link, kind, owner, flaw, rows)
     select '${link.name}', case when claim_id <> '' then 'claim' else 'entity' end, ${hashed(`case when claim_id <> '' then claim_id else coalesce(source, '') end`)},
       case when flaw = 0 then ${FLAWS.early} else flaw end, sum(case when flaw = 0 then early else rows end)::bigint
     from fact where flaw > 0 or early > 0 group by 1, 2, 3, 4`,
  )
}

/** Fills `fact`: the rows of a link, once for each source, target, claim and flaw. */
export async function gather(
  one: Kysely<Database>,
  link: Link,
  query: { readonly sql: string; readonly parameters: readonly unknown[] },
  until: string,
): Promise<void> {
  const entity = link.target === 'entity'
  // Looking for the moments of claims costs much, and a query of parties alone names none.
  const claims = !isOfParties(link.query(one).compile().sql)
  await run(
    one,
    `create or replace temp table fact as
     select source, target, claim_id, flaw, min(known_at) as known_at, max(known_at) as last_known_at, count(*)::integer as rows,
       (count(*) filter (told_at < known_at))::integer as early
     from (
       select *, case when source is null or target is null then ${FLAWS.unnamed} when told_at is null then ${FLAWS.undated}
         ${entity ? `when known_at <= ${until} and source = target then ${FLAWS.self}` : ''}
         when known_at <= ${until} then ${FLAWS.none} else ${FLAWS.later} end::tinyint as flaw
       from (
         select coalesce(s.entity_id, nullif(q.party_id, '')) as source,
           nullif(${entity ? 'coalesce(t.entity_id, q.target)' : 'q.target'}, '') as target, coalesce(q.claim_id, '') as claim_id,
           q.known_at as told_at, ${claims ? 'greatest(q.known_at, c.from_at)' : 'q.known_at'} as known_at
         from (${query.sql}) q left join core.entity s on s.party_id = q.party_id
         ${claims ? 'left join claim_moment c on c.claim_id = q.claim_id' : ''} ${entity ? 'left join core.entity t on t.party_id = q.target' : ''}
       )
     ) group by source, target, claim_id, flaw`,
    query.parameters,
  )
}

/** The most shared of a link's things, the worst first. */
async function worstOf(one: Kysely<Database>, link: Link, most: number): Promise<CommonThing[]> {
  const kind = link.target === 'claim' ? 'entity' : link.target
  const { rows } = await one.executeQuery<{ hub: string; degree: number }>(
    CompiledQuery.raw(
      `select hub, degree::double as degree from hub where degree > ${most} order by degree desc, hub limit ${DEFAULTS.named}`,
    ),
  )
  return rows.map(({ hub, degree }) => ({ hub: `${kind}:${hub}`, sharedBy: degree }))
}

/** The most shared things among the edges of a link of which a condition holds, the worst first. */
export async function worstOfEdges(
  one: Kysely<Database>,
  link: Link,
  condition: string,
): Promise<CommonThing[]> {
  const [hub, other] = link.target === 'claim' ? ['source_id', 'target_id'] : ['target_id', 'source_id']
  const { rows } = await one.executeQuery<CommonThing>(
    CompiledQuery.raw(
      `select ${hub} as hub, count(distinct ${other})::double as "sharedBy" from graph.edge where link = '${link.name}' and ${condition}
       group by 1 order by 2 desc, 1 limit ${DEFAULTS.named}`,
    ),
  )
  return rows
}
