/** From a feature's value to the rows that bear on it: worked out anew by the evaluator that stored it, as of the same moment. */
import { type Compilable, type CompiledQuery, isOperationNodeSource, type Kysely, sql } from 'kysely'
import { unknown } from '../errors.ts'
import type { FeatureDatabase, FeatureMeta, FeatureView } from '../feature.ts'
import { featurize } from '../featurization/index.ts'
import {
  bearing,
  keyText,
  type MadeFrom,
  madeFrom,
  makerOf,
  openOverlay,
  type Place,
  placesOf,
  type Reached,
  reach,
  readsOf,
  refKey,
  tableSizes,
} from '../lineage/index.ts'
import type { Link } from '../link.ts'
import { type Database, tableDef } from '../schema/database.ts'
import type { Entity } from '../schema/words.ts'
import type { Source } from '../source.ts'
import type { Text } from '../util/text.ts'
import type { Warehouse } from '../warehouse/index.ts'

export const DEFAULTS = {
  /** Rows listed that change the value, at most. */
  rows: 120,
  /** Rows listed that hang together with the entity and leave the value as it is, the nearest. */
  idleRows: 12,
} as const

/** What lineage is asked of. */
export interface LineageContext {
  readonly warehouse: Warehouse
  readonly book: string
  readonly home: string
  readonly views: readonly FeatureView[]
  readonly links: readonly Link[]
  readonly sources: readonly Source[]
  /** Folders that the files may stand in now, beside where they stood when they were loaded. */
  readonly dataDirectories: readonly string[]
  /** Time for leaving rows out, ms. */
  readonly milliseconds?: number
}

export interface BearingRow extends Omit<Reached, 'rowid' | 'step'> {
  readonly key: string
  readonly without: { readonly value: number | null; readonly isChanged: boolean } | null
  readonly place: Place | null
  readonly madeBy: string | null
  readonly madeFrom: readonly MadeFrom[]
}

export interface BearingTable {
  readonly table: keyof Database
  readonly columns: readonly string[]
  readonly rows: number
  readonly listed: number
  readonly total: number
  readonly isPopulation: boolean
}

export interface FeatureLineage {
  readonly entity: Entity
  readonly entityId: string
  readonly feature: string
  readonly meta: FeatureMeta
  readonly view: FeatureView
  readonly asOf: Date
  readonly value: number | null
  readonly recomputed: number | null
  readonly isSame: boolean
  readonly tables: readonly BearingTable[]
  readonly rows: readonly BearingRow[]
  readonly isComplete: boolean | null
  readonly notes: readonly Text[]
  readonly milliseconds: number
}

/** Leads a feature's value back to the rows that bear on it. @throws UserError for an unknown feature or entity. */
export async function featureLineage(
  context: LineageContext,
  entity: Entity,
  entityId: string,
  feature: string,
): Promise<FeatureLineage> {
  const began = performance.now()
  const { warehouse, links } = context
  const view = viewOf(context.views, entity, feature)
  const stored = await storedValue(warehouse, entity, entityId, feature)
  const notes: Text[] = stored.notes
  const spine = [{ entity_id: entityId, as_of: stored.asOf }]
  const { matrix } = await featurize(warehouse, [view], entity, spine, { features: [feature] })
  const recomputed = Number.isNaN(matrix.columns[0][0]) ? null : matrix.columns[0][0]
  /** The same view without what surrounds it, for it is run many times. */
  const evaluate = (on: Warehouse) => async () => {
    const { rows } = await on.db.executeQuery<{ value: number | null }>(
      oneValue(on, view, feature, spine[0]).compile() as CompiledQuery<{ value: number | null }>,
    )
    const value = rows[0]?.value ?? null
    return value !== null && Number.isFinite(value) ? value : null
  }
  const reads = await readsOf(warehouse, oneValue(warehouse, view, feature, spine[0]))
  const tables = [...reads.keys()]
  const reached = await reach(warehouse, reads, entity, entityId)
  const sizes = await tableSizes(warehouse, tables)
  const isLater = (row: Reached['row']) => row.known_at instanceof Date && row.known_at > stored.asOf
  const own = `${entity}_id`
  const given = reached.rows.filter(
    ({ row, table }) => !isLater(row) || (row[own] === entityId && tableDef(table).key[0] === own),
  )
  if (given.length < reached.rows.length)
    notes.push({
      en: `${reached.rows.length - given.length} rows became known after the moment and were not looked at`,
      zh: `${reached.rows.length - given.length} 行在该时点之后才获知，未计入`,
    })
  const overlay = await openOverlay(warehouse.path, tables)
  try {
    const found = await bearing(
      overlay,
      recomputed,
      sizes,
      given,
      evaluate(overlay.warehouse),
      context.milliseconds === undefined ? {} : { milliseconds: context.milliseconds },
    )
    if (found.isCutShort)
      notes.push({
        en: 'not every row was left out once: the time was over, or there were too many',
        zh: '并非逐行剔除验证：时间或次数已达上限',
      })
    const more = await rowsByNumber(warehouse, found.more)
    const all = [...given, ...more].map((one) => {
      const key = refKey(one)
      const value = found.without.get(key)
      const without =
        value === undefined
          ? null
          : { value, isChanged: !found.idle.has(one.table) && !sameValue(value, recomputed) }
      return { ...one, without }
    })
    // Those that change the value first, then the nearest.
    const sorted = all.sort(
      (a, b) =>
        Number(b.without?.isChanged ?? false) - Number(a.without?.isChanged ?? false) || a.step - b.step,
    )
    const listed = [
      ...sorted.filter(({ without }) => without?.isChanged).slice(0, DEFAULTS.rows),
      ...sorted.filter(({ without }) => !without?.isChanged).slice(0, DEFAULTS.idleRows),
    ]
    const places = await placesOf(
      warehouse,
      listed.map(({ row }) => row),
    )
    const rows: BearingRow[] = []
    for (const [i, { table, row, via, without }] of listed.entries())
      rows.push({
        table,
        row,
        via,
        key: keyText(table, row),
        without,
        place: places[i],
        madeBy: makerOf(table),
        madeFrom: without?.isChanged ? await madeFrom(warehouse, table, row, links) : [],
      })
    return {
      entity,
      entityId,
      feature,
      meta: view.features[feature],
      view,
      asOf: stored.asOf,
      value: stored.value,
      recomputed,
      isSame: sameValue(stored.value, recomputed),
      tables: tables.map((table) => ({
        table,
        columns: reads.get(table) ?? [],
        rows: all.filter((one) => one.table === table).length,
        listed: rows.filter((one) => one.table === table).length,
        total: sizes.get(table)?.rows ?? 0,
        isPopulation: found.bodies.has(table),
      })),
      rows,
      isComplete: found.isComplete,
      notes,
      milliseconds: Math.round(performance.now() - began),
    }
  } finally {
    await overlay.close()
  }
}

