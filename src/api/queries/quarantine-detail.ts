/** One record that was set aside, field by field, with what was decided about it. */
import { readRecord } from '../../ingestion/corrections/index.ts'
import { may, type Principal } from '../../security/index.ts'
import type { QuarantineDetail } from '../schemas/index.ts'
import {
  decisionsOf,
  failureOf,
  type QuarantineDesk,
  type SetAside,
  siblingsOf,
  sourceOf,
} from './quarantine.ts'
import { outcomeOf } from './quarantine-change.ts'
import { hiddenReason, hidesColumn, readColumns, shownColumns } from './quarantine-hidden.ts'

/** A record with everything but its text. */
export async function detailOf(
  desk: QuarantineDesk,
  record: SetAside,
  user: Principal,
): Promise<QuarantineDetail> {
  const source = sourceOf(desk, record.source)
  const reading = readRecord(record.record, record.layout)
  const shown = shownColumns(desk.sources, record.source)
  const reads = readColumns(source)
  const [outcome, siblings, decisions, failure] = await Promise.all([
    outcomeOf(desk, record, reading.cells, new Set()),
    siblingsOf(desk, record),
    decisionsOf(desk, record),
    record.state === 'failed' ? failureOf(desk, record) : null,
  ])
  const isHiddenReason = hidesColumn(desk.sources, record.source, record.column)
  return {
    id: record.id,
    source: record.source,
    file: record.file,
    line: record.line,
    byteOffset: record.byteOffset,
    bytes: record.bytes,
    column: record.column,
    code: record.code,
    reason: isHiddenReason ? hiddenReason(record.reason) : record.reason,
    state: record.state,
    loadedAt: record.loadedAt.toISOString(),
    book: desk.book,
    title: source.title,
    publisher: source.publisher,
    description: source.description,
    encoding: record.encoding,
    delimiter: record.layout.delimiter,
    columns: [...record.layout.columns],
    fieldsFound: reading.fields.length,
    isWhole: reading.isWhole,
    cells: [...reading.cells].map(([cell, value]) => {
      // Where fields and columns do not go together, a name may stand over another's text.
      const isHidden = !reading.isWhole || !shown.has(cell.toLowerCase())
      return {
        name: cell,
        value: isHidden ? null : value,
        isHidden,
        isRead: reads.has(cell.toLowerCase()),
        isFault: cell === record.column,
      }
    }),
    outcome: reading.isWhole
      ? outcome
      : {
          ...outcome,
          fields: outcome.fields.map((field) => ({ ...field, value: null, isHidden: true })),
        },
    siblings: siblings.map((one) => ({ id: one.id, source: one.source, code: one.code })),
    decisions: decisions.map(({ kind, by, at, note }) => ({ kind, by, at, note })),
    failure: failure === null ? null : hiddenReason(failure),
    resolvedBy: record.resolvedBy,
    resolvedAt: record.resolvedAt?.toISOString() ?? null,
    mayFix: may(user, 'quarantine:fix'),
  }
}
