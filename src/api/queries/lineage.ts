/** Lineage as the API shows it: what is sensitive is masked, what is of other lines than the user's is left out. */
import { unknown } from '../../errors.ts'
import { type BearingRow, featureLineage, type LineageContext } from '../../run/feature-lineage.ts'
import { rowLineage } from '../../run/row-lineage.ts'
import { tableDef } from '../../schema/database.ts'
import type { Entity } from '../../schema/words.ts'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { ApiContext } from '../context.ts'
import type { Labels } from '../labels.ts'
import type { FeatureLineage, LineagePlace, LineageRow, RowLineage } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { maskedRecord } from './masked-record.ts'
import { seesRows } from './row-lines.ts'
import { isSensitive, maskCell } from './sensitive.ts'

const DEFAULTS = {
  /** Time for leaving rows out, ms: somebody waits for the page. */
  milliseconds: 2500,
} as const

type Place = NonNullable<BearingRow['place']>

/** Who asks, on which snapshot. */
export interface LineageDesk {
  readonly view: View
  readonly context: ApiContext
  readonly user: Principal
  readonly pseudonyms: Pseudonyms
}

function contextOf(view: View, { catalog, home }: ApiContext): LineageContext {
  return {
    warehouse: view.warehouse,
    book: view.manifest.book,
    home,
    views: catalog.views,
    links: catalog.links,
    sources: catalog.sources,
    dataDirectories: [],
    milliseconds: DEFAULTS.milliseconds,
  }
}

/** Where a feature's value comes from. */
export async function featureLineageOf(
  { view, context, user, pseudonyms }: LineageDesk,
  labels: Labels,
  entity: Entity,
  entityId: string,
  feature: string,
): Promise<FeatureLineage> {
  const [mayAsk] = await seesRows(view, user, [{ [`${entity}_id`]: entityId }])
  if (!mayAsk) throw unknown(entity, entityId)
  const found = await featureLineage(contextOf(view, context), entity, entityId, feature)
  const seen = await seesRows(
    view,
    user,
    found.rows.map(({ row }) => row),
  )
  const rows = found.rows.filter((_, i) => seen[i])
  const left = found.rows.length - rows.length
  const reads = new Map(found.tables.map(({ table, columns }) => [table, new Set(columns)]))
  return {
    entity,
    entityId,
    feature,
    label: labels.label(entity, feature),
    unit: found.meta.unit,
    view: { name: found.view.name, title: found.view.title },
    asOf: found.asOf.toISOString(),
    snapshot: view.manifest.id,
    value: found.value,
    shown: labels.shown(entity, feature, found.value),
    shownZh: labels.shown(entity, feature, found.value, 'zh'),
    recomputed: found.recomputed,
    isSame: found.isSame,
    tables: found.tables.map(({ table, columns, rows, listed, total, isPopulation }) => {
      const { description, columns: defs } = tableDef(table)
      return {
        table,
        description,
        columns: columns.map((column) => ({ column, meaning: defs[column].meaning })),
        rows,
        listed,
        total,
        isPopulation,
      }
    }),
    rows: rows.map((row) => rowOf(row, reads.get(row.table) ?? new Set(), pseudonyms)),
    isComplete: found.isComplete,
    notes: [
      ...found.notes,
      ...(left > 0
        ? [
            {
              en: `${left} rows belong to lines of business that you do not see`,
              zh: `${left} 行属于您无权查看的险种`,
            },
          ]
        : []),
    ],
    milliseconds: found.milliseconds,
  }
}

function rowOf(found: BearingRow, reads: ReadonlySet<string>, pseudonyms: Pseudonyms): LineageRow {
  const { table, row, via, key, without, place, madeBy } = found
  const { columns, key: keyColumns } = tableDef(table)
  const text = (column: string) => maskCell(table, column, textOf(row[column]))
  return {
    table,
    key: keyShown(table, row, key, pseudonyms),
    keys: Object.fromEntries(keyColumns.map((column) => [column, text(column)])),
    knownAt: row.known_at instanceof Date ? row.known_at.toISOString() : null,
    cells: Object.entries(columns)
      .filter(([column]) => reads.has(column) || keyColumns.includes(column))
      .map(([column, { meaning }]) => ({
        column,
        meaning,
        value: text(column),
        isMasked: isSensitive(table, column) && textOf(row[column]) !== null,
        isRead: reads.has(column),
      })),
    via,
    without: without && { ...without },
    place: place && placeOf(place),
    madeFrom: madeFromOf(found.madeFrom),
    madeBy,
  }
}