/** The values are stored with the precision of 32 bits. */
const sameValue = (a: number | null, b: number | null): boolean =>
  a === null || b === null ? a === b : Math.fround(a) === Math.fround(b)

function viewOf(views: readonly FeatureView[], entity: Entity, feature: string): FeatureView {
  const own = views.filter((view) => view.entity === entity)
  const view = own.find(({ features }) => Object.hasOwn(features, feature))
  if (!view)
    throw unknown(
      `feature of a ${entity}`,
      feature,
      own.flatMap(({ features }) => Object.keys(features)),
    )
  return view
}

/** The value as the run stored it, and its moment; without one, the moment that the book is seen at. */
async function storedValue(
  warehouse: Warehouse,
  entity: Entity,
  entityId: string,
  feature: string,
): Promise<{ value: number | null; asOf: Date; notes: Text[] }> {
  const { rows: columns } = await sql<{ column_name: string }>`
    select column_name from information_schema.columns where table_schema = 'feature' and table_name = ${entity}`.execute(
    warehouse.db,
  )
  if (columns.length > 0) {
    const has = columns.some(({ column_name }) => column_name === feature)
    const { rows } = await sql<{ as_of: Date; value: number | null }>`
      select as_of, ${has ? sql.ref(feature) : sql`null::double`} as value from ${sql.table(`feature.${entity}`)}
      where entity_id = ${entityId} limit 1`.execute(warehouse.db)
    if (rows.length > 0)
      return {
        value: rows[0].value,
        asOf: rows[0].as_of,
        notes: has ? [] : [{ en: 'the run stored no value of this feature', zh: '本次运行未存储该指标' }],
      }
    throw unknown(entity, entityId)
  }
  const run = await warehouse.db
    .selectFrom('meta.run')
    .select('as_of')
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!run) throw unknown(entity, entityId)
  return {
    value: null,
    asOf: run.as_of,
    notes: [{ en: `the run stored no features of a ${entity}`, zh: '本次运行未存储该类指标' }],
  }
}

/** The query of one feature for one entity, as the evaluator runs it. */
function oneValue(
  warehouse: Warehouse,
  view: FeatureView,
  feature: string,
  { entity_id, as_of }: { readonly entity_id: string; readonly as_of: Date },
): Compilable {
  const query = view.query(warehouse.db as unknown as Kysely<FeatureDatabase>)
  if (!isOperationNodeSource(query))
    throw new Error(`invalid feature view: ${view.name} [no query of Kysely's]`)
  const one = sql`with spine as materialized (select ${entity_id}::varchar as entity_id, ${as_of}::timestamp as as_of)
    select f.${sql.ref(feature)}::float as value from ${query} as f`
  return { compile: () => one.compile(warehouse.db) }
}

async function rowsByNumber(
  warehouse: Warehouse,
  refs: readonly { readonly table: keyof Database; readonly rowid: number }[],
): Promise<Reached[]> {
  const found: Reached[] = []
  for (const { table, rowid } of refs) {
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(table)} where rowid = ${rowid}`.execute(warehouse.db)
    if (rows[0]) found.push({ table, rowid, row: rows[0], step: 0, via: 'found by leaving rows out' })
  }
  return found
}
