/** Lineage: from a value back to the file, the line and the bytes that it came from. */
import { z } from '@hono/zod-openapi'
import { ENTITIES } from '../../schema/words.ts'
import { moment, text } from './common.ts'

/** Column name to value, as text. */
const cells = z.record(z.string(), z.string().nullable())

/** Where a row was loaded from. */
export const lineagePlace = z
  .object({
    source: z.string(),
    batchId: z.string(),
    file: z.string(),
    sha256: z.string(),
    bytes: z.number(),
    loadedAt: moment,
    /** Line, or number of the record, from 1. */
    line: z.int(),
  })
  .openapi('LineagePlace')
export type LineagePlace = z.infer<typeof lineagePlace>

/** One cell of a row. */
export const lineageCell = z.object({
  column: z.string(),
  meaning: z.string(),
  /** As text; masked when sensitive. */
  value: z.string().nullable(),
  isMasked: z.boolean(),
  /** The feature reads this column. */
  isRead: z.boolean(),
})

/** A row that bears on a value. */
export const lineageRow = z
  .object({
    table: z.string(),
    /** What `GET /v1/lineage/row` takes as `key`. */
    key: z.string(),
    keys: cells,
    knownAt: moment.nullable(),
    cells: z.array(lineageCell),
    /** How the row hangs together with the entity: `claimant_id of core.claim C1`. */
    via: z.string(),
    /** The value had the row not been there; null when it was not tried. */
    without: z.object({ value: z.number().nullable(), isChanged: z.boolean() }).nullable(),
    /** Null for rows that claimscope made itself. */
    place: lineagePlace.nullable(),
    /** Rows that a row made by claimscope was made from. */
    madeFrom: z.array(z.object({ table: z.string(), key: z.string(), place: lineagePlace.nullable() })),
    /** Which stage made it: `link`, `graph`; null for loaded rows. */
    madeBy: z.string().nullable(),
  })
  .openapi('LineageRow')
export type LineageRow = z.infer<typeof lineageRow>

/** What a feature takes from one table. */
export const lineageTable = z
  .object({
    table: z.string(),
    description: z.string(),
    /** Columns that the feature reads. */
    columns: z.array(z.object({ column: z.string(), meaning: z.string() })),
    /** Rows found by the keys of the entity. */
    rows: z.int(),
    /** Rows listed; fewer when there are many. */
    listed: z.int(),
    /** Rows of the table in all. */
    total: z.int(),
    /** The value rests on other rows of the table as a body, for instance on claims of the same kind. */
    isPopulation: z.boolean(),
  })
  .openapi('LineageTable')

/** `GET /v1/lineage/features/{entity}/{entityId}/{feature}` */
export const featureLineage = z
  .object({
    entity: z.enum(ENTITIES),
    entityId: z.string(),
    feature: z.string(),
    label: text,
    unit: z.string(),
    view: z.object({ name: z.string(), title: text }),
    asOf: moment,
    snapshot: z.string(),
    /** As the run stored it. */
    value: z.number().nullable(),
    shown: z.string(),
    /** The same in Chinese; words of categories stay as the data has them. */
    shownZh: z.string(),
    /** Worked out anew from the snapshot as of the same moment. */
    recomputed: z.number().nullable(),
    isSame: z.boolean(),
    tables: z.array(lineageTable),
    rows: z.array(lineageRow),
    /** The listed rows alone give the same value; null when it was not tried. */
    isComplete: z.boolean().nullable(),
    /** Remarks: what was left out and why. */
    notes: z.array(text),
    milliseconds: z.number(),
  })
  .openapi('FeatureLineage')
export type FeatureLineage = z.infer<typeof featureLineage>

/** How one column of a row was made from the texts of its record. */
export const lineageColumn = z
  .object({
    column: z.string(),
    meaning: z.string(),
    /** What the file says; masked when the column is sensitive. */
    reads: z.array(z.object({ name: z.string(), text: z.string().nullable() })),
    /** Named rule of cleaning; null where plain SQL did it. */
    transform: z.string().nullable(),
    /** What the rule does, in words; null where it has none. */
    transformMeaning: text.nullable(),
    sql: z.string(),
    /** What stands in the table. */
    value: z.string().nullable(),
    /** The record, put through the source again, gives this value; null when it could not be tried. */
    isSame: z.boolean().nullable(),
    isMasked: z.boolean(),
  })
  .openapi('LineageColumn')

/** `GET /v1/lineage/row?table=core.claim&key=C1`: a loaded row, back to its bytes. */
export const rowLineage = z
  .object({
    table: z.string(),
    description: z.string(),
    key: z.string(),
    keys: cells,
    snapshot: z.string(),
    knownAt: moment.nullable(),
    eventAt: moment.nullable(),
    place: lineagePlace.nullable(),
    publisher: z.string().nullable(),
    /**
     * The file now: `same` bytes as loaded, `changed`, `missing`, or `unreadable` where its folder is not known or the record
     * is not found again.
     */
    file: z.enum(['same', 'changed', 'missing', 'unreadable']),
    /** Where the record begins; null when the file is not there, or keeps no lines. */
    byteOffset: z.int().nullable(),
    byteLength: z.int().nullable(),
    /** The record as it came; sensitive texts masked, null when the file is not there. */
    record: z.string().nullable(),
    columns: z.array(lineageColumn),
    /** Set when a person corrected the record after it had been set aside. */
    correction: z
      .object({
        code: z.string(),
        reason: z.string(),
        file: z.string(),
        line: z.int(),
        by: z.string().nullable(),
        at: moment.nullable(),
        note: z.string().nullable(),
      })
      .nullable(),
    /** Rows that a row made by claimscope was made from. */
    madeFrom: z.array(z.object({ table: z.string(), key: z.string(), place: lineagePlace.nullable() })),
    madeBy: z.string().nullable(),
    notes: z.array(text),
    milliseconds: z.number(),
  })
  .openapi('RowLineage')
export type RowLineage = z.infer<typeof rowLineage>
