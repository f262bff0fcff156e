/** Where the files of a book's snapshots lie. */
import { join } from 'node:path'
import { safeName } from './snapshot-id.ts'

export interface SnapshotLayout {
  readonly book: string
  /** `<home>/books/<book>`. */
  readonly root: string
  /** Published snapshots and their manifests; never written again. */
  readonly warehouse: string
  /** What is being built. */
  readonly building: string
  /** Text file that holds the id of the current snapshot. */
  readonly current: string
  readonly lock: string
  file(id: string): string
  manifest(id: string): string
}

export function snapshotLayout(home: string, book: string): SnapshotLayout {
  const root = join(home, 'books', safeName('book', book))
  const warehouse = join(root, 'warehouse')
  return {
    book,
    root,
    warehouse,
    building: join(root, 'building'),
    current: join(root, 'current'),
    lock: join(root, 'build.lock'),
    file: (id) => join(warehouse, `${safeName('snapshot', id)}.duckdb`),
    manifest: (id) => join(warehouse, `${safeName('snapshot', id)}.json`),
  }
}
