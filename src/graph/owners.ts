/**
 * Which claims and parties changed since the graph was last made. Every row that a link reads apart (see {@link Link.apart}) belongs to
 * a claim or a party; `graph.owner` keeps one hash of the rows of each, so that a night with few changes pays for those alone.
 */
import { CompiledQuery, type Kysely } from 'kysely'
import type { Link } from '../link.ts'
import { type Database, tableDef } from '../schema/database.ts'

const DEFAULTS = {
  /** Share of the claims and parties above which a link that is asked for all of them is done sooner. */
  most: 0.2,
} as const

interface Owned {
  readonly kind: 'claim' | 'party'
  /** Column of the owner, of the table (`t`) or of what it is joined with. */
  readonly key: string
  readonly join?: string
  /** Columns with parties whose entity the evidence is of, where the claim is the owner. */
  readonly parties?: readonly string[]
  /** Moments that decide when its evidence enters. */
  readonly moments: readonly string[]
}

/** Tables whose rows belong to one claim or party. */
const OWNED: Readonly<Record<string, Owned>> = {
  claim: {
    kind: 'claim',
    key: 't.claim_id',
    parties: ['claimant_id', 'handler_id'],
    moments: ['known_at', 'loss_at', 'reported_at'],
  },
  claim_party: { kind: 'claim', key: 't.claim_id', parties: ['party_id'], moments: ['known_at'] },
  payment: { kind: 'claim', key: 't.claim_id', parties: ['payee_id'], moments: ['known_at'] },
  party: { kind: 'party', key: 't.party_id', moments: ['known_at'] },
  party_identity: { kind: 'party', key: 't.party_id', moments: ['known_at'] },
  policy: { kind: 'party', key: 't.policyholder_id', moments: ['known_at'] },
  insured_object: {
    kind: 'party',
    key: 'p.policyholder_id',
    join: 'join core.policy p on p.policy_id = t.policy_id',
    moments: ['known_at'],
  },
}

const TABLE = /"?\bcore"?\."?([a-z_]+)"?/g
/** A list of columns that names none of them. */
const EVERYTHING = /\*\s*from\s+"?core\b|[a-z_"]\.\*/i

/** SQL of a hash of an identifier, which fits a whole number of SQL. */
export const hashed = (id: string): string => `(hash(${id}) >> 1)::bigint`

/** The tables of `core` that a query reads. */
export const tablesOf = (query: string): string[] => [
  ...new Set([...query.matchAll(TABLE)].map((match) => match[1])),
]

/** The columns of a table that queries can see, in the order of the table: those whose names stand in them. */
export function columnsRead(table: string, queries: readonly string[]): string[] {
  const all = Object.keys(tableDef(`core.${table}` as keyof Database).columns)
  const readers = queries.filter((query) => tablesOf(query).includes(table))
  if (readers.some((query) => EVERYTHING.test(query))) return all
  return all.filter((column) => readers.some((query) => new RegExp(`\\b${column}\\b`).test(query)))
}

/** Whether a link can be asked for some claims and parties alone. */
export const isApart = (link: Link, query: string): boolean =>
  link.apart === true && link.target !== 'entity' && tablesOf(query).every((table) => table in OWNED)

/** Whether a query reads tables of parties and what they hold alone, so that its rows name no claim. */
export function isOfParties(query: string): boolean {
  const tables = tablesOf(query)
  return tables.length > 0 && tables.every((table) => table === 'entity' || OWNED[table]?.kind === 'party')
}

/** The query of a link, of the rows of what was touched. */
export const ofTouched = (query: string): string =>
  query.replace(TABLE, (_, table: string) => `temp.touched_${table}`)

/** Runs a statement of SQL on one connection. */
export const run = (one: Kysely<Database>, text: string, parameters: readonly unknown[] = []) =>
  one.executeQuery(CompiledQuery.raw(text, [...parameters]))

/** SQL of what the rows of every claim and party are like, as rows of `graph.owner`. */
function ownersNow(queries: readonly string[], until: string): string {
  const rowsOf = (kind: Owned['kind']) =>
    tablesToWatch(queries)
      .filter((table) => OWNED[table].kind === kind)
      .map((table) => {
        const { key, join, moments } = OWNED[table]
        const columns = [...new Set([...columnsRead(table, queries), ...moments])].map((name) => `t.${name}`)
        const later = moments.map((moment) => `case when t.${moment} > ${until} then t.${moment} end`)
        return `select ${hashed(key)} as owner, hash('${table}', ${columns.join(', ')}) as content, null::bigint as entity,
          ${later.length > 1 ? `least(${later.join(', ')})` : later[0]} as next_at from core.${table} t ${join ?? ''} where ${key} is not null`
      })
  const parties = [
    ...rowsOf('party'),
    `select ${hashed('party_id')}, 0::ubigint, ${hashed('entity_id')}, null from core.entity where party_id is not null`,
  ]
  // A sum of few bits is cheap, and sees rows that come twice; the rest the bits taken together see.
  const content =
    '(hash(sum((content >> 33)::integer), bit_xor(content)) >> 1)::bigint as content, min(next_at) as next_at'
  return `select 'claim' as kind, owner, null::bigint as entity, ${content} from (${rowsOf('claim').join(' union all ')}) group by owner
     union all select 'party', owner, coalesce(max(entity), owner), ${content} from (${parties.join(' union all ')}) group by owner`
}

