/** The warehouse: DuckDB files, opened in a sandbox, read as rows, typed arrays or Arrow, and kept as immutable snapshots. */
export type { ColumnData } from './column-writer.ts'
export type { ArrayOfKind, Columns, ColumnsOptions, Kind, Kinds } from './columns.ts'
export { moveSynced, replaceFile, writeSynced } from './durable.ts'
export { sha256File } from './hash.ts'
export { quoteName, quoteTable, quoteText } from './identifier.ts'
export type { Json, Manifest } from './manifest.ts'
export { type OpenOptions, openWarehouse, type Warehouse } from './open.ts'
export type { Query } from './query.ts'
export {
  type OpenedSnapshot,
  type OpenSnapshotOptions,
  type Snapshots,
  snapshots,
  type Verification,
} from './snapshot.ts'
export type { BuildOptions, PublishInfo, SnapshotBuild } from './snapshot-build.ts'
export { snapshotId } from './snapshot-id.ts'
