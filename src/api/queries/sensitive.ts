/** Cells of core tables as they may be shown: what a table marks as sensitive is masked by what it holds. */
import { type Database, tables } from '../../schema/database.ts'
import { maskAddress, maskEmail, maskLabel, maskName, maskNumber, maskPlate } from '../../security/index.ts'

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

/** Columns of the graph that hold a telephone, an account or an address behind the kind of the node. */
const NODES: ReadonlySet<string> = new Set(['source_id', 'target_id', 'node_id'])

/** A value as it may be shown. */
export function maskCell(table: string | undefined, column: string, value: string | null): string | null {
  if (value !== null && NODES.has(column)) return maskNode(value)
  if (!isSensitive(table, column)) return value
  return (BY_COLUMN[column] ?? maskNumber)(value)
}

function maskNode(id: string): string {
  const at = id.indexOf(':')
  const kind = id.slice(0, at)
  return kind === 'entity' || kind === 'claim'
    ? id
    : `${kind}:${maskLabel(kind, id.slice(at + 1), null) ?? ''}`
}
