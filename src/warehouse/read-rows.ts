/** Chunks of a result as JavaScript rows. */
import {
  type DuckDBDataChunk,
  type DuckDBDecimalValue,
  type DuckDBTimestampTZValue,
  type DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
  JSDuckDBValueConverter,
} from '@duckdb/node-api'

const SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** A 64 or 128-bit integer as a number where that is exact, otherwise as it is. */
function exact(value: bigint): number | bigint {
  return value >= -SAFE && value <= SAFE ? Number(value) : value
}

/**
 * DATE as `YYYY-MM-DD`, TIMESTAMP as `Date` in UTC, DECIMAL as number, wide integers as number where exact (else bigint),
 * BLOB as bytes, LIST as array, STRUCT as object; TIME, UUID, INTERVAL as text; JSON stays text.
 */
const convert: DuckDBValueConverter<unknown> = (value, type, self) => {
  if (value === null) return null
  switch (type.typeId) {
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return exact(value as bigint)
    case DuckDBTypeId.DECIMAL:
      return (value as DuckDBDecimalValue).toDouble()
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return new Date(Number((value as DuckDBTimestampValue | DuckDBTimestampTZValue).micros) / 1000)
    case DuckDBTypeId.DATE:
    case DuckDBTypeId.TIME:
    case DuckDBTypeId.UUID:
    case DuckDBTypeId.INTERVAL:
    case DuckDBTypeId.BIT:
      return String(value)
    default:
      // The converter recurses through `self` into lists and structs, so nested values follow the same rules.
      return JSDuckDBValueConverter(value, type, self as never)
  }
}

const AS_IS: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BOOLEAN,
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.VARCHAR,
  DuckDBTypeId.ENUM,
])

/** Appends the rows of one chunk to `rows`, column by column. */
export function readChunk(
  chunk: DuckDBDataChunk,
  names: readonly string[],
  types: readonly DuckDBType[],
  rows: Record<string, unknown>[],
): void {
  const first = rows.length
  const count = chunk.rowCount
  for (let row = 0; row < count; row++) rows.push({})
  for (let column = 0; column < names.length; column++) {
    const name = names[column]
    const type = types[column]
    const vector = chunk.getColumnVector(column)
    const item = AS_IS.has(type.typeId)
      ? (row: number): unknown => vector.getItem(row)
      : (row: number): unknown => convert(vector.getItem(row) as DuckDBValue, type, convert)
    for (let row = 0; row < count; row++) rows[first + row][name] = item(row)
  }
}
