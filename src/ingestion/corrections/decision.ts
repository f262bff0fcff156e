/** What people decide about records that were set aside, as it waits in the book's ledger for the next run. */
import { createHash } from 'node:crypto'
import { unknown } from '../../errors.ts'

/** Ledger of {@link Decision}. */
export const CORRECTION_LEDGER = 'corrections'

export const DECISIONS = ['correct', 'dismiss', 'withdraw'] as const
export type DecisionKind = (typeof DECISIONS)[number]

/**
 * Where a record stood and what it was. A record is found again by these also when its source is defined anew and its load
 * gets another identifier, and a file of the same name with other bytes does not inherit what was decided about an old one.
 */
export interface RecordPlace {
  readonly source: string
  readonly file: string
  readonly line: number
  /** Of the record as it is kept, as UTF-8. */
  readonly sha256: string
}

/** One decision. The latest on a record holds; `withdraw` takes back what was decided before. */
export interface Decision extends RecordPlace {
  readonly kind: DecisionKind
  /** Load and code that the person saw. */
  readonly batchId: string
  readonly code: string
  /** Columns of `record` for delimited texts; NULL when the record is a JSON object. */
  readonly columns: readonly string[] | null
  /** The corrected record: comma-separated fields in the order of `columns`, or a JSON object. NULL unless `kind` is `correct`. */
  readonly record: string | null
  /** Username. */
  readonly by: string
  /** ISO 8601. */
  readonly at: string
  /** Why; required for a dismissal. */
  readonly note: string | null
}

/** Key of `meta.quarantine`. */
export interface QuarantineKey {
  readonly batchId: string
  readonly line: number
  readonly code: string
}

/** `<batch>.<line>.<code>`: the key of a record that was set aside, in one word. */
export const quarantineId = ({ batchId, line, code }: QuarantineKey): string => `${batchId}.${line}.${code}`

/** @throws UserError for what is no such id. */
export function parseQuarantineId(id: string): QuarantineKey {
  const match = /^([A-Za-z0-9_-]{1,64})\.(\d{1,15})\.([A-Za-z0-9_-]{1,120})$/.exec(id)
  if (!match) throw unknown('quarantined record', id)
  return { batchId: match[1], line: Number(match[2]), code: match[3] }
}

/** SHA-256 of a record as it is kept. */
export const recordHash = (record: string): string => createHash('sha256').update(record).digest('hex')

/** A place as one text, for look-ups. */
export const placeKey = ({ source, file, line, sha256 }: RecordPlace): string =>
  `${source}\n${file}\n${line}\n${sha256}`

/** The decision that holds for each place, by `placeKey`; what was withdrawn is left out. */
export function decisionsInForce(entries: readonly Decision[]): Map<string, Decision> {
  const held = new Map<string, Decision>()
  for (const entry of entries) {
    if (entry.kind === 'withdraw') held.delete(placeKey(entry))
    else held.set(placeKey(entry), entry)
  }
  return held
}
