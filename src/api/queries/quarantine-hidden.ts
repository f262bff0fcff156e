/** Which texts of a file are hidden: those that any source of it puts into a sensitive column, and those that no source reads. */
import { tableDef } from '../../schema/database.ts'
import type { Column, Source } from '../../source.ts'

const columnsOf = (source: Source) => Object.entries(source.columns as Readonly<Record<string, Column>>)

/** Sources that read the same files. */
function alike(sources: readonly Source[], name: string): Source[] {
  const source = sources.find((one) => one.name === name)
  return source ? sources.filter((one) => one.files === source.files) : []
}

/** Columns of a source's file that may be shown, in lower case. */
export function shownColumns(sources: readonly Source[], name: string): ReadonlySet<string> {
  const shown = new Set<string>()
  const hidden = new Set<string>()
  for (const source of alike(sources, name)) {
    const types = tableDef(source.into).columns
    for (const [column, { reads }] of columnsOf(source))
      for (const read of reads) (types[column]?.sensitive ? hidden : shown).add(read.toLowerCase())
  }
  for (const column of hidden) shown.delete(column)
  return shown
}

/** Whether the texts of a column are hidden. Of a record that could not be parted, every text is. */
export function hidesColumn(sources: readonly Source[], name: string, column: string | null): boolean {
  return column === null || !shownColumns(sources, name).has(column.toLowerCase())
}

/** A reason without what it quotes of the record. */
export const hiddenReason = (reason: string): string => reason.replace(/"[\s\S]*"/, '"…"')

/** Columns of the file that a source reads, in lower case. */
export const readColumns = (source: Source): ReadonlySet<string> =>
  new Set(columnsOf(source).flatMap(([, { reads }]) => reads.map((read) => read.toLowerCase())))
