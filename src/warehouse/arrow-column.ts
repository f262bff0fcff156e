/** One column of an Arrow record batch, filled from DuckDB vectors. */
import { type DuckDBType, DuckDBTypeId, type DuckDBVector } from '@duckdb/node-api'
import {
  Bool,
  type Data,
  type DataType,
  DateDay,
  Float32,
  Float64,
  Int32,
  Int64,
  makeData,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow'
import { quoteName } from './identifier.ts'

type Items = Int32Array | BigInt64Array | Float32Array | Float64Array

/** How a SQL column leaves as Arrow: the cast in SQL, the Arrow type, and a fresh array of its values (none for text and bits). */
export interface ArrowColumn {
  readonly name: string
  readonly expression: string
  readonly type: DataType
  readonly values: ((rows: number) => Items) | undefined
}

/** Chooses the Arrow type: whole numbers, floats, booleans, days and milliseconds stay what they are; all else is text. */
export function arrowColumn(name: string, type: DuckDBType): ArrowColumn {
  const column = `q.${quoteName(name)}`
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return { name, expression: column, type: new Bool(), values: undefined }
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.INTEGER:
      return { name, expression: `${column}::integer`, type: new Int32(), values: (n) => new Int32Array(n) }
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.BIGINT:
      return { name, expression: `${column}::bigint`, type: new Int64(), values: (n) => new BigInt64Array(n) }
    case DuckDBTypeId.FLOAT:
      return { name, expression: column, type: new Float32(), values: (n) => new Float32Array(n) }
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.DECIMAL:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UBIGINT:
      return {
        name,
        expression: `${column}::double`,
        type: new Float64(),
        values: (n) => new Float64Array(n),
      }
    case DuckDBTypeId.DATE:
      return {
        name,
        expression: `date_diff('day', date '1970-01-01', ${column})::integer`,
        type: new DateDay(),
        values: (n) => new Int32Array(n),
      }
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
      return {
        name,
        expression: `epoch_ms(${column})`,
        type: new TimestampMillisecond('UTC'),
        values: (n) => new BigInt64Array(n),
      }
    default:
      return { name, expression: `${column}::varchar`, type: new Utf8(), values: undefined }
  }
}

/** Collects the vectors of several chunks; `finish` gives them as Arrow data. */
export class ArrowColumnBuffer {
  readonly #column: ArrowColumn
  readonly #valid: Uint8Array
  readonly #items: Items | undefined
  readonly #bits: Uint8Array
  readonly #offsets: Int32Array
  #text: Buffer
  #nulls = 0
  #rows = 0

  constructor(column: ArrowColumn, capacity: number) {
    const text = column.type instanceof Utf8
    this.#column = column
    this.#valid = new Uint8Array(Math.ceil(capacity / 8))
    this.#items = column.values?.(capacity)
    this.#bits = new Uint8Array(column.type instanceof Bool ? Math.ceil(capacity / 8) : 0)
    this.#offsets = new Int32Array(text ? capacity + 1 : 0)
    this.#text = Buffer.alloc(text ? capacity * 16 : 0)
  }

  append(vector: DuckDBVector, rows: number): void {
    const { items, validity } = vector as unknown as {
      items: { subarray(from: number, to: number): ArrayLike<number> & ArrayLike<bigint> }
      validity: { data: BigUint64Array | null; itemValid(row: number): boolean }
    }
    if (this.#items) this.#items.set(items.subarray(0, rows), this.#rows)
    for (let row = 0; row < rows; row++) {
      const at = this.#rows + row
      const valid = validity.data === null || validity.itemValid(row)
      if (valid) this.#valid[at >> 3] |= 1 << (at & 7)
      else this.#nulls++
      if (this.#offsets.length > 0)
        this.#offsets[at + 1] = this.#addText(at, valid ? String(vector.getItem(row)) : '')
      else if (!this.#items && valid && vector.getItem(row) === true) this.#bits[at >> 3] |= 1 << (at & 7)
    }
    this.#rows += rows
  }

  finish(): Data {
    const common = {
      length: this.#rows,
      nullCount: this.#nulls,
      nullBitmap: this.#nulls > 0 ? this.#valid : undefined,
    }
    const { type } = this.#column
    if (type instanceof Utf8) {
      const valueOffsets = this.#offsets.subarray(0, this.#rows + 1)
      return makeData({
        ...common,
        type,
        valueOffsets,
        data: this.#text.subarray(0, valueOffsets[this.#rows]),
      })
    }
    if (type instanceof Bool) return makeData({ ...common, type, data: this.#bits })
    return makeData({ ...common, type, data: this.#items?.subarray(0, this.#rows) } as Parameters<
      typeof makeData
    >[0])
  }

  #addText(at: number, text: string): number {
    const start = this.#offsets[at]
    const worst = start + text.length * 3
    if (worst > this.#text.length) {
      const larger = Buffer.alloc(Math.max(worst, this.#text.length * 2))
      this.#text.copy(larger, 0, 0, start)
      this.#text = larger
    }
    return start + this.#text.write(text, start, 'utf8')
  }
}
