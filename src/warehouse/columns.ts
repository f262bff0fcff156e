/** Columns out: the result of a query as typed arrays, one a column, cast in SQL and copied chunk by chunk. */
import { type DuckDBDataChunk, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'
import { invalid, unknown } from '../errors.ts'
import type { WarehouseConnection } from './connection.ts'
import { quoteName } from './identifier.ts'
import { type PlainQuery, plain, type Query, withStatement } from './query.ts'
import { readStrings } from './read-strings.ts'

const DEFAULTS = {
  /** What stands for NULL in an `i32` column. */
  nullInteger: -1,
} as const

/** How a column is wanted: 32 or 64-bit floats (NULL is NaN), 32-bit integers (NULL is -1), or texts (NULL is null). */
export type Kind = 'f32' | 'f64' | 'i32' | 'string'

/** Kinds by column name. */
export type Kinds = Readonly<Record<string, Kind>>

interface ArrayOfKind {
  f32: Float32Array<ArrayBuffer>
  f64: Float64Array<ArrayBuffer>
  i32: Int32Array<ArrayBuffer>
  string: (string | null)[]
}

export interface Columns<K extends Kinds = Kinds> {
  /** Number of rows; every column has this length. */
  readonly rows: number
  readonly columns: { readonly [C in keyof K]: ArrayOfKind[K[C]] }
}

export interface ColumnsOptions {
  /** What stands for NULL in `i32` columns; default -1. */
  readonly nullInteger?: number
  /** Interrupts the query; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

type Sink =
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | (string | null)[]

/**
 * Runs a query and gives the columns named in `kinds`. As numbers, a boolean is 0 or 1, a DATE the days since 1970-01-01, a
 * TIMESTAMP the milliseconds since then (UTC). A fraction asked for as `i32` is rounded; out of range is an error.
 * @throws UserError for a column that the query lacks, or whose type is no number.
 */
export async function readColumns<const K extends Kinds>(
  connection: WarehouseConnection,
  query: Query,
  kinds: K,
  options: ColumnsOptions = {},
): Promise<Columns<K>> {
  options.signal?.throwIfAborted()
  const inner = plain(query)
  const outer = await withStatement(connection, inner, (statement) => {
    const types = new Map<string, DuckDBType>()
    for (let i = 0; i < statement.columnCount; i++)
      types.set(statement.columnName(i), statement.columnType(i))
    return castQuery(inner, types, kinds, options.nullInteger ?? DEFAULTS.nullInteger)
  })
  const interrupt = () => connection.raw.interrupt()
  options.signal?.addEventListener('abort', interrupt)
  try {
    return await withStatement(connection, outer, async (statement) => {
      const result = await statement.run()
      const entries = Object.entries(kinds)
      const sinks = entries.map(([, kind]) => sink(kind, result.rowCount))
      let offset = 0
      for (let i = 0; i < result.chunkCount; i++) {
        // Chunks of a finished result are at hand; a breath between them keeps a server answering.
        if (i % 512 === 511) await new Promise((resolve) => setImmediate(resolve))
        offset += copyChunk(result.getChunk(i), sinks, offset)
      }
      const columns = Object.fromEntries(entries.map(([name], i) => [name, sinks[i]]))
      return { rows: result.rowCount, columns: columns as Columns<K>['columns'] }
    })
  } catch (error) {
    options.signal?.throwIfAborted()
    throw error
  } finally {
    options.signal?.removeEventListener('abort', interrupt)
  }
}

function sink(kind: Kind, rows: number): Sink {
  switch (kind) {
    case 'f32':
      return new Float32Array(rows)
    case 'f64':
      return new Float64Array(rows)
    case 'i32':
      return new Int32Array(rows)
    case 'string':
      return new Array<string | null>(rows)
  }
}

function copyChunk(chunk: DuckDBDataChunk, sinks: readonly Sink[], offset: number): number {
  const rows = chunk.rowCount
  for (let c = 0; c < sinks.length; c++) {
    const target = sinks[c]
    const vector = chunk.getColumnVector(c)
    if (Array.isArray(target)) readStrings(vector, rows, target, offset)
    else target.set((vector as unknown as { items: ArrayLike<number> }).items, offset)
  }
  return rows
}

function castQuery(
  inner: PlainQuery,
  types: ReadonlyMap<string, DuckDBType>,
  kinds: Kinds,
  nullInteger: number,
): PlainQuery {
  const casts = Object.entries(kinds).map(([name, kind]) => {
    const type = types.get(name)
    if (!type) throw unknown('column', name, [...types.keys()])
    const column = `q.${quoteName(name)}`
    if (kind === 'string') return `${column}::varchar`
    const value = asNumber(column, type, name)
    if (kind === 'i32') return `coalesce((${value})::integer, ${Math.trunc(nullInteger)})`
    return kind === 'f32'
      ? `coalesce((${value})::float, 'nan'::float)`
      : `coalesce((${value})::double, 'nan'::double)`
  })
  return {
    sql: `select ${casts.join(', ')} from (${inner.sql.replace(/;\s*$/, '')}\n) as q`,
    parameters: inner.parameters,
  }
}

const NUMBERS: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DECIMAL,
  DuckDBTypeId.SQLNULL,
])

function asNumber(column: string, type: DuckDBType, name: string): string {
  if (NUMBERS.has(type.typeId)) return column
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return `${column}::tinyint`
    case DuckDBTypeId.DATE:
      return `date_diff('day', date '1970-01-01', ${column})`
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
      return `epoch_us(${column}) / 1000.0`
    default:
      throw invalid('numeric column', name, `its type is ${type}, cast it in the query or ask for strings`)
  }
}
