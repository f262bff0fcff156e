/** Runs the links: their rows become evidence between entities and things, once each, with the time over which it was known. */
import { invalid } from '../errors.ts'
import type { Link } from '../link.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { changeEdges } from './change-edges.ts'
import { definitionOf, fingerprints, followsOn, readStates, stands, writeStates } from './evidence-state.ts'
import { addEdges, keepMoments } from './link-edges.ts'
import { findTouched, isApart, keepOwners, lookAtOwners, ownersAnew, run } from './owners.ts'

export interface EvidenceOptions {
  /** Evidence that became known later does not enter, nor does it make a thing more common; default: everything. */
  readonly asOf?: Date
  /** Takes over a script of SQL that only the next time needs, to run it at its leisure; else it is run at once. */
  readonly postpone?: (script: string) => void
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

/**
 * Fills `graph.edge`. An edge weighs the link's strength when at most two share the hub, less the more do - by the logarithm -
 * and nothing above the link's limit. The hub is the thing; where the target is a claim it is the entity, because a clinic with
 * a thousand claims ties its patients together no more than a phone of a thousand people. A link whose tables and definition are
 * as they were keeps its edges unasked, and one that can be asked for some claims and parties alone is asked for those that changed.
 */
export async function collectEvidence(
  warehouse: Warehouse,
  links: readonly Link[],
  { asOf, postpone }: EvidenceOptions = {},
): Promise<LinkEvidence[]> {
  for (const link of links) {
    if (!(link.strength > 0 && link.strength <= 1))
      throw invalid('strength of link', link.strength, `${link.name}: above 0, at most 1`)
  }
  const until = asOf
    ? `timestamp '${asOf.toISOString().slice(0, 23).replace('T', ' ')}'`
    : `timestamp 'infinity'`
  const queries = new Map(links.map((link) => [link.name, link.query(warehouse.db).compile()]))
  const sqlOf = ({ name }: Link): string => queries.get(name)?.sql ?? ''
  const [apart, whole] = [
    links.filter((link) => isApart(link, sqlOf(link))),
    links.filter((link) => !isApart(link, sqlOf(link))),
  ]
  const madeFrom = new Map([
    ...(await fingerprints(warehouse, whole)),
    ...apart.map((link) => [link.name, definitionOf(warehouse, link)] as const),
  ])
  const states = await readStates(warehouse)
  const found = new Map<string, LinkEvidence>()
  for (const { name } of whole) {
    const state = states.get(name)
    if (state && stands(state, madeFrom.get(name), asOf)) found.set(name, { ...state.report, reused: true })
  }
  const standing = apart.flatMap((link) => {
    const [query, state] = [queries.get(link.name), states.get(link.name)]
    return query && state && followsOn(state, madeFrom.get(link.name), asOf)
      ? [{ link, query, report: state.report }]
      : []
  })
  const watched = apart.map(sqlOf)
  // Where nothing stands, all is asked anew, and it does not matter what changed.
  const anew = standing.length === 0
  await warehouse.db.connection().execute(async (one) => {
    if (!anew) await lookAtOwners(one, watched, until)
    const touched = anew ? undefined : await findTouched(one, watched, until)
    const few = touched !== undefined
    const kept = [...found.keys(), ...(few ? standing.map(({ link }) => link.name) : [])]
    const gone = kept.length === 0 ? '' : `where link not in (${kept.map((name) => `'${name}'`).join(', ')})`
    await run(one, `delete from graph.edge ${gone}`)
    await run(one, `delete from graph.link_flaw ${gone}`)
    if (few) {
      const changed = touched > 0 ? await changeEdges(one, standing, until) : []
      for (const { link, report } of standing) found.set(link.name, { ...report, reused: true })
      for (const report of changed) found.set(report.link, report)
    }
    const fresh = links.filter(({ name }) => !found.has(name))
    if (fresh.length > 0) await keepMoments(one)
    for (const link of fresh) found.set(link.name, await addEdges(one, link, until, apart.includes(link)))
    await run(one, 'drop table if exists temp.claim_moment')
    if (anew) await run(one, 'delete from graph.owner')
    else await keepOwners(one, watched, !few)
  })
  const reports = links.flatMap(({ name }) => found.get(name) ?? [])
  await writeStates(warehouse, reports, madeFrom, asOf)
  if (anew && apart.length > 0) {
    const script = ownersAnew(watched, until)
    if (postpone) postpone(script)
    else await warehouse.execute(script)
  }
  return reports
}
