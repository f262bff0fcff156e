/** Columns in: whole columns into a table, through a keyless temporary table, all or nothing. */
import { type DuckDBAppender, DuckDBDataChunk, type DuckDBType, type DuckDBVector } from '@duckdb/node-api'
import { invalid, unknown } from '../errors.ts'
import { type ColumnData, type ColumnWriter, columnWriter } from './column-writer.ts'
import type { WarehouseConnection } from './connection.ts'
import { quoteName, quoteTable, tableName } from './identifier.ts'

/** Rows a chunk: DuckDB's vector size. */
const CHUNK = 2048

interface TargetColumn {
  readonly name: string
  readonly type: string
}

/**
 * Inserts columns into `table` (`schema.table`), matched by name; table columns that are not given take their default.
 * NaN and null become NULL. Numbers into DATE are days since 1970-01-01, into TIMESTAMP milliseconds since then, into BOOLEAN
 * 0 or 1. Nothing is stored when any row is refused.
 * @returns the number of rows inserted.
 * @throws UserError for an unknown table or column, unequal lengths, infinities, a fraction into a whole-number column.
 */
export async function appendColumns(
  connection: WarehouseConnection,
  table: string,
  columns: Readonly<Record<string, ColumnData>>,
): Promise<number> {
  const targets = await targetColumns(connection, table)
  const writers = Object.entries(columns).map(([name, data]) => {
    const target = targets.find((column) => column.name.toLowerCase() === name.toLowerCase())
    if (!target)
      throw unknown(
        `column of ${table}`,
        name,
        targets.map((column) => column.name),
      )
    return { target, writer: columnWriter(data, target.type, `${table}.${target.name}`), length: data.length }
  })
  if (writers.length === 0) return 0
  const rows = writers[0].length
  for (const { target, length } of writers) {
    if (length !== rows) throw invalid(`length of column ${table}.${target.name}`, length, `expected ${rows}`)
  }
  if (rows === 0) return 0
  const types = writers.map(({ writer }) => writer.type)
  await connection.begin()
  try {
    const declared = types.map((type, i) => `c${i} ${type}`).join(', ')
    await connection.raw.run(`create or replace temp table append_stage (${declared})`)
    const appender = await connection.raw.createAppender('append_stage', 'main', 'temp')
    try {
      writeChunks(
        appender,
        types,
        writers.map(({ writer }) => writer),
        rows,
      )
    } finally {
      appender.closeSync()
    }
    const names = writers.map(({ target }) => quoteName(target.name)).join(', ')
    const values = writers.map(({ writer }, i) => writer.expression(`c${i}`)).join(', ')
    await connection.raw.run(
      `insert into ${quoteTable(table)} (${names}) select ${values} from temp.append_stage`,
    )
    await connection.raw.run('drop table temp.append_stage')
    await connection.commit()
  } catch (error) {
    await connection.rollback()
    throw error
  }
  return rows
}

function writeChunks(
  appender: DuckDBAppender,
  types: readonly DuckDBType[],
  writers: readonly ColumnWriter[],
  rows: number,
): void {
  for (let from = 0; from < rows; from += CHUNK) {
    const to = Math.min(rows, from + CHUNK)
    // A fresh chunk each time: validity masks of the last one would linger.
    const chunk = DuckDBDataChunk.create(types, to - from)
    for (let c = 0; c < writers.length; c++) {
      const vector: DuckDBVector = chunk.getColumnVector(c)
      writers[c].write(vector, from, to)
      vector.flush()
    }
    appender.appendDataChunk(chunk)
  }
}

async function targetColumns(connection: WarehouseConnection, name: string): Promise<TargetColumn[]> {
  const { schema, table } = tableName(name)
  const { rows } = await connection.executeQuery<TargetColumn>({
    sql: `select column_name as name, data_type as type from duckdb_columns()
      where database_name = current_database() and schema_name = $1 and table_name = $2 order by column_index`,
    parameters: [schema, table],
    query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
    queryId: { queryId: 'append-target' },
  })
  if (rows.length === 0) throw unknown('table', name)
  return rows
}
