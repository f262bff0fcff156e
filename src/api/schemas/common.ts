/** Words and shapes that every resource shares. */
import { z } from '@hono/zod-openapi'
import { BANDS, LINES, SEVERITIES } from '../../schema/words.ts'

/** A text in both languages. */
export const text = z.object({ en: z.string(), zh: z.string() }).openapi('Text')

/** A moment in UTC, `2026-03-09T14:05:00.000Z`. */
export const moment = z.iso.datetime()
/** A day, `2026-03-09`. */
export const day = z.iso.date()
export const line = z.enum(LINES).openapi('Line')
export const band = z.enum(BANDS).openapi('Band')
export const severity = z.enum(SEVERITIES).openapi('Severity')
/** 0 to 1. */
export const probability = z.number().min(0).max(1)
/** Money in the book's currency. */
export const amount = z.number()

/** One page of a list; `nextCursor` is null on the last one, `total` counts all rows that match. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int().optional() })
}

/** One page of a list. */
export interface Page<T> {
  readonly items: T[]
  readonly nextCursor: string | null
  readonly total?: number
}
