/**
 * Hashes of everything declared that a snapshot was built with: a change of any shows in the manifest. Queries count by the
 * SQL that they compile to, so that a change in anything they are made from counts, and a change of compiler does not.
 */
import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { Book } from '../book.ts'
import type { FeatureDatabase, FeatureView } from '../feature.ts'
import { functionText, hashOf } from '../util/hash.ts'
import type { Shelves } from './context.ts'
import { schemaHash } from './upgrade.ts'

/** Compiles and never runs. */
const paper = new Kysely<FeatureDatabase>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

const written = (query: Compilable) => {
  const { sql, parameters } = query.compile()
  return { sql, parameters }
}

/** A moment to compile queries for; which one does not matter. */
const MOMENT = new Date(0)

/** Hash of a feature view: its features and its SQL. */
export function viewHash({ name, entity, reads, features, query }: FeatureView): string {
  return hashOf({ name, entity, reads, features, query: written(query(paper)) })
}

/** `schema`, `source/x`, `feature/y`, `rule/z`, `link/a`, `signal/b` to SHA-256. */
export function definitionHashes(book: Book, shelves: Shelves): Record<string, string> {
  const { views, rules, links, signals } = shelves
  return {
    schema: schemaHash(),
    ...Object.fromEntries(book.sources.map((s) => [`source/${s.name}`, hashOf(s)])),
    ...Object.fromEntries(views.map((v) => [`feature/${v.name}`, viewHash(v)])),
    ...Object.fromEntries(
      rules.map((r) => [
        `rule/${r.id}`,
        hashOf({ ...r, when: functionText(r.when), reason: functionText(r.reason) }),
      ]),
    ),
    ...Object.fromEntries(
      links.map((l) => [`link/${l.name}`, hashOf({ ...l, query: written(l.query(paper)) })]),
    ),
    ...Object.fromEntries(
      signals.map((s) => [`signal/${s.name}`, hashOf({ ...s, query: written(s.query(paper, MOMENT)) })]),
    ),
  }
}
