/** A claim handed in to be scored: the columns of the core tables in camel case, everything but the essentials optional. */
import { z } from '@hono/zod-openapi'
import { claim } from '../../schema/claim.ts'
import { claimItem } from '../../schema/claim-item.ts'
import { claimParty } from '../../schema/claim-party.ts'
import type { Database } from '../../schema/database.ts'
import { provenance, type TableDef } from '../../schema/table.ts'
import { ITEM_KINDS, LINES, ROLES } from '../../schema/words.ts'

const text = z.string().max(2000)
export const givenMoment = z.union([z.iso.datetime({ offset: true }), z.iso.date()])

const TYPES: Readonly<Record<string, z.ZodType>> = {
  VARCHAR: text,
  INTEGER: z.int().min(-2147483648).max(2147483647),
  BIGINT: z.int(),
  DOUBLE: z.number(),
  'DECIMAL(14,2)': z.number().min(-999_999_999_999).max(999_999_999_999),
  BOOLEAN: z.boolean(),
  DATE: z.iso.date(),
  TIMESTAMP: givenMoment,
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Columns of a table without its provenance, all optional but those in `known`; `knownAt` when it was not known from the report on. */
export function rowOf(table: TableDef, known: Readonly<Record<string, z.ZodType>>) {
  const shape: Record<string, z.ZodType> = {}
  for (const [name, column] of Object.entries(table.columns)) {
    if (name in provenance && name !== 'known_at') continue
    shape[camel(name)] = known[name] ?? TYPES[column.sql].nullable().optional()
  }
  return z.strictObject(shape)
}

export const identifier = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, 'control characters are not allowed')

export const scoreBody = z
  .strictObject({
    claim: rowOf(claim, {
      claim_id: identifier,
      line: z.enum(LINES),
      loss_at: givenMoment,
      reported_at: givenMoment,
    }),
    /** Who takes part; parties that are in the warehouse bring their history. */
    parties: z
      .array(rowOf(claimParty, { party_id: identifier, role: z.enum(ROLES) }))
      .max(200)
      .default([]),
    items: z
      .array(rowOf(claimItem, { item_kind: z.enum(ITEM_KINDS) }))
      .max(1000)
      .default([]),
    /** The moment to score for. Default: when the claim was assessed, else the book's as-of. */
    asOf: givenMoment.optional(),
  })
  .openapi('ScoreBody')
export type ScoreBody = z.input<typeof scoreBody>

type Row<T extends keyof Database> = Partial<Database[T]>

/** The same as rows of the core tables. */
export function scoreRequest(body: z.output<typeof scoreBody>) {
  const claimRow = snake<'core.claim'>(claim, body.claim)
  const claimId = String(body.claim.claimId)
  const day = claimRow.loss_at?.toISOString().slice(0, 10)
  return {
    claim: { ...(day ? { loss_date: day } : {}), ...claimRow, claim_id: claimId },
    parties: body.parties.map((row) => ({
      ...snake<'core.claim_party'>(claimParty, row),
      claim_id: claimId,
    })),
    items: body.items.map((row, i) => ({
      item_id: `${claimId}-${i + 1}`,
      ...snake<'core.claim_item'>(claimItem, row),
      claim_id: claimId,
    })),
    asOf: body.asOf === undefined ? undefined : new Date(body.asOf),
  }
}

export function snake<T extends keyof Database>(
  table: TableDef,
  row: Readonly<Record<string, unknown>>,
): Row<T> {
  const entries = Object.entries(table.columns).flatMap(([name, column]) => {
    const value = row[camel(name)]
    if (value === undefined) return []
    return [[name, column.sql === 'TIMESTAMP' && typeof value === 'string' ? new Date(value) : value]]
  })
  return Object.fromEntries(entries) as Row<T>
}
