/** What was set aside: groups, records, what a correction would do, and the run that takes corrections up. */
import { z } from '@hono/zod-openapi'
import { DATE_FORMATS } from '../../ingestion/corrections/index.ts'
import { moment, page, text } from './common.ts'

/**
 * `open`: nobody has looked yet. `waiting`: decided, the next run takes it up. `failed`: corrected, and set aside again.
 * `corrected` and `dismissed`: done.
 */
export const QUARANTINE_STATES = ['open', 'waiting', 'failed', 'corrected', 'dismissed'] as const
export const quarantineState = z.enum(QUARANTINE_STATES).openapi('QuarantineState')
export type QuarantineState = z.infer<typeof quarantineState>

const tally = z.object({
  records: z.int(),
  /** Of the records as they are kept, UTF-8. */
  bytes: z.number(),
  states: z.record(quarantineState, z.int()),
})

export const quarantineGroup = tally
  .extend({
    source: z.string(),
    code: z.string(),
    column: z.string().nullable(),
    files: z.int(),
    /** One of them, for a first look; texts of sensitive columns are hidden. */
    example: z.object({ id: z.string(), file: z.string(), line: z.int(), reason: z.string() }),
  })
  .openapi('QuarantineGroup')
export type QuarantineGroup = z.infer<typeof quarantineGroup>

export const quarantineSummary = tally
  .extend({
    snapshot: z.string(),
    /** Records and bytes of all files that were loaded, for comparison. */
    loaded: z.object({ records: z.int(), bytes: z.number() }),
    groups: z.array(quarantineGroup),
    /** Whether this user may correct and dismiss, and whether this server can start a run. */
    mayFix: z.boolean(),
    mayReplay: z.boolean(),
  })
  .openapi('QuarantineSummary')
export type QuarantineSummary = z.infer<typeof quarantineSummary>

export const quarantineItem = z
  .object({
    id: z.string(),
    source: z.string(),
    file: z.string(),
    /** From 1. */
    line: z.int(),
    byteOffset: z.number(),
    bytes: z.number(),
    column: z.string().nullable(),
    code: z.string(),
    /** In words; texts of sensitive columns are hidden. */
    reason: z.string(),
    state: quarantineState,
    loadedAt: moment,
  })
  .openapi('QuarantineItem')
export type QuarantineItem = z.infer<typeof quarantineItem>

export const quarantinePage = page(quarantineItem).openapi('QuarantinePage')
export type QuarantinePage = z.infer<typeof quarantinePage>

export const quarantineCell = z.object({
  name: z.string(),
  /** Null when there is none, or when it is hidden. */
  value: z.string().nullable(),
  isHidden: z.boolean(),
  /** The source reads it. */
  isRead: z.boolean(),
  isFault: z.boolean(),
})
export type QuarantineCell = z.infer<typeof quarantineCell>

export const quarantineDecision = z
  .object({
    kind: z.enum(['correct', 'dismiss', 'withdraw']),
    by: z.string(),
    at: moment,
    note: z.string().nullable(),
  })
  .openapi('QuarantineDecision')
export type QuarantineDecision = z.infer<typeof quarantineDecision>

export const quarantineField = z.object({
  /** Of the core table. */
  column: z.string(),
  meaning: z.string(),
  /** Columns of the file that it is made of. */
  reads: z.array(z.string()),
  value: z.string().nullable(),
  /** Code. */
  fault: z.string().nullable(),
  isHidden: z.boolean(),
})
export type QuarantineField = z.infer<typeof quarantineField>

/** What one source would make of a corrected record. */
export const quarantineOutcome = z
  .object({
    /** The record as this source set it aside. */
    id: z.string(),
    source: z.string(),
    into: z.string(),
    fields: z.array(quarantineField),
    /** Rows that the record gives. */
    rows: z.int(),
    checks: z.array(
      z.object({
        name: z.string(),
        severity: z.enum(['stop', 'quarantine', 'warn']),
        meaning: text,
        failed: z.int(),
      }),
    ),
    /** A row with this key is in the table, and what then happens. */
    known: z.enum(['no', 'ignored', 'updated']),
    accepted: z.boolean(),
  })
  .openapi('QuarantineOutcome')
export type QuarantineOutcome = z.infer<typeof quarantineOutcome>

export const quarantineDetail = quarantineItem
  .extend({
    book: z.string(),
    title: text,
    publisher: z.string(),
    description: text,
    encoding: z.string(),
    /** Null for records that are JSON objects. */
    delimiter: z.string().nullable(),
    columns: z.array(z.string()),
    /** Fields found in the record, beside the columns of the file. */
    fieldsFound: z.int(),
    isWhole: z.boolean(),
    cells: z.array(quarantineCell),
    /** What the source makes of it as it is. */
    outcome: quarantineOutcome,
    /** The same record as other sources of the file set it aside; a correction goes for all of them. */
    siblings: z.array(z.object({ id: z.string(), source: z.string(), code: z.string() })),
    /** The latest last. */
    decisions: z.array(quarantineDecision),
    /** Why its last correction was set aside again. */
    failure: z.string().nullable(),
    /** Load that brought the corrected record, or who dismissed it. */
    resolvedBy: z.string().nullable(),
    resolvedAt: moment.nullable(),
    mayFix: z.boolean(),
  })
  .openapi('QuarantineDetail')
