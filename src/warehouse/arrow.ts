/** Arrow IPC out: the result of a query as an Arrow stream, batch by batch. */
import {
  AsyncByteQueue,
  Field,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from 'apache-arrow'
import { type ArrowColumn, ArrowColumnBuffer, arrowColumn } from './arrow-column.ts'
import type { WarehouseConnection } from './connection.ts'
import type { Pool } from './pool.ts'
import { type PlainQuery, plain, type Query, withStatement } from './query.ts'

const DEFAULTS = {
  /** Rows a record batch. */
  batchRows: 65536,
} as const

/** Catches what the Arrow writer puts out, so that it can be handed on before the next batch is made. */
class Parts extends AsyncByteQueue {
  #parts: Uint8Array[] = []

  override write(part: Uint8Array): void {
    // The writer may reuse its buffers once `write` returns.
    if (part.byteLength > 0) this.#parts.push(part.slice())
  }

  override close(): void {}

  take(): Uint8Array[] {
    const parts = this.#parts
    this.#parts = []
    return parts
  }
}

/**
 * Streams a query as Arrow IPC: whole numbers as Int32 or Int64, DECIMAL and HUGEINT as Float64, DATE as DateDay, moments as
 * milliseconds in UTC, all other types as Utf8. A connection is held until the stream ends or is left.
 */
export async function* arrowStream(pool: Pool, query: Query): AsyncGenerator<Uint8Array> {
  const connection = await pool.acquire()
  try {
    yield* stream(connection, plain(query))
  } finally {
    connection.paused = false
    pool.release(connection)
  }
}

async function* stream(connection: WarehouseConnection, inner: PlainQuery): AsyncGenerator<Uint8Array> {
  const columns = await withStatement(connection, inner, (statement) =>
    Array.from({ length: statement.columnCount }, (_, i) =>
      arrowColumn(statement.columnName(i), statement.columnType(i)),
    ),
  )
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, type, true)))
  const outer = {
    sql: `select ${columns.map(({ expression }) => expression).join(', ')} from (${inner.sql.replace(/;\s*$/, '')}\n) as q`,
    parameters: inner.parameters,
  }
  const parts = new Parts()
  const writer = new RecordBatchStreamWriter()
  writer.reset(parts, schema)
  yield* parts.take()
  for await (const batch of batches(connection, outer, columns, schema)) {
    writer.write(batch)
    for (const part of parts.take()) yield* connection.pausing(part)
  }
  writer.finish()
  yield* parts.take()
}

async function* batches(
  connection: WarehouseConnection,
  query: PlainQuery,
  columns: readonly ArrowColumn[],
  schema: Schema,
): AsyncGenerator<RecordBatch> {
  const statement = await withStatement(connection, query, (prepared) => prepared.stream())
  let buffers: ArrowColumnBuffer[] = []
  let rows = 0
  const batch = () => {
    const children = buffers.map((buffer) => buffer.finish())
    const data = makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children })
    return new RecordBatch(schema, data)
  }
  for (;;) {
    const chunk = await statement.fetchChunk()
    const count = chunk?.rowCount ?? 0
    if (rows > 0 && (count === 0 || rows + count > DEFAULTS.batchRows)) {
      yield batch()
      rows = 0
    }
    if (!chunk || count === 0) return
    if (rows === 0) buffers = columns.map((column) => new ArrowColumnBuffer(column, DEFAULTS.batchRows))
    for (let i = 0; i < buffers.length; i++) buffers[i].append(chunk.getColumnVector(i), count)
    rows += count
  }
}
