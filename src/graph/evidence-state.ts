/**
 * What the evidence of each link was made from. A link is asked again when its definition, the rows of a table that it reads, or
 * who is who has changed; else its edges stand. Only the content counts: whole tables are hashed, in any order of rows.
 */
import type { Link } from '../link.ts'
import { hashOf } from '../util/hash.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { LinkEvidence } from './evidence.ts'

export interface LinkState {
  readonly madeFrom: string
  readonly asOf: Date | undefined
  readonly report: LinkEvidence
}

/** Tables that decide about every link: who is who, and when claims happened. */
const ALWAYS = ['core.entity', 'core.claim']

const TABLE = /"?\bcore"?\."?([a-z_]+)/g

/** What each link would be made from now, by name. */
export async function fingerprints(
  warehouse: Warehouse,
  links: readonly Link[],
): Promise<ReadonlyMap<string, string>> {
  const tables = new Map<string, string>()
  const found = new Map<string, string>()
  for (const link of links) {
    const { sql, parameters } = link.query(warehouse.db).compile()
    const read = new Set([...ALWAYS, ...[...sql.matchAll(TABLE)].map((match) => `core.${match[1]}`)])
    for (const name of read) if (!tables.has(name)) tables.set(name, await hashOfRows(warehouse, name))
    const content = [...read].sort().map((name) => [name, tables.get(name)])
    found.set(
      link.name,
      hashOf({
        sql,
        parameters,
        target: link.target,
        strength: link.strength,
        most: link.maxDegree,
        content,
      }),
    )
  }
  return found
}

async function hashOfRows(warehouse: Warehouse, table: string): Promise<string> {
  const { columns } = await warehouse.columns(
    `select count(*)::varchar || ' ' || coalesce(sum(hash(t))::varchar, '') as h from ${table} t`,
    { h: 'string' },
  )
  return String(columns.h[0])
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
