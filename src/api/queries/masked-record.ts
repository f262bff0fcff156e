/** A traced row as it may be shown: what any source of the file puts into a sensitive column is masked, and what none reads. */
import type { RowLineage } from '../../run/row-lineage.ts'
import type { Source } from '../../source.ts'
import { shownColumns } from './quarantine-hidden.ts'
import { maskCell } from './sensitive.ts'

/** Stands for a hidden text within a record. */
const HIDDEN = '***'

type Shown = Pick<RowLineage, 'record' | 'marks' | 'columns' | 'correction' | 'keys'>

/** The parts of a row's lineage that may hold sensitive texts, masked. */
export function maskedRecord(found: RowLineage, sources: readonly Source[]): Shown {
  const shown = found.place ? shownColumns(sources, found.place.source) : new Set<string>()
  const isShown = (name: string | null) => name !== null && shown.has(name.toLowerCase())
  return {
    keys: found.keys,
    record: found.record === null ? null : maskStretches(found.record, found.marks, isShown),
    marks: [],
    columns: found.columns.map((column) => ({
      ...column,
      value: maskCell(found.table, column.column, column.value),
      reads: column.reads.map(({ name, text }) => ({
        name,
        text:
          text === null || isShown(name)
            ? text
            : column.isSensitive
              ? maskCell(found.table, column.column, text)
              : HIDDEN,
      })),
    })),
    correction: found.correction && {
      ...found.correction,
      record: HIDDEN,
      reason: found.correction.reason.replace(/"[\s\S]*"/, '"…"'),
    },
  }
}

/** Puts asterisks over every stretch that may not be shown; a record that could not be parted is hidden whole. */
function maskStretches(
  record: string,
  marks: RowLineage['marks'],
  isShown: (column: string | null) => boolean,
): string {
  if (marks.length === 0) return HIDDEN
  let out = ''
  let at = 0
  for (const { start, end, column } of marks) {
    if (isShown(column) || end <= start) continue
    out += record.slice(at, start) + HIDDEN
    at = end
  }
  return out + record.slice(at)
}
