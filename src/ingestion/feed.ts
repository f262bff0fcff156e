/** RSS, Atom and RDF feeds as a table of texts: one row an item, the same columns for every kind of feed. */

import { readFileSync } from 'node:fs'
import type { parseFeed } from 'feedsmith'
import { sql } from 'kysely'
import { invalid } from '../errors.ts'
import { textDecoder } from '../util/text-decoder.ts'
import { quoteName } from '../warehouse/index.ts'
import type { Fingerprint } from './fingerprint.ts'
import { LineMap } from './line-map.ts'
import type { RawTable, ReadRequest } from './raw.ts'
import { rowsAsRecords } from './row-records.ts'
import { wellFormed } from './well-formed.ts'

const DEFAULTS = {
  /** A larger feed is refused, bytes. */
  largest: 32 << 20,
  /** Rows inserted at a time. */
  rows: 500,
} as const

/** Columns of every feed. */
export const FEED_COLUMNS = [
  'guid',
  'title',
  'link',
  'description',
  'pubDate',
  'author',
  'category',
  'feed_title',
] as const

type Item = Record<(typeof FEED_COLUMNS)[number], string | null>

/** Reads a feed; lines are the numbers of its items from 1. */
export async function readFeed(request: ReadRequest, print: Fingerprint): Promise<RawTable> {
  if (print.bytes > DEFAULTS.largest)
    throw invalid('file', request.name, `a feed of over ${DEFAULTS.largest} bytes`)
  const text = textDecoder(print.text?.encoding ?? 'utf-8').decode(readFileSync(print.path))
  // Entities of one's own let a short feed unfold to gigabytes.
  if (/<!ENTITY/i.test(text))
    throw invalid('file', request.name, 'declares entities, which feeds have no use for')
  // The library is large, and few loads have a feed.
  const { parseFeed } = await import('feedsmith')
  const items = itemsOf(request.name, text, parseFeed)
  const table = quoteName(request.table)
  const names = FEED_COLUMNS.map((name) => quoteName(name))
  await sql
    .raw(`create or replace temp table ${table} (${names.map((name) => `${name} varchar`).join(', ')})`)
    .execute(request.session)
  for (let from = 0; from < items.length; from += DEFAULTS.rows) {
    const some = items.slice(from, from + DEFAULTS.rows)
    const lists = FEED_COLUMNS.map((name) => sql`unnest(${some.map((item) => item[name])}::varchar[])`)
    await sql`insert into ${sql.raw(table)} select ${sql.join(lists)}`.execute(request.session)
  }
  request.onBytes(print.bytes, items.length)
  const lines = new LineMap()
  lines.note(0, 1)
  return {
    table: request.table,
    columns: [...FEED_COLUMNS],
    records: items.length,
    encoding: print.text?.encoding ?? 'utf-8',
    delimiter: undefined,
    lines,
    rejects: [],
    locate: (session, ordinals) => rowsAsRecords(session, request.table, ordinals),
    dispose: () => undefined,
  }
}

function itemsOf(name: string, text: string, parse: typeof parseFeed): Item[] {
  let parsed: ReturnType<typeof parseFeed>
  try {
    parsed = parse(text)
  } catch (error) {
    throw invalid('file', name, `no feed: ${(error as Error).message}`)
  }
  switch (parsed.format) {
    case 'rss':
      return (parsed.feed.items ?? []).map((item) =>
        row({
          guid: item.guid?.value ?? item.link,
          title: item.title,
          link: item.link,
          description: item.content?.encoded ?? item.description,
          pubDate: item.pubDate,
          author: item.authors?.map((author) => author.name).join('; '),
          category: item.categories?.map((category) => category.name).join('; '),
          feed_title: parsed.feed.title,
        }),
      )
    case 'atom':
      return (parsed.feed.entries ?? []).map((entry) =>
        row({
          guid: entry.id,
          title: entry.title?.value,
          link: entry.links?.[0]?.href,
          description: entry.content?.value ?? entry.summary?.value,
          pubDate: entry.published ?? entry.updated,
          author: entry.authors?.map((author) => author.name).join('; '),
          category: entry.categories?.map((category) => category.term).join('; '),
          feed_title: parsed.feed.title?.value,
        }),
      )
    case 'rdf':
      return (parsed.feed.items ?? []).map((item) =>
        row({
          guid: item.link,
          title: item.title,
          link: item.link,
          description: item.description,
          pubDate: item.dc?.dates?.[0],
          author: item.dc?.creators?.[0],
          category: item.dc?.subjects?.[0],
          feed_title: parsed.feed.title,
        }),
      )
    default:
      throw invalid('file', name, `a ${parsed.format} feed; RSS, Atom or RDF is expected`)
  }
}

function row(item: { readonly [C in keyof Item]: unknown }): Item {
  const cells = FEED_COLUMNS.map((name) => [name, clean(item[name])])
  return Object.fromEntries(cells) as Item
}

const clean = (text: unknown) =>
  typeof text === 'string' ? wellFormed(text).replaceAll('\0', '') || null : null
