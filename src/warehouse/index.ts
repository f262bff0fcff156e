/** The warehouse: DuckDB files, opened in a sandbox, read as rows, typed arrays or Arrow, and kept as immutable snapshots. */
export type { ColumnData } from './column-writer.ts'
export type { ArrayOfKind, Columns, ColumnsOptions, Kind, Kinds } from './columns.ts'
export { quoteName, quoteTable, quoteText } from './identifier.ts'
export { type OpenOptions, openWarehouse, type Warehouse } from './open.ts'
export type { Query } from './query.ts'