/** A key that can be asked for again: ids of telephones and accounts are sealed. */
function keyShown(
  table: BearingRow['table'],
  row: BearingRow['row'],
  key: string,
  pseudonyms: Pseudonyms,
): string {
  if (!table.startsWith('graph.')) return key
  const values = tableDef(table).key.map((column) => sealed(column, String(row[column] ?? ''), pseudonyms))
  return values.length === 1 ? values[0] : JSON.stringify(values)
}

const NODES = /^(source|target|node)_id$/
const sealed = (column: string, value: string, pseudonyms: Pseudonyms) =>
  NODES.test(column) ? pseudonyms.seal(value) : value

/** The key behind one with sealed ids. @throws UserError for an id that is not ours, or a number in the clear. */
function keyOpened(table: string, key: string, pseudonyms: Pseudonyms): string {
  if (!table.startsWith('graph.')) return key
  const open = (value: string) => {
    const opened = pseudonyms.open(value)
    if (opened === undefined) throw unknown('node', value)
    return opened
  }
  if (!key.startsWith('[')) return open(key)
  try {
    return JSON.stringify((JSON.parse(key) as unknown[]).map((value) => open(String(value))))
  } catch (error) {
    if (error instanceof SyntaxError) return key
    throw error
  }
}

const madeFromOf = (list: BearingRow['madeFrom']) =>
  list.map(({ table, key, place }) => ({ table, key, place: place && placeOf(place) }))

const placeOf = ({ source, batchId, file, sha256, bytes, loadedAt, line }: Place): LineagePlace => ({
  source,
  batchId,
  file,
  sha256,
  bytes,
  loadedAt: loadedAt.toISOString(),
  line,
})

/** Where a row comes from. */
export async function rowLineageOf(
  { view, context, user, pseudonyms }: LineageDesk,
  table: string,
  key: string,
): Promise<RowLineage> {
  const found = await rowLineage(contextOf(view, context), table, keyOpened(table, key, pseudonyms))
  const [maySee] = await seesRows(view, user, [{ ...found.keys, ...found.belongsTo }])
  if (!maySee) throw unknown(`row of ${table}`, key)
  const shown = maskedRecord(found, context.catalog.sources)
  return {
    table: found.table,
    description: tableDef(found.table).description,
    key,
    keys: Object.fromEntries(
      Object.entries(found.keys).map(([column, value]) => [column, maskCell(found.table, column, value)]),
    ),
    snapshot: view.manifest.id,
    knownAt: found.knownAt?.toISOString() ?? null,
    eventAt: found.eventAt?.toISOString() ?? null,
    place: found.place && placeOf(found.place),
    publisher: found.publisher,
    file: found.file,
    byteOffset: found.byteOffset,
    byteLength: found.byteLength,
    record: shown.record,
    columns: shown.columns.map((column) => ({
      column: column.column,
      meaning: column.meaning,
      reads: [...column.reads],
      transform: column.transform,
      transformMeaning: column.transformMeaning,
      sql: column.sql,
      value: column.value,
      isSame: column.isSame,
      isMasked: column.isSensitive && column.value !== null,
    })),
    correction: shown.correction && {
      code: shown.correction.code,
      reason: shown.correction.reason,
      file: shown.correction.file,
      line: shown.correction.line,
      by: shown.correction.by,
      at: shown.correction.at?.toISOString() ?? null,
      note: shown.correction.note,
    },
    madeFrom: madeFromOf(found.madeFrom),
    madeBy: found.madeBy,
    notes: [...found.notes],
    milliseconds: found.milliseconds,
  }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