export type QuarantineDetail = z.infer<typeof quarantineDetail>

const purpose = z.string().trim().min(8).max(500)
const note = z.string().trim().min(1).max(1000)
const cellText = z.string().max(100_000)

export const quarantineRevealBody = z.strictObject({ purpose }).openapi('QuarantineRevealBody')

/** The record as it came. Every view of one is in the audit, with its purpose. */
export const quarantineRecord = z
  .object({
    id: z.string(),
    record: z.string(),
    /** Stretches of the record, UTF-16 units, and the column that each holds. */
    marks: z.array(
      z.object({ start: z.int(), end: z.int(), column: z.string().nullable(), isFault: z.boolean() }),
    ),
    cells: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
    /** In the order of the record; for ragged ones the only true reading. */
    fields: z.array(z.string()),
    /** The correction that waits, cell by cell. */
    corrected: z.array(z.object({ name: z.string(), value: z.string().nullable() })).nullable(),
    outcome: quarantineOutcome,
  })
  .openapi('QuarantineRecord')
export type QuarantineRecord = z.infer<typeof quarantineRecord>

/** A correction: some cells, or the whole record as the file would have it. */
export const correctionBody = z
  .strictObject({
    cells: z.record(z.string().max(300), cellText.nullable()).optional(),
    record: z.string().max(1_000_000).optional(),
    note: note.optional(),
  })
  .refine((body) => (body.cells === undefined) !== (body.record === undefined), {
    message: 'give either cells or record',
  })
  .openapi('CorrectionBody')
export type CorrectionBody = z.infer<typeof correctionBody>

export const correctionPreview = z
  .object({
    /** As it would be kept; null where cells are hidden that the asker did not give. */
    record: z.string().nullable(),
    /** The record's own source first. */
    outcomes: z.array(quarantineOutcome),
    accepted: z.boolean(),
  })
  .openapi('CorrectionPreview')
export type CorrectionPreview = z.infer<typeof correctionPreview>

export const dismissBody = z.strictObject({ reason: note }).openapi('DismissBody')

const column = z.string().min(1).max(300)
export const correctionOperation = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('map'),
      column,
      values: z.record(z.string().max(500), z.string().max(500)),
    }),
    z.strictObject({
      kind: z.literal('replace'),
      column,
      find: z.string().min(1).max(500),
      by: z.string().max(500),
    }),
    z.strictObject({ kind: z.literal('date'), column, format: z.enum(DATE_FORMATS) }),
    z.strictObject({ kind: z.literal('set'), column, value: z.string().max(500).nullable() }),
    z.strictObject({ kind: z.literal('copy'), column, from: column }),
    z.strictObject({ kind: z.literal('join'), column, with: z.string().min(1).max(3) }),
    z.strictObject({ kind: z.literal('pad'), column }),
  ])
  .openapi('CorrectionOperation')
export type CorrectionOperation = z.infer<typeof correctionOperation>

export const bulkBody = z
  .strictObject({
    source: z.string().min(1).max(200),
    code: z.string().min(1).max(64),
    column: column.optional(),
    operation: correctionOperation,
    note: note.optional(),
  })
  .openapi('BulkCorrectionBody')
export type BulkCorrectionBody = z.infer<typeof bulkBody>

export const bulkPreview = z
  .object({
    /** Open records of the group that were looked at. */
    records: z.int(),
    /** Records that the operation does not apply to. */
    unchanged: z.int(),
    /** Records that would be accepted. */
    accepted: z.int(),
    /** What would still be wrong. */
    faults: z.array(z.object({ column: z.string(), code: z.string(), records: z.int() })),
    examples: z.array(
      z.object({
        id: z.string(),
        file: z.string(),
        line: z.int(),
        before: z.string().nullable(),
        after: z.string().nullable(),
        isHidden: z.boolean(),
        fault: z.string().nullable(),
        isChanged: z.boolean(),
      }),
    ),
    /** What the column holds, the commonest first; empty where it is hidden. */
    values: z.array(z.object({ value: z.string(), records: z.int() })),
  })
  .openapi('BulkCorrectionPreview')
export type BulkCorrectionPreview = z.infer<typeof bulkPreview>

export const bulkResult = z.object({ corrected: z.int(), left: z.int() }).openapi('BulkCorrectionResult')
export type BulkCorrectionResult = z.infer<typeof bulkResult>

/** A run that takes corrections up, in a process of its own. */
export const replayStatus = z
  .object({
    state: z.enum(['idle', 'running', 'done', 'failed']),
    by: z.string().nullable(),
    startedAt: moment.nullable(),
    finishedAt: moment.nullable(),
    /** Stages that are behind it. */
    stages: z.array(z.object({ stage: z.string(), seconds: z.number() })),
    /** All stages of a run, in order. */
    plan: z.array(z.string()),
    snapshot: z.string().nullable(),
    corrected: z.int().nullable(),
    dismissed: z.int().nullable(),
    failed: z.int().nullable(),
    message: z.string().nullable(),
  })
  .openapi('ReplayStatus')
export type ReplayStatus = z.infer<typeof replayStatus>
