/** Hashes of everything declared that a snapshot was built with: a change of any shows in the manifest. */
import type { Book } from '../book.ts'
import { hashOf } from '../util/hash.ts'
import type { Shelves } from './context.ts'

/** `source/x`, `feature/y`, `rule/z`, `link/a`, `signal/b` to SHA-256. */
export function definitionHashes(book: Book, shelves: Shelves): Record<string, string> {
  const named = (kind: string, items: readonly object[], name: (item: never) => string) =>
    items.map((item) => [`${kind}/${name(item as never)}`, hashOf(item)] as const)
  return Object.fromEntries([
    ...named('source', book.sources, (s: { name: string }) => s.name),
    ...named('feature', shelves.views, (v: { name: string }) => v.name),
    ...named('rule', shelves.rules, (r: { id: string }) => r.id),
    ...named('link', shelves.links, (l: { name: string }) => l.name),
    ...named('signal', shelves.signals, (s: { name: string }) => s.name),
  ])
}
