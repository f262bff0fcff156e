/** Fills `core.mention` from the articles and posts of a warehouse. */
import { sql } from 'kysely'
import type { Lexicon } from '../lexicon.ts'
import { tableDef } from '../schema/database.ts'
import { ddl } from '../schema/table.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { Party } from './entries.ts'
import { type Mention, mentionFinder } from './finder.ts'

const DEFAULTS = { documents: 20_000 } as const

export interface MentionReport {
  readonly documents: number
  readonly mentions: number
  readonly by_kind: Readonly<Record<Mention['kind'], number>>
  readonly names: number
  readonly seconds: number
}

interface Text {
  readonly id: string
  readonly title: string | null
  readonly body: string | null
  readonly book: string
  readonly source: string
  readonly batch_id: string
  readonly source_line: number
  readonly event_at: Date
  readonly known_at: Date
}

const KINDS = [
  ['article', 'core.article', 'article_id', 'title'],
  ['post', 'core.post', 'post_id', 'cast(null as varchar)'],
] as const

/**
 * Looks through all texts anew, for a name that became known today may stand in an article of last year. A mention is known
 * once its text and, for a party, its name are.
 */
export async function findMentions(
  warehouse: Warehouse,
  lexicon: Lexicon,
  onProgress: (documents: number) => void = () => {},
): Promise<MentionReport> {
  const started = performance.now()
  const parties = await partiesOf(warehouse, lexicon)
  const find = mentionFinder(lexicon, parties)
  // Made anew: a snapshot of an earlier version may hold it with fewer columns.
  await warehouse.execute(`drop table if exists core.mention; ${ddl(tableDef('core.mention'))}`)
  const counts = { peril: 0, event: 0, place: 0, party: 0 }
  let documents = 0
  for (const [kind, table, id, title] of KINDS) {
    for await (const texts of pagesOf(warehouse, table, id, title)) {
      const rows = texts.flatMap((text) => find(text).map((mention) => ({ text, mention })))
      for (const { mention } of rows) counts[mention.kind]++
      documents += texts.length
      await append(warehouse, kind, rows)
      onProgress(documents)
    }
  }
  return {
    documents,
    mentions: counts.peril + counts.event + counts.place + counts.party,
    by_kind: counts,
    names: parties.length,
    seconds: Math.round(performance.now() - started) / 1000,
  }
}

/** The parties whose names are looked for; the names of all others are not even read. */
async function partiesOf({ db }: Warehouse, lexicon: Lexicon): Promise<Party[]> {
  const types = [...lexicon.organisations, ...(Object.keys(lexicon.professions) as Party['partyType'][])]
  if (types.length === 0) return []
  const rows = await db
    .selectFrom('core.party as p')
    .innerJoin('core.party_identity as i', 'i.party_id', 'p.party_id')
    .leftJoin('core.entity as e', 'e.party_id', 'p.party_id')
    .where('p.party_type', 'in', types)
    .where('i.name', 'is not', null)
    .select([
      'p.party_id',
      'p.party_type',
      'i.name',
      'e.entity_id',
      'p.region_code',
      'p.employer_id',
      sql<Date>`greatest(p.known_at, i.known_at)`.as('known_at'),
    ])
    .orderBy('p.party_id')
    .execute()
  return rows.map((row) => ({
    partyId: row.party_id,
    partyType: row.party_type,
    name: row.name ?? '',
    entityId: row.entity_id ?? row.party_id,
    regionCode: row.region_code,
    employerId: row.employer_id,
    knownAt: row.known_at.getTime(),
  }))
}

async function* pagesOf({ db }: Warehouse, table: string, id: string, title: string): AsyncGenerator<Text[]> {
  const { rows: counted } = await sql<{ n: number }>`
    select coalesce(max(rowid), -1)::double + 1 as n from ${sql.table(table)}`.execute(db)
  const rows = counted[0]?.n ?? 0
  for (let from = 0; from < rows; from += DEFAULTS.documents) {
    const page = await sql<Text>`
      select ${sql.ref(id)} as id, ${sql.raw(title)} as title, body, book, source, batch_id, source_line, event_at, known_at
      from ${sql.table(table)} where rowid >= ${from} and rowid < ${from + DEFAULTS.documents}
      order by rowid`.execute(db)
    yield page.rows
  }
}

async function append(
  warehouse: Warehouse,
  kind: 'article' | 'post',
  rows: readonly { readonly text: Text; readonly mention: Mention }[],
): Promise<void> {
  if (rows.length === 0) return
  const each = <T>(value: (row: (typeof rows)[number]) => T) => rows.map(value)
  await warehouse.append('core.mention', {
    mention_id: each(({ text, mention }) => `${kind} ${text.id} ${mention.kind} ${mention.value}`),
    document_kind: each(() => kind),
    document_id: each(({ text }) => text.id),
    mention_kind: each(({ mention }) => mention.kind),
    value: each(({ mention }) => mention.value),
    field: each(({ mention }) => mention.field),
    start_at: Int32Array.from(each(({ mention }) => mention.start)),
    matched: each(({ mention }) => mention.matched),
    times: Int32Array.from(each(({ mention }) => mention.times)),
    book: each(({ text }) => text.book),
    source: each(({ text }) => text.source),
    batch_id: each(({ text }) => text.batch_id),
    source_line: Float64Array.from(each(({ text }) => Number(text.source_line))),
    event_at: each(({ text }) => text.event_at),
    known_at: each(
      ({ text, mention }) => new Date(Math.max(text.known_at.getTime(), mention.party?.knownAt ?? 0)),
    ),
  })
}
