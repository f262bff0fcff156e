/** Where the files of a book's collectors lie. */
import { join } from 'node:path'
import { safeName, snapshotLayout } from '../warehouse/index.ts'

export function collectionLayout(home: string, book: string) {
  const { root } = snapshotLayout(home, book)
  return {
    /** What load reads besides the data folder. */
    inbox: join(root, 'inbox'),
    /** A collector's journal, drafts and lock. */
    desk: (name: string) => join(root, 'collectors', safeName('collector', name)),
  }
}
