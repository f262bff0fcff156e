/** How the values of one JavaScript column are written into DuckDB vectors. */
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api'
import { invalid } from '../errors.ts'
import { isWellFormed } from './bind.ts'

/** A column to append: a typed array, or an array of one type of value with nulls. */
export type ColumnData =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | BigInt64Array
  | readonly (string | null)[]
  | readonly (number | null)[]
  | readonly (boolean | null)[]
  | readonly (bigint | null)[]
  | readonly (Date | null)[]

export interface ColumnWriter {
  /** Type of the vectors that are written. */
  readonly type: DuckDBType
  /** Writes rows `from` to `to` (exclusive) into a vector that starts at `from`. */
  write(vector: DuckDBVector, from: number, to: number): void
  /** The staged column as SQL that fits the target column. */
  expression(column: string): string
}

const WHOLE = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/

/** The writer for `data` into a column of SQL type `target`; `place` is named in errors. */
export function columnWriter(data: ColumnData, target: string, place: string): ColumnWriter {
  if (data instanceof BigInt64Array) return typed(BIGINT, data, target)
  if (data instanceof Int32Array) return typed(INTEGER, data, target)
  if (ArrayBuffer.isView(data)) return floats(data, target, place)
  const sample = data.find((value) => value !== null && value !== undefined)
  switch (typeof sample) {
    case 'undefined':
      return {
        type: BOOLEAN,
        write: (vector, from, to) => writeItems(vector, data, from, to, same),
        expression: same,
      }
    case 'number':
      return floats(data as readonly (number | null)[], target, place)
    case 'string':
      return items(VARCHAR, data, 'string', place, (value) => {
        if (!isWellFormed(value as string))
          throw invalid(`text for ${place}`, value, 'half of a surrogate pair')
        return value as string
      })
    case 'boolean':
      return items(BOOLEAN, data, 'boolean', place, (value) => value as boolean)
    case 'bigint':
      return items(BIGINT, data, 'bigint', place, (value) => value as bigint)
    default:
      return items(TIMESTAMP, data, 'object', place, (value) => {
        const ms = value instanceof Date ? value.getTime() : Number.NaN
        if (Number.isNaN(ms)) throw invalid(`date for ${place}`, String(value))
        return new DuckDBTimestampValue(BigInt(ms) * 1000n)
      })
  }
}

/** Numbers with NaN or null for NULL, staged as DOUBLE. */
function floats(data: ArrayLike<number | null>, target: string, place: string): ColumnWriter {
  const whole = WHOLE.test(target)
  return {
    type: DOUBLE,
    write(vector, from, to) {
      const values = (vector as unknown as { items: Float64Array; validity: Validity }).items
      const { validity } = vector as unknown as { validity: Validity }
      for (let i = from; i < to; i++) {
        const value = data[i]
        if (value === null || value === undefined || Number.isNaN(value)) {
          validity.setItemValid(i - from, false)
          values[i - from] = 0
          continue
        }
        if (typeof value !== 'number' || value === Infinity || value === -Infinity) {
          throw invalid(`number for ${place}`, String(value), `row ${i}`)
        }
        if (whole && !Number.isInteger(value)) throw invalid(`whole number for ${place}`, value, `row ${i}`)
        values[i - from] = value
      }
    },
    expression: (column) => fromNumber(column, target),
  }
}

interface Validity {
  setItemValid(index: number, valid: boolean): void
}

function typed(type: DuckDBType, data: Int32Array | BigInt64Array, target: string): ColumnWriter {
  return {
    type,
    write(vector, from, to) {
      const { items } = vector as unknown as { items: { set(values: ArrayLike<number | bigint>): void } }
      items.set(data.subarray(from, to))
    },
    expression: (column) => fromNumber(column, target),
  }
}

/** Numbers into days and moments, the way `columns` gives them out. */
function fromNumber(column: string, target: string): string {
  if (target === 'DATE') return `date '1970-01-01' + ${column}::integer`
  if (target.startsWith('TIMESTAMP')) return `make_timestamp((${column} * 1000)::bigint)`
  return column
}

function items(
  type: DuckDBType,
  data: readonly unknown[],
  expected: string,
  place: string,
  convert: (value: unknown) => DuckDBValue,
): ColumnWriter {
  const checked = (value: unknown): DuckDBValue => {
    if (typeof value !== expected)
      throw invalid(`value for ${place}`, String(value), `a column holds one type, here ${expected}`)
    return convert(value)
  }
  return { type, write: (vector, from, to) => writeItems(vector, data, from, to, checked), expression: same }
}

function writeItems(
  vector: DuckDBVector,
  data: readonly unknown[],
  from: number,
  to: number,
  convert: (value: unknown) => unknown,
): void {
  for (let i = from; i < to; i++) {
    const value = data[i]
    vector.setItem(i - from, value === null || value === undefined ? null : (convert(value) as never))
  }
}

function same<T>(value: T): T {
  return value
}
