/** Runs the links: their rows become evidence between entities and things, once each, with the time over which it was known. */
import { invalid } from '../errors.ts'
import type { Link } from '../link.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { fingerprints, readStates, stands, writeStates } from './evidence-state.ts'
import { addEdges, dropMoments, keepMoments } from './link-edges.ts'

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

/** Asks links for their rows and adds their edges, one after the other. */
async function ask(
  warehouse: Warehouse,
  links: readonly Link[],
  asOf: Date | undefined,
): Promise<LinkEvidence[]> {
  const until = asOf
    ? `timestamp '${asOf.toISOString().slice(0, 23).replace('T', ' ')}'`
    : `timestamp 'infinity'`
  return warehouse.db.connection().execute(async (one) => {
    await keepMoments(one)
    const reports: LinkEvidence[] = []
    for (const link of links) reports.push(await addEdges(one, link, until))
    await dropMoments(one)
    return reports
  })
}
