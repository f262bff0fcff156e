/**
 * Brings the edges of links up to date where few claims and parties changed. Those are asked for anew; what differs from their edges
 * is taken out and put in, and only things whose sharers changed are weighed again. The edges are those of a build from nothing.
 */
import type { Kysely } from 'kysely'
import type { Link } from '../link.ts'
import type { Database } from '../schema/database.ts'
import type { LinkEvidence } from './evidence.ts'
import { gather, keepFlaws, keepMoments, numbers, weight, worstOfEdges } from './link-edges.ts'
import { hashed, ofTouched, run, takeTouched } from './owners.ts'

/** A link whose edges stand, with its query and the report of the last run. */
export interface StandingLink {
  readonly link: Link
  readonly query: { readonly sql: string; readonly parameters: readonly unknown[] }
  readonly report: LinkEvidence
}

/** What makes an edge the same edge. */
const SAME = '(link, source_id, target_id, claim_id, known_at, last_known_at)'

/**
 * Changes the edges of links whose tables differ only in what is `touched`, on the connection that found it out.
 * @returns a report for each link, `reused` where no edge changed
 */
export async function changeEdges(
  one: Kysely<Database>,
  standing: readonly StandingLink[],
  until: string,
): Promise<LinkEvidence[]> {
  const names = standing.map(({ link }) => `'${link.name}'`).join(', ')
  await askTouched(one, standing, names, until)
  await run(
    one,
    `create or replace temp table gone as
     select rowid as place, link, source_id, target_id, claim_id, known_at, last_known_at from graph.edge
     where link in (${names}) and claim_id <> '' and ${hashed('claim_id')} in (select owner from touched where kind = 'claim')
     union all select rowid, link, source_id, target_id, claim_id, known_at, last_known_at from graph.edge
     where link in (${names}) and claim_id = '' and ${hashed("substr(source_id, length('entity:') + 1)")} in (select entity from touched_entity)`,
  )
  await run(one, `create or replace temp table taken as select * from gone anti join come using ${SAME}`)
  await run(one, `create or replace temp table put as select * from come anti join gone using ${SAME}`)
  await run(
    one,
    `create or replace temp table limits as select * from (values ${limitsOf(standing)}) as l(link, by_source, most, strength)`,
  )
  const { last } = await numbers(one, 'select coalesce(max(rowid), -1) as last from graph.edge')
  await run(one, 'delete from graph.edge where rowid in (select place from taken)')
  await run(
    one,
    `insert into graph.edge (source_id, target_id, link, weight, claim_id, known_at, last_known_at)
     select source_id, target_id, link, 0, claim_id, known_at, last_known_at from put order by link, source_id, target_id, claim_id`,
  )
  await weighAnew(one, last)
  const reports: LinkEvidence[] = []
  for (const { link, report } of standing) reports.push(await reportOf(one, link, report))
  for (const table of ['come', 'gone', 'taken', 'put', 'limits', 'reach', 'degree'])
    await run(one, `drop table temp.${table}`)
  return reports
}

const limitsOf = (standing: readonly StandingLink[]): string =>
  standing
    .map(
      ({ link }) =>
        `('${link.name}', ${link.target === 'claim'}, ${Math.floor(link.maxDegree)}::bigint, ${link.strength}::double)`,
    )
    .join(', ')

/** Fills `come` with the evidence of what was touched, and takes note of what is none. */
async function askTouched(
  one: Kysely<Database>,
  standing: readonly StandingLink[],
  names: string,
  until: string,
): Promise<void> {
  await takeTouched(
    one,
    standing.map(({ query }) => query.sql),
  )
  await keepMoments(one, 'temp.touched_claim')
  await run(
    one,
    `delete from graph.link_flaw where link in (${names}) and (
       (kind = 'claim' and owner in (select owner from touched where kind = 'claim')) or
       (kind = 'entity' and owner in (select entity from touched_entity)))`,
  )
  await run(
    one,
    'create or replace temp table come (link varchar, source_id varchar, target_id varchar, claim_id varchar, known_at timestamp, last_known_at timestamp)',
  )
  for (const { link, query } of standing) {
    await gather(one, link, { sql: ofTouched(query.sql), parameters: query.parameters }, until)
    await keepFlaws(one, link)
    await run(
      one,
      `insert into come select '${link.name}', 'entity:' || source, '${link.target}:' || target, claim_id, known_at, last_known_at from fact where flaw = 0`,
    )
  }
  await run(one, 'drop table temp.fact')
}

