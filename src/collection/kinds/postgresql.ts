/**
 * Collects rows of a PostgreSQL table or query in the order of a cursor column, in a read-only transaction.
 *
 * A row that is written before another may become visible after it, with a smaller or equal cursor. So each run looks back
 * behind the last cursor by an overlap, and tells what it has by the hash of the whole row.
 */
import { Client, escapeIdentifier } from 'pg'
import type { PostgresqlCollector } from '../../collector.ts'
import { invalid } from '../../errors.ts'
import { type Collecting, count } from '../collecting.ts'
import { csvLine } from '../csv-line.ts'
import { recordHash, Seen, type SeenRecord } from '../seen.ts'

const DEFAULTS = { overlap: 600, batch: 20_000, statementSeconds: 300, connectSeconds: 20 } as const

export interface PostgresqlState {
  /** Largest cursor that landed, as PostgreSQL writes it: to the microsecond. */
  readonly cursor: string | null
  readonly seen: readonly SeenRecord[]
}

export const postgresqlInitial: PostgresqlState = { cursor: null, seen: [] }

/** Cursor types, and how to go back from a value and to see it as a number. */
const CURSORS: Readonly<Record<string, 'moment' | 'number'>> = {
  'timestamp with time zone': 'moment',
  'timestamp without time zone': 'moment',
  date: 'moment',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  'double precision': 'number',
}

/** Values as the server writes them: no date or number passes through a type of ours that could change it. */
const AS_TEXT = { getTypeParser: () => (value: unknown) => value }
type Row = readonly (string | null)[]

export async function collectPostgresql(
  definition: PostgresqlCollector,
  collecting: Collecting<PostgresqlState>,
): Promise<void> {
  const statement = (definition.statementSeconds ?? DEFAULTS.statementSeconds) * 1000
  const client = new Client({
    connectionString: collecting.variable(definition.address),
    application_name: 'claimscope',
    connectionTimeoutMillis: DEFAULTS.connectSeconds * 1000,
    statement_timeout: statement,
    lock_timeout: statement,
    // A server that went silent is given up a little after it should have given up itself.
    query_timeout: statement + 10_000,
    idle_in_transaction_session_timeout: statement,
    options: '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c extra_float_digits=3',
  })
  // A connection that breaks fails the query under way; without a listener it would end the process.
  client.on('error', () => undefined)
  const stop = () => void client.end().catch(() => undefined)
  collecting.signal.addEventListener('abort', stop)
  try {
    await client.connect()
    await client.query('begin transaction isolation level repeatable read read only')
    await readRows(client, definition, collecting)
    await client.query('commit')
  } catch (error) {
    collecting.signal.throwIfAborted()
    throw error
  } finally {
    collecting.signal.removeEventListener('abort', stop)
    await client.end().catch(() => undefined)
  }
}

async function readRows(
  client: Client,
  definition: PostgresqlCollector,
  { journal, tally, signal }: Collecting<PostgresqlState>,
): Promise<void> {
  const from = relation(definition.from)
  const column = `q.${escapeIdentifier(definition.cursor.column)}`
  const kind = await cursorKind(client, from, column, definition)
  const overlap = definition.cursor.overlap ?? DEFAULTS.overlap
  const position = kind.of === 'moment' ? `extract(epoch from ${column})::float8` : `${column}::float8`
  const floor =
    kind.of === 'moment'
      ? `$1::text::${kind.type} - make_interval(secs => $2::float8)`
      : `($1::text::numeric - $2::numeric)::${kind.type}`
  const { cursor } = journal.state
  const order = [column, ...definition.cursor.key.map((key) => `q.${escapeIdentifier(key)}`)].join(', ')
  await client.query({
    text: `declare collected no scroll cursor for select q.*, ${column}::text, ${position} from ${from}
      where ${cursor === null ? `${column} is not null` : `${column} >= ${floor}`} order by ${order}`,
    values: cursor === null ? [] : [cursor, overlap],
  })
  if (cursor === null) await tellEmptyCursors(client, from, column, tally.notes)
  const seen = new Seen(journal.state.seen)
  const batch = definition.batch ?? DEFAULTS.batch
  const asCsv = definition.lands.endsWith('.csv')
  for (;;) {
    signal.throwIfAborted()
    const { rows, fields } = await client.query<(string | null)[]>({
      text: `fetch ${batch} from collected`,
      rowMode: 'array',
      types: AS_TEXT,
    })
    const last = rows.at(-1)
    if (!last) return
    const width = fields.length - 2
    const names = fields.slice(0, width).map(({ name }) => name)
    const fresh = rows
      .filter((row) => seen.isNew(Number(row[width + 1]), recordHash(JSON.stringify(row))))
      .map((row) => row.slice(0, width))
    tally.fetched += rows.length
    tally.unchanged += rows.length - fresh.length
    const back = kind.of === 'moment' || overlap === Math.floor(overlap) ? overlap : Math.ceil(overlap)
    const state: PostgresqlState = {
      cursor: last[width],
      seen: seen.since(Number(last[width + 1]) - back),
    }
    if (fresh.length === 0) await journal.keep(state)
    else
      count(
        tally,
        await journal.land(asCsv ? csv(names, fresh) : jsonLines(names, fresh), state),
        fresh.length,
      )
    if (rows.length < batch) return
  }
}

/** `schema.table`, or a query in brackets. */
function relation(from: string): string {
  if (/^\(.*\)$/s.test(from.trim())) return `${from.trim()} as q`
  if (!/^[\p{L}_][\p{L}\p{N}_$]*(\.[\p{L}_][\p{L}\p{N}_$]*)?$/u.test(from))
    throw invalid('relation', from, 'a table such as claims.claim, or a query in brackets')
  return `${from.split('.').map(escapeIdentifier).join('.')} as q`
}

async function cursorKind(client: Client, from: string, column: string, { cursor }: PostgresqlCollector) {
  const { fields } = await client.query(`select q.*, ${column} from ${from} limit 0`)
  const names = fields.slice(0, -1).map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw invalid('column', twice, 'it stands in the query twice, give it another name')
  const { rows } = await client.query<{ type: string }>('select format_type($1::oid, null) as type', [
    fields.at(-1)?.dataTypeID,
  ])
  const [{ type }] = rows
  const of = CURSORS[type]
  if (!of) throw invalid('cursor', cursor.column, `a timestamp, a date or a number, not ${type}`)
  return { type, of }
}

/** Rows without a cursor are never collected, which must not stay unsaid. */
async function tellEmptyCursors(
  client: Client,
  from: string,
  column: string,
  notes: string[],
): Promise<void> {
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from (select 1 from ${from} where ${column} is null limit 1000) as empty`,
  )
  const n = Number(rows[0]?.n)
  if (n > 0) notes.push(`${n === 1000 ? 'at least 1000' : n} rows have no cursor and are not collected`)
}

const jsonLines = (names: readonly string[], rows: readonly Row[]) =>
  rows
    .map((row) => `${JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i]])))}\n`)
    .join('')

const csv = (names: readonly string[], rows: readonly Row[]) => [names, ...rows].map(csvLine).join('')
