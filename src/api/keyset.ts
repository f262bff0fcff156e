/** Keyset pagination: a page begins after the last row of the one before, so pages neither skip nor repeat rows. */
import { z } from '@hono/zod-openapi'
import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { invalid } from '../errors.ts'

/** An order of a list. `key` is never NULL; rows of equal key follow by id. */
export interface Sort {
  readonly key: RawBuilder<unknown>
  readonly type: 'number' | 'string'
  readonly direction: 'asc' | 'desc'
}

export const DEFAULTS = { limit: 50, maxLimit: 200 } as const

/** Query parameters of every list. */
export const pageParameters = {
  limit: z.coerce.number().int().min(1).max(DEFAULTS.maxLimit).default(DEFAULTS.limit),
  cursor: z.string().min(1).max(1000).optional(),
}

interface Place {
  readonly key: number | string
  readonly id: string
}

const CURSOR = z.tuple([z.string(), z.union([z.number(), z.string()]), z.string()])

/** An opaque cursor: the order, and the key and id of the last row seen. */
function writeCursor(sort: string, { key, id }: Place): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url')
}

/** @throws UserError for a cursor that the same list in the same order did not give. */
function readCursor(cursor: string, sort: string, type: Sort['type']): Place {
  let parsed: unknown
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    parsed = undefined
  }
  const result = CURSOR.safeParse(parsed)
  if (!result.success || result.data[0] !== sort || typeof result.data[1] !== type)
    throw invalid('cursor', cursor, 'take nextCursor of the page before, with the same sort')
  return { key: result.data[1], id: result.data[2] }
}

export interface KeysetRequest {
  /** Identifies a row. */
  readonly id: RawBuilder<unknown>
  readonly sorts: Readonly<Record<string, Sort>>
  readonly sort: string
  readonly limit: number
  readonly cursor: string | undefined
}

export interface KeysetIds {
  readonly ids: string[]
  readonly nextCursor: string | null
  /** Rows on all pages; counted on the first one only. */
  readonly total: number | undefined
}

/** The ids of one page of `query`, which has its tables and filters and selects nothing yet. */
export async function keyset<DB, TB extends keyof DB>(
  query: SelectQueryBuilder<DB, TB, object>,
  { id, sorts, sort, limit, cursor }: KeysetRequest,
): Promise<KeysetIds> {
  const { key, type, direction } = sorts[sort]
  const order = sql.raw(direction)
  let page = query
    .select([sql<string>`${id}`.as('keyset_id'), sql<number | string>`${key}`.as('keyset_key')])
    .orderBy(sql`${key} ${order}, ${id} asc`)
    .limit(limit + 1)
  if (cursor !== undefined) {
    const after = readCursor(cursor, sort, type)
    const beyond = direction === 'asc' ? sql`>` : sql`<`
    page = page.where(
      sql<SqlBool>`(${key} ${beyond} ${after.key} or (${key} = ${after.key} and ${id} > ${after.id}))`,
    )
  }
  const count = cursor === undefined ? query.select(sql<number>`count(*)`.as('keyset_total')) : undefined
  const [rows, total] = await Promise.all([page.execute(), count?.executeTakeFirst()])
  const found = rows as { keyset_id: string; keyset_key: number | string }[]
  const last = found.length > limit ? found[limit - 1] : undefined
  return {
    ids: found.slice(0, limit).map((row) => row.keyset_id),
    nextCursor: last ? writeCursor(sort, { key: last.keyset_key, id: last.keyset_id }) : null,
    total: (total as { keyset_total: number } | undefined)?.keyset_total,
  }
}

/** One page of a list that is held in memory. */
export function pageOf<T>(
  rows: readonly T[],
  request: {
    readonly id: (row: T) => string
    readonly key: (row: T) => number | string
    readonly direction: 'asc' | 'desc'
    readonly sort: string
    readonly limit: number
    readonly cursor: string | undefined
  },
): { items: T[]; nextCursor: string | null; total: number } {
  const { id, key, sort, limit, cursor } = request
  const sign = request.direction === 'asc' ? 1 : -1
  const compare = (a: Place, b: Place) => {
    if (a.key !== b.key) return a.key < b.key ? -sign : sign
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  }
  const placed = rows.map((row) => ({ row, key: key(row), id: id(row) })).sort(compare)
  let from = 0
  if (cursor !== undefined) {
    const type = typeof (placed[0]?.key ?? 0) === 'string' ? 'string' : 'number'
    const after = readCursor(cursor, sort, type)
    from = placed.findIndex((place) => compare(place, after) > 0)
    if (from < 0) from = placed.length
  }
  const page = placed.slice(from, from + limit)
  const last = page[page.length - 1]
  const more = last !== undefined && from + limit < placed.length
  return {
    items: page.map(({ row }) => row),
    nextCursor: more ? writeCursor(sort, last) : null,
    total: rows.length,
  }
}
