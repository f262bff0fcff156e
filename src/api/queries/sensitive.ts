/** Cells of core tables as they may be shown: what a table marks as sensitive is masked by what it holds. */
import { type Database, tables } from '../../schema/database.ts'
import { maskAddress, maskEmail, maskName, maskNumber, maskPlate } from '../../security/index.ts'

const BY_COLUMN: Readonly<Record<string, (value: string | null) => string | null>> = {
  name: maskName,
  name_latin: maskName,
  email: maskEmail,
  address: maskAddress,
  plate: maskPlate,
}

/** Columns of that name that any table marks as sensitive. */
const SENSITIVE: ReadonlySet<string> = new Set(
  tables.flatMap(({ columns }) =>
    Object.entries(columns).flatMap(([name, { sensitive }]) => (sensitive ? [name] : [])),
  ),
)

/** Whether a column is sensitive; without a table, whether any table holds it to be. */
export function isSensitive(table: string | undefined, column: string): boolean {
  const def = table === undefined ? undefined : tables.find(({ name }) => name === (table as keyof Database))
  const own = def && (def.columns as Readonly<Record<string, { readonly sensitive: boolean }>>)[column]
  return own ? own.sensitive : SENSITIVE.has(column)
}

/** A value as it may be shown. */
export function maskCell(table: string | undefined, column: string, value: string | null): string | null {
  if (!isSensitive(table, column)) return value
  return (BY_COLUMN[column] ?? maskNumber)(value)
}
