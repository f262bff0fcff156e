/**
 * What the evidence of each link was made from. A link is asked again when its definition, the rows of a table that it reads, or
 * who is who has changed; else its edges stand. Only the content counts: whole tables are hashed, in any order of rows.
 */
import type { Link } from '../link.ts'
import { hashOf } from '../util/hash.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { LinkEvidence } from './evidence.ts'
import { columnsRead, tablesOf } from './owners.ts'

export interface LinkState {
  readonly madeFrom: string
  readonly asOf: Date | undefined
  readonly report: LinkEvidence
}

/** Tables and columns that decide about every link: who is who, and when claims happened. */
const ALWAYS = [
  'select party_id, entity_id from core.entity',
  'select claim_id, loss_at, reported_at from core.claim',
]

/** The definition of a link, as a hash. */
export function definitionOf(warehouse: Warehouse, link: Link): string {
  const { sql, parameters } = link.query(warehouse.db).compile()
  return hashOf({ sql, parameters, target: link.target, strength: link.strength, most: link.maxDegree })
}

/** What each link would be made from now, by name: its definition, and the columns that links read of every table that it reads. */
export async function fingerprints(
  warehouse: Warehouse,
  links: readonly Link[],
): Promise<ReadonlyMap<string, string>> {
  const queries = [...ALWAYS, ...links.map((link) => link.query(warehouse.db).compile().sql)]
  const tables = new Map<string, string>()
  const found = new Map<string, string>()
  for (const link of links) {
    const read = new Set([...ALWAYS, link.query(warehouse.db).compile().sql].flatMap(tablesOf))
    for (const name of read)
      if (!tables.has(name)) tables.set(name, await hashOfRows(warehouse, name, columnsRead(name, queries)))
    const content = [...read].sort().map((name) => [name, tables.get(name)])
    found.set(link.name, hashOf({ definition: definitionOf(warehouse, link), content }))
  }
  return found
}

async function hashOfRows(warehouse: Warehouse, table: string, columns: readonly string[]): Promise<string> {
  const { columns: found } = await warehouse.columns(
    `select count(*)::varchar || ' ' || coalesce(sum(hash(${columns.length > 0 ? columns.join(', ') : '0'}))::varchar, '') as h from core.${table}`,
    { h: 'string' },
  )
  return `${columns.join()} ${found.h[0]}`
}

/** The states that the last run left. */
export async function readStates(warehouse: Warehouse): Promise<ReadonlyMap<string, LinkState>> {
  const rows = await warehouse.db.selectFrom('graph.link_state').selectAll().execute()
  return new Map(
    rows.map((row) => [
      row.link,
      {
        madeFrom: row.made_from,
        asOf: row.as_of ?? undefined,
        report: JSON.parse(row.report) as LinkEvidence,
      },
    ]),
  )
}

/** Rewrites the states. */
export async function writeStates(
  warehouse: Warehouse,
  reports: readonly LinkEvidence[],
  madeFrom: ReadonlyMap<string, string>,
  asOf: Date | undefined,
): Promise<void> {
  await warehouse.execute('delete from graph.link_state')
  await warehouse.append('graph.link_state', {
    link: reports.map((report) => report.link),
    made_from: reports.map((report) => madeFrom.get(report.link) ?? ''),
    as_of: reports.map(() => asOf ?? null),
    report: reports.map((report) => JSON.stringify(report)),
  })
}

/** Whether the edges that a link left are of a moment that is not after this one, and of the same definition. */
export function followsOn(state: LinkState, definition: string | undefined, asOf: Date | undefined): boolean {
  if (state.madeFrom !== definition) return false
  return asOf === undefined || (state.asOf !== undefined && asOf >= state.asOf)
}

/** Whether the edges that a link left still stand: the same content, and no row that the moment lets in or keeps out anew. */
export function stands(
  state: LinkState | undefined,
  madeFrom: string | undefined,
  asOf: Date | undefined,
): boolean {
  if (!state || state.madeFrom !== madeFrom) return false
  if (state.asOf?.getTime() === asOf?.getTime()) return true
  if (state.report.later > 0 || state.asOf === undefined) return false
  return asOf === undefined || asOf > state.asOf
}