/** Fills `owner_now` with what the rows of every claim and party are like. */
export async function lookAtOwners(
  one: Kysely<Database>,
  queries: readonly string[],
  until: string,
): Promise<void> {
  await run(one, `create or replace temp table owner_now as ${ownersNow(queries, until)}`)
}

/** A script that fills `graph.owner`, which is empty, with what the rows of every claim and party are like. */
export const ownersAnew = (queries: readonly string[], until: string): string =>
  `insert into graph.owner (kind, owner, entity, content, next_at) ${ownersNow(queries, until)}`

/**
 * Fills `touched` (kind, owner) with the claims and parties whose rows, entity or moments are not as they were, and with the claims and
 * parties of entities that changed hands; `touched_entity` (entity) with the entities of such parties, then and now.
 * @returns how many were touched; undefined when they are so many that everything had better be asked anew
 */
export async function findTouched(
  one: Kysely<Database>,
  queries: readonly string[],
  until: string,
): Promise<number | undefined> {
  await run(
    one,
    `create or replace temp table changed as
     select coalesce(n.kind, o.kind) as kind, coalesce(n.owner, o.owner) as owner, n.entity as entity_now, o.entity as entity_then
     from owner_now n full join graph.owner o on o.kind = n.kind and o.owner = n.owner
     where n.content is distinct from o.content or n.entity is distinct from o.entity or o.next_at <= ${until}`,
  )
  const { rows } = await one.executeQuery<{ found: number; known: number }>(
    CompiledQuery.raw(
      'select (select count(*) from changed)::double as found, (select count(*) from owner_now)::double as known',
    ),
  )
  const { found, known } = rows[0]
  if (found > DEFAULTS.most * known) return undefined
  const moved = `select owner from changed where kind = 'party' and coalesce(entity_now, owner) <> coalesce(entity_then, owner)`
  const claims = tablesToWatch(queries).flatMap((table) =>
    (OWNED[table].parties ?? []).map(
      (party) =>
        `select 'claim', ${hashed('t.claim_id')} from core.${table} t where ${hashed(`t.${party}`)} in (${moved})`,
    ),
  )
  await run(
    one,
    `create or replace temp table touched_entity as
     select entity_now as entity from changed where kind = 'party' and entity_now is not null
     union select entity_then from changed where kind = 'party' and entity_then is not null`,
  )
  await run(
    one,
    `create or replace temp table touched as
     select kind, owner from changed union ${claims.join(' union ')}
     union select kind, owner from owner_now where kind = 'party' and entity in (select entity from touched_entity)`,
  )
  return found
}

/** Fills `touched_*` with the rows of what was touched, one table for each that the queries read. */
export async function takeTouched(one: Kysely<Database>, queries: readonly string[]): Promise<void> {
  for (const table of tablesToWatch(queries)) {
    const { kind, key, join } = OWNED[table]
    await run(
      one,
      `create or replace temp table touched_${table} as select t.* from core.${table} t ${join ?? ''}
       where ${hashed(key)} in (select owner from touched where kind = '${kind}')`,
    )
  }
}

/** Keeps what the owners are like now, and lets the temporary tables go. */
export async function keepOwners(
  one: Kysely<Database>,
  queries: readonly string[],
  all: boolean,
): Promise<void> {
  await run(
    one,
    `delete from graph.owner ${all ? '' : 'where exists (select 1 from touched t where t.kind = owner.kind and t.owner = owner.owner)'}`,
  )
  await run(
    one,
    `insert into graph.owner (kind, owner, content, entity, next_at) select kind, owner, content, entity, next_at from owner_now
     ${all ? '' : 'where exists (select 1 from touched t where t.kind = owner_now.kind and t.owner = owner_now.owner)'}`,
  )
  const taken = tablesToWatch(queries).map((table) => `touched_${table}`)
  for (const table of ['owner_now', 'changed', 'touched', 'touched_entity', ...taken])
    await run(one, `drop table if exists temp.${table}`)
}

/** Claims are watched whatever is read, because their moments decide when evidence enters. */
const tablesToWatch = (queries: readonly string[]): string[] => [
  ...new Set([
    'claim',
    ...queries.flatMap(tablesOf),
    ...(queries.some((q) => tablesOf(q).includes('insured_object')) ? ['policy'] : []),
  ]),
]