/** Weighs the edges of every hub that lost or got one; `degree` says how many shared it before and share it after. */
async function weighAnew(one: Kysely<Database>, last: number): Promise<void> {
  const ends = (edge: string) =>
    `case when l.by_source then ${edge}.source_id else ${edge}.target_id end as hub,
     case when l.by_source then ${edge}.target_id else ${edge}.source_id end as other`
  await run(
    one,
    `create or replace temp table reach as
     with hubs as (select distinct link, hub from (
       select p.link, ${ends('p')} from put p join limits l using (link) union all select t.link, ${ends('t')} from taken t join limits l using (link)))
     select place, e.link, e.hub, e.other, e.weight from (
       select e.rowid as place, e.link, e.weight, ${ends('e')} from graph.edge e join limits l using (link)
     ) e semi join hubs h on h.link = e.link and h.hub = e.hub`,
  )
  await run(
    one,
    `create or replace temp table degree as
     select link, hub, count(distinct other) filter (now) as after, count(distinct other) filter (past) as before,
       count(*) filter (now) as edges_after, count(*) filter (past) as edges_before
     from (
       select link, hub, other, true as now, place <= ${last} as past from reach
       union all select t.link, ${ends('t')}, false, true from taken t join limits l using (link)
     ) group by link, hub`,
  )
  await run(
    one,
    `update graph.edge set weight = n.weight from (
       select r.place, ${weight('d.after', 'l.most', 'l.strength')} as weight, r.weight as was
       from reach r join degree d on d.link = r.link and d.hub = r.hub join limits l on l.link = r.link
     ) n where edge.rowid = n.place and n.weight <> n.was`,
  )
}

/** The report of a link, from the last one and what changed. */
async function reportOf(one: Kysely<Database>, link: Link, was: LinkEvidence): Promise<LinkEvidence> {
  const most = Math.floor(link.maxDegree)
  const named = `link = '${link.name}'`
  const changed = await numbers(
    one,
    `select (select count(*) from put where ${named}) as added, (select count(*) from taken where ${named}) as removed,
       count(*) filter (after > 0) - count(*) filter (before > 0) as hubs, count(*) filter (after > ${most}) - count(*) filter (before > ${most}) as common,
       coalesce(sum(edges_after) filter (after > ${most}), 0) - coalesce(sum(edges_before) filter (before > ${most}), 0) as lost,
       max(after) as largest, max(before) as largest_before
     from degree where ${named}`,
  )
  const flaws = await numbers(
    one,
    `select ${['unnamed', 'undated', 'later', 'self', 'early'].map((name, i) => `sum(rows) filter (flaw = ${i + 1}) as ${name}`).join(', ')}
     from graph.link_flaw where ${named}`,
  )
  const report: LinkEvidence = {
    ...was,
    unnamed: flaws.unnamed,
    undated: flaws.undated,
    later: flaws.later,
    selfLinks: flaws.self,
    early: flaws.early,
    reused: changed.added + changed.removed === 0,
  }
  if (report.reused) return report
  const tooCommon = was.tooCommon + changed.common
  const worst = tooCommon === 0 ? [] : await worstOfEdges(one, link, 'weight = 0')
  // A largest that shrank may not be the largest any more: only then all are counted.
  const shrank = changed.largest_before >= was.largest && changed.largest < was.largest
  const [first] = worst.length > 0 || !shrank ? worst : await worstOfEdges(one, link, 'true')
  return {
    ...report,
    edges: was.edges + changed.added - changed.removed,
    hubs: was.hubs + changed.hubs,
    tooCommon,
    tooCommonEdges: was.tooCommonEdges + changed.lost,
    largest: first?.sharedBy ?? (shrank ? 0 : Math.max(was.largest, changed.largest)),
    worst,
  }
}
