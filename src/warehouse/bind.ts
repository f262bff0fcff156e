/** The one way that values enter a statement: typed, and refused when they would be stored as something else. */
import {
  BIGINT,
  BLOB,
  BOOLEAN,
  blobValue,
  DOUBLE,
  type DuckDBPreparedStatement,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  HUGEINT,
  INTEGER,
  LIST,
  listValue,
  SQLNULL,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api'
import { invalid } from '../errors.ts'

const LONE_SURROGATE = /\p{Surrogate}/u
const HUGE = 2n ** 127n
const LONG = 2n ** 63n

interface Bound {
  readonly value: DuckDBValue
  readonly type: DuckDBType
}

/**
 * Binds `values` to `$1`, `$2`, ... of a statement. Integers bind as INTEGER or BIGINT, other numbers as DOUBLE, `Date` as
 * TIMESTAMP in UTC, `Uint8Array` as BLOB, arrays as LIST of one element type.
 * @throws UserError for NaN, infinities, integers beyond 2^53, invalid dates, lone surrogates, `undefined` and plain objects.
 */
export function bindAll(statement: DuckDBPreparedStatement, values: readonly unknown[]): void {
  for (let i = 0; i < values.length; i++) {
    const { value, type } = bound(values[i], `$${i + 1}`)
    statement.bindValue(i + 1, value, type)
  }
}

/** True when a text survives UTF-8: it holds no half of a surrogate pair. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text)
}

function bound(value: unknown, place: string): Bound {
  switch (typeof value) {
    case 'number':
      return number(value, place)
    case 'string':
      if (!isWellFormed(value))
        throw invalid(`parameter ${place}`, value, 'half of a surrogate pair, clean the text first')
      return { value, type: VARCHAR }
    case 'boolean':
      return { value, type: BOOLEAN }
    case 'bigint':
      if (value >= -LONG && value < LONG) return { value, type: BIGINT }
      if (value >= -HUGE && value < HUGE) return { value, type: HUGEINT }
      throw invalid(`parameter ${place}`, String(value), 'beyond 128 bits')
    case 'object':
      return value === null ? { value: null, type: SQLNULL } : object(value, place)
    default:
      throw invalid(`parameter ${place}`, String(value), 'use null for a missing value')
  }
}

function number(value: number, place: string): Bound {
  if (!Number.isFinite(value)) throw invalid(`parameter ${place}`, String(value), 'a finite number, or null')
  if (!Number.isInteger(value)) return { value, type: DOUBLE }
  if (!Number.isSafeInteger(value))
    throw invalid(`parameter ${place}`, value, 'not exact beyond 2^53, use a bigint')
  if (value >= -2147483648 && value <= 2147483647) return { value, type: INTEGER }
  return { value: BigInt(value), type: BIGINT }
}

function object(value: object, place: string): Bound {
  if (value instanceof Date) {
    const ms = value.getTime()
    if (Number.isNaN(ms)) throw invalid(`parameter ${place}`, 'Invalid Date')
    return { value: new DuckDBTimestampValue(BigInt(ms) * 1000n), type: TIMESTAMP }
  }
  if (value instanceof Uint8Array) return { value: blobValue(value), type: BLOB }
  if (Array.isArray(value)) return list(value, place)
  throw invalid(
    `parameter ${place}`,
    value.constructor?.name ?? 'object',
    'use JSON.stringify for a JSON column',
  )
}

function list(values: readonly unknown[], place: string): Bound {
  const items = values.map((value, i) => bound(value, `${place}[${i}]`))
  const type = items.reduce((common, item) => wider(common, item.type, place), SQLNULL as DuckDBType)
  const double = type === DOUBLE
  const long = type === BIGINT || type === HUGEINT
  const converted = items.map(({ value }) =>
    double && typeof value === 'bigint'
      ? Number(value)
      : long && typeof value === 'number'
        ? BigInt(value)
        : value,
  )
  return { value: listValue(converted), type: LIST(type) }
}

const NUMERIC: readonly DuckDBType[] = [INTEGER, BIGINT, HUGEINT, DOUBLE]

/** The type that holds both, as SQL would choose it. */
function wider(a: DuckDBType, b: DuckDBType, place: string): DuckDBType {
  if (a === SQLNULL) return b
  if (b === SQLNULL || String(a) === String(b)) return a
  const rank = Math.max(NUMERIC.indexOf(a), NUMERIC.indexOf(b))
  if (NUMERIC.includes(a) && NUMERIC.includes(b)) return NUMERIC[rank]
  throw invalid(`parameter ${place}`, `${a} and ${b}`, 'a list holds one type')
}
