/**
 * How near every node of the graph stood to known fraud, at moments of the past: `graph.suspicion`. A moment's rows are worked out from
 * what was known then and never change afterwards, so that features of the past may read them; a run keeps those of the snapshot before
 * while the ties, outcomes and settings that they came from are the same, and works out the others.
 */
import { sql } from 'kysely'
import { type Frauds, SUSPICION_DEFAULTS, suspicionAt, type TieKind, type Ties } from '../graph/index.ts'
import type { Link } from '../link.ts'
import { hashOf } from '../util/hash.ts'
import { VERSION } from '../version.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { RunContext } from './context.ts'

export const DEFAULTS = {
  /** Moments at most, from the first known fraud to now: starts of months, else of quarters, half years, years. */
  moments: 16,
  /** Fewer in a large book, so that no more ties than this are walked over all moments; but never fewer moments than `least`. */
  ties: 80_000_000,
  least: 4,
} as const

/** Steps from moment to moment, months. */
const STEPS = [1, 3, 6, 12] as const

export interface SuspicionReport {
  readonly moments: number
  /** Of these, how many came from the snapshot before. */
  readonly kept: number
  readonly rows: number
  /** Claims and providers known to be fraud at the last moment. */
  readonly frauds: number
  readonly seconds: number
}

/** Stage graph, its last part: suspicion as of the moments up to `asOf`. */
export async function findSuspicion(
  { warehouse, shelves, onProgress }: RunContext,
  asOf: Date,
): Promise<SuspicionReport> {
  const report = await writeSuspicion(warehouse, shelves.links, asOf)
  onProgress({ stage: 'suspicion', done: report.moments, unit: 'moments' })
  return report
}

/**
 * Brings `graph.suspicion` and `graph.suspicion_moment` up to `asOf`.
 * @param at the moments (milliseconds since 1970, rising); default by `DEFAULTS.moments`
 */
export async function writeSuspicion(
  warehouse: Warehouse,
  shelf: readonly Link[],
  asOf: Date,
  at?: readonly number[],
): Promise<SuspicionReport> {
  const began = performance.now()
  const links = shelf.filter(({ byHindsight }) => !byHindsight)
  await warehouse.execute(`
    create schema if not exists staging;
    create or replace table staging.suspicion_node as
      select (row_number() over (order by node_id) - 1)::integer as idx, node_id from graph.node;
    create or replace table staging.suspicion_row (idx integer, as_of timestamp, suspicion double, fraud_steps integer)`)
  const frauds = await readFrauds(warehouse)
  const { columns: held } = await warehouse.columns('select count(*) as n from graph.edge', { n: 'f64' })
  const moments = at ?? momentsOf(frauds.knownAt, asOf, held.n[0])
  const wanted = await hashes(warehouse, links, frauds, moments)
  const kept = await keep(warehouse, wanted)
  const missing = moments.filter((moment) => !kept.has(moment))
  if (missing.length > 0) {
    const ties = await readTies(warehouse, links)
    const kinds = links.map(
      ({ strength, maxDegree, target }): TieKind => ({
        strength,
        maxDegree,
        isHubSource: target === 'claim',
      }),
    )
    for (const moment of missing) {
      const found = suspicionAt(ties, kinds, frauds, moment)
      await warehouse.append('staging.suspicion_row', {
        idx: found.node,
        as_of: new Float64Array(found.node.length).fill(moment),
        suspicion: found.suspicion,
        fraud_steps: Float64Array.from(found.steps, (steps) => (steps < 0 ? Number.NaN : steps)),
      })
      await warehouse.append('graph.suspicion_moment', {
        as_of: [new Date(moment)],
        frauds: Int32Array.of(found.frauds),
        edges: Int32Array.of(found.ties),
        nodes: Int32Array.of(found.node.length),
        content_hash: [wanted.get(moment) ?? ''],
      })
    }
  }
  await warehouse.execute(`
    insert into graph.suspicion (node_id, as_of, suspicion, fraud_steps)
      select n.node_id, r.as_of, r.suspicion, r.fraud_steps
      from staging.suspicion_row as r join staging.suspicion_node as n using (idx) order by r.as_of, r.idx;
    drop table staging.suspicion_row; drop table staging.suspicion_node`)
  const { columns } = await warehouse.columns('select count(*) as n from graph.suspicion', { n: 'f64' })
  return {
    moments: moments.length,
    kept: kept.size,
    rows: columns.n[0],
    frauds: frauds.node.length,
    seconds: (performance.now() - began) / 1000,
  }
}

