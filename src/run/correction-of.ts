/** What a person decided about the record that a row came from, when it had been set aside before. */
import { sql } from 'kysely'
import {
  CORRECTION_FOLDER,
  CORRECTION_LEDGER,
  type Decision,
  decisionsInForce,
  placeKey,
  recordHash,
} from '../ingestion/corrections/index.ts'
import type { Place } from '../lineage/index.ts'
import { ledger, type Warehouse } from '../warehouse/index.ts'

export interface RowCorrection {
  readonly code: string
  readonly reason: string
  readonly file: string
  readonly line: number
  /** The record as it came. */
  readonly record: string
  readonly by: string | null
  readonly at: Date | null
  readonly note: string | null
  /** Columns of the correction file; null for JSON. */
  readonly columns: readonly string[] | null
}

/** The correction that a load of a correction file carries on this line; null for any other load. */
export async function correctionOf(
  warehouse: Warehouse,
  { home, book }: { readonly home: string; readonly book: string },
  place: Place,
): Promise<RowCorrection | null> {
  if (!place.file.startsWith(`${CORRECTION_FOLDER}/`)) return null
  const { rows } = await sql<{
    source: string
    file: string
    line: number
    code: string
    reason: string
    record: string
  }>`
    select source, file, line, code, reason, record from meta.quarantine
    where resolved_by = ${place.batchId} order by file, line, code`.execute(warehouse.db)
  const decisions = decisionsInForce(await ledger<Decision>(home, book, CORRECTION_LEDGER).read())
  // Records stand in the correction file in the order of the places that they come from, below the header.
  let line: number | undefined
  for (const row of rows) {
    const found = decisions.get(placeKey({ ...row, line: Number(row.line), sha256: recordHash(row.record) }))
    line ??= 1 + (found?.columns ? 1 + newlines(found.columns.join('')) : 0)
    if (line === place.line || rows.length === 1)
      return {
        code: row.code,
        reason: row.reason,
        file: row.file,
        line: Number(row.line),
        record: row.record,
        by: found?.by ?? null,
        at: found ? new Date(found.at) : null,
        note: found?.note ?? null,
        columns: found?.columns ?? null,
      }
    line += 1 + newlines(found?.record ?? '')
  }
  return null
}

const newlines = (text: string) => text.split('\n').length - 1
