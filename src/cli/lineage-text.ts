/** Lineage as text, with what is sensitive masked. */
import { maskedRecord } from '../api/queries/masked-record.ts'
import { maskCell } from '../api/queries/sensitive.ts'
import { missing, type UserError, unknown } from '../errors.ts'
import type { FeatureView } from '../feature.ts'
import { describeFeature } from '../featurization/index.ts'
import type { FeatureLineage } from '../run/feature-lineage.ts'
import type { RowLineage } from '../run/row-lineage.ts'
import type { Source } from '../source.ts'
import { textTable } from './terminal.ts'

/** What to say when a feature is asked for without its name. */
export function missingFeature(entity: string, views: readonly FeatureView[]): UserError {
  const names = views
    .filter((view) => view.entity === entity)
    .flatMap(({ features }) => Object.keys(features))
  return missing('feature', `of ${entity}`, `one of ${names.slice(0, 8).join(', ')}, ...`)
}

const text = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : value instanceof Date
      ? value.toISOString().slice(0, 19).replace('T', ' ')
      : String(value)

/** The rows of a value with their sensitive cells masked. */
export function maskedFeature(found: FeatureLineage): FeatureLineage {
  return {
    ...found,
    rows: found.rows.map((row) => ({
      ...row,
      row: Object.fromEntries(
        Object.entries(row.row).map(([column, value]) => {
          const shown = maskCell(row.table, column, text(value))
          return [column, shown === text(value) ? value : shown]
        }),
      ),
    })),
  }
}

/** A row with its sensitive values, and the texts that they came from, masked. */
export function maskedRow(found: RowLineage, sources: readonly Source[]): RowLineage {
  return { ...found, ...maskedRecord(found, sources) }
}

/** One column of a row. @throws UserError when the table has none of that name. */
export function onlyColumn(found: RowLineage, column: string): RowLineage {
  const columns = found.columns.filter((one) => one.column === column)
  if (columns.length === 0)
    throw unknown(
      `column of ${found.table}`,
      column,
      found.columns.map((one) => one.column),
    )
  return { ...found, columns }
}

export function featureText(found: FeatureLineage, table: typeof textTable): string {
  const { entity, entityId, feature, meta, view, asOf, value, recomputed, isSame, tables, rows, isComplete } =
    found
  const shown = (number: number | null) => (number === null ? 'unknown' : String(number))
  return [
    `${feature} of ${entity} ${entityId} = ${shown(value)} (${describeFeature(meta, value ?? Number.NaN)}): ${meta.meaning.en}`,
    `feature view ${view.name}, as of ${text(asOf)}; worked out anew: ${isSame ? 'the same value' : `${shown(recomputed)}, NOT the value that was stored`}`,
    isComplete === null
      ? 'whether the rows below are all that it takes was not tried'
      : isComplete
        ? 'the rows below, with the tables marked as a body, give the same value alone'
        : 'the value rests on more rows than those below',
    '',
    table(
      tables.map((one) => ({
        table: one.table,
        reads: one.columns.join(', '),
        rows: one.rows,
        of: one.total,
        '': one.isPopulation ? 'as a body' : '',
      })),
    ),
    '',
    table(
      rows.slice(0, 25).map(({ table: name, key, without, via, place, madeBy }) => ({
        row: `${name} ${key}`,
        without: without === null ? 'not tried' : without.isChanged ? shown(without.value) : 'the same',
        place: place ? `${place.file}:${place.line}` : `made by ${madeBy ?? 'claimscope'}`,
        via,
      })),
    ),
    ...(rows.length > 25 ? [`... and ${rows.length - 25} more (--json shows them)`] : []),
    ...found.notes.map(({ en }) => `note: ${en}`),
  ].join('\n')
}

const FILE: Readonly<Record<RowLineage['file'], string>> = {
  same: 'the file still has the bytes that were loaded',
  changed: 'the file has OTHER BYTES than were loaded; it was not read',
  missing: 'the file is no longer there',
  unreadable: 'the record was not found in a file',
}

export function rowText(found: RowLineage): string {
  const { table, key, place, publisher, correction, madeBy } = found
  const origin = place
    ? [
        `source ${place.source} (${publisher ?? 'unknown'}), load ${place.batchId} of ${text(place.loadedAt)}`,
        `file ${place.file}, line ${place.line}${found.byteOffset === null ? '' : `, byte ${found.byteOffset} to ${found.byteOffset + (found.byteLength ?? 0)}`}`,
        `SHA-256 ${place.sha256}; ${FILE[found.file]}`,
        ...(found.record === null ? [] : ['', found.record.trimEnd(), '']),
      ]
    : [
        `made by ${madeBy ?? 'claimscope'} from:`,
        ...found.madeFrom.map(
          (one) => `  ${one.table} ${one.key}  ${one.place ? `${one.place.file}:${one.place.line}` : ''}`,
        ),
      ]
  const corrected = correction
    ? [
        `corrected by ${correction.by ?? 'unknown'}${correction.at ? ` on ${text(correction.at)}` : ''}: it had been set aside from ${correction.file}, line ${correction.line}, as ${correction.code} (${correction.reason})${correction.note ? `; ${correction.note}` : ''}`,
      ]
    : []
  return [
    `${table} ${key}`,
    ...origin,
    ...corrected,
    ...(found.columns.length === 0
      ? []
      : [
          textTable(
            found.columns.map(({ column, reads, transform, sql, value, isSame }) => ({
              column,
              raw: reads
                .map(({ name, text: raw }) => `${name} = ${raw === null ? 'NULL' : JSON.stringify(raw)}`)
                .join(', '),
              by: transform ?? sql.slice(0, 60),
              value: value ?? 'NULL',
              again: isSame === null ? '' : isSame ? 'same' : 'DIFFERS',
            })),
          ),
        ]),
    ...found.notes.map(({ en }) => `note: ${en}`),
  ].join('\n')
}