/** Starts of months, quarters, half years or years after the first known fraud, whichever are few enough; none later than `asOf`. */
export function momentsOf(knownAt: Float64Array, asOf: Date, ties: number): number[] {
  if (knownAt.length === 0) return []
  const first = knownAt[0]
  const most = Math.max(
    DEFAULTS.least,
    Math.min(DEFAULTS.moments, Math.floor(DEFAULTS.ties / Math.max(ties, 1))),
  )
  const starts = (step: number): number[] => {
    const list: number[] = []
    for (let month = 0; ; month += step) {
      const moment = Date.UTC(new Date(first).getUTCFullYear(), month, 1)
      if (moment > asOf.getTime()) return list
      if (moment >= first) list.push(moment)
    }
  }
  for (const step of STEPS) {
    const list = starts(step)
    if (list.length <= most) return list
  }
  return starts(STEPS[STEPS.length - 1]).slice(-most)
}

/** Claims and providers known to be fraud, in the order in which they became known. */
async function readFrauds(warehouse: Warehouse): Promise<Frauds> {
  const { columns } = await warehouse.columns(
    `select n.idx as node, epoch_ms(min(i.known_at))::double as known_at
     from core.investigation as i left join core.entity as e on i.subject_kind = 'provider' and e.party_id = i.subject_id
     join staging.suspicion_node as n on n.node_id = case i.subject_kind when 'claim' then 'claim:' || i.subject_id
       when 'provider' then 'entity:' || coalesce(e.entity_id, i.subject_id) end
     where i.outcome = 'fraud' group by n.idx order by 2, 1`,
    { node: 'i32', known_at: 'f64' },
  )
  return { node: columns.node, knownAt: columns.known_at }
}

/** Who is tied to what, since when. */
async function readTies(warehouse: Warehouse, links: readonly Link[]): Promise<Ties> {
  const { rows: count } = await sql<{ n: number }>`select count(*)::integer as n from graph.node`.execute(
    warehouse.db,
  )
  const names = links.map(({ name }) => `'${name}'`).join(', ')
  const { columns } = await warehouse.columns(
    `select s.idx as source, t.idx as target, list_position([${names}], e.link) - 1 as kind,
       epoch_ms(min(e.known_at))::double as known_at
     from graph.edge as e join staging.suspicion_node as s on s.node_id = e.source_id
     join staging.suspicion_node as t on t.node_id = e.target_id
     where e.link in (${names}) group by all order by 4, 1, 2, 3`,
    { source: 'i32', target: 'i32', kind: 'i32', known_at: 'f64' },
  )
  return {
    n: count[0].n,
    source: columns.source,
    target: columns.target,
    kind: columns.kind,
    knownAt: columns.known_at,
  }
}

/** What each moment is worked out from, as a hash. */
async function hashes(
  warehouse: Warehouse,
  links: readonly Link[],
  frauds: Frauds,
  moments: readonly number[],
): Promise<Map<number, string>> {
  if (moments.length === 0) return new Map()
  // What became known in a month, the first instant of the next one included.
  const { rows: months } = await sql<{ until: number; ties: string }>`
    select epoch_ms(date_trunc('month', known_at - interval 1 microsecond) + interval 1 month)::double as until,
      bit_xor(hash(source_id, target_id, link, claim_id, known_at))::varchar as ties
    from graph.edge group by 1 order by 1`.execute(warehouse.db)
  const nodes = await warehouse.columns('select node_id from staging.suspicion_node order by idx', {
    node_id: 'string',
  })
  const settings = {
    version: VERSION,
    suspicion: SUSPICION_DEFAULTS,
    links: links.map(({ name, strength, maxDegree, target }) => ({ name, strength, maxDegree, target })),
  }
  const found = new Map<number, string>()
  let next = 0
  let ties = 0n
  for (const moment of moments) {
    while (next < months.length && months[next].until <= moment) ties ^= BigInt(months[next++].ties)
    const known = Array.from(frauds.node, (v, i) => [nodes.columns.node_id[v], frauds.knownAt[i]] as const)
    found.set(
      moment,
      hashOf({ ...settings, ties: String(ties), frauds: known.filter(([, knownAt]) => knownAt <= moment) }),
    )
  }
  return found
}

/** Deletes the moments that no longer hold. @returns those that do. */
async function keep(warehouse: Warehouse, wanted: ReadonlyMap<number, string>): Promise<Set<number>> {
  const { rows } = await sql<{ moment: number; content_hash: string }>`
    select epoch_ms(as_of)::double as moment, content_hash from graph.suspicion_moment`.execute(warehouse.db)
  const kept = new Set(
    rows.filter((row) => wanted.get(row.moment) === row.content_hash).map((row) => row.moment),
  )
  const others =
    kept.size > 0
      ? ` where as_of not in (${[...kept].map((moment) => `make_timestamp_ms(${moment})`).join(', ')})`
      : ''
  await warehouse.execute(`delete from graph.suspicion${others}; delete from graph.suspicion_moment${others}`)
  return kept
}
