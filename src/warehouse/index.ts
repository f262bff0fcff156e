/** The warehouse: DuckDB files, opened in a sandbox, read as rows, typed arrays or Arrow, and kept as immutable snapshots. */
export type { Kind } from './columns.ts'
export { quoteName, quoteTable, quoteText } from './identifier.ts'
export type { Json, Manifest } from './manifest.ts'
export { openWarehouse, type Warehouse } from './open.ts'
export type { Query } from './query.ts'
export { type OpenedSnapshot, type Snapshots, snapshots } from './snapshot.ts'
export type { PublishInfo, SnapshotBuild } from './snapshot-build.ts'
export { snapshotId } from './snapshot-id.ts'
