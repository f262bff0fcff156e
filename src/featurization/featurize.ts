/** Runs the feature views of one entity over a spine and gathers their columns into one matrix. */
import { type Kysely, sql } from 'kysely'
import { invalid, unknown } from '../errors.ts'
import type { FeatureDatabase, FeatureMeta, FeatureView } from '../feature.ts'
import type { FeatureMatrix } from '../model.ts'
import type { Entity } from '../schema/words.ts'
import type { Kind, Warehouse } from '../warehouse/index.ts'
import { type Dropped, emptiness } from './drop-features.ts'
import { bound, makeSpine, nested, type Spine, type SpineSource } from './spine.ts'
import { writeFeatures } from './write-features.ts'

export const DEFAULTS = {
  /** Up to so many rows, views run side by side; larger ones have the machine for themselves. */
  sideBySideRows: 1000,
} as const

export interface FeaturizeOptions {
  /** These features, in this order, and nothing dropped: what a model or a rule asks for. Default all that the book has data for. */
  readonly features?: readonly string[]
  /** Names of views to leave out. */
  readonly without?: readonly string[]
  /** Keeps features that are the same in every row; they are reported all the same. Default false. */
  readonly keepConstant?: boolean
  /** Writes the wide table `feature.<entity>` (`entity_id`, `as_of`, one DOUBLE a feature). Needs a warehouse open for writing. */
  readonly write?: boolean
  /** Interrupts the queries; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
  readonly onView?: (progress: {
    readonly view: string
    readonly done: number
    readonly total: number
  }) => void
}

/** Features of one entity; row `i` everywhere is the same entity and moment, in the order of `entity_id`, `as_of`. */
export interface Featurized {
  readonly matrix: FeatureMatrix
  readonly entityIds: string[]
  /** Milliseconds since 1970, UTC. */
  readonly asOf: Float64Array
  /** Meaning of each column of the matrix. */
  readonly metas: readonly FeatureMeta[]
  /** Views that were run. */
  readonly views: readonly string[]
  /** Views and features that were left out, and why. */
  readonly dropped: readonly Dropped[]
  /** How long each view took. */
  readonly seconds: Readonly<Record<string, number>>
}

/**
 * Computes the features of `entity` for every row of the spine, each as of its own moment. Training, batch and live scoring all
 * come through here and differ only in their spine. Views whose tables are empty are left out, then features without data.
 * @throws UserError for a feature that no view has, and for a view that does not give one row a spine row.
 */
export async function featurize(
  warehouse: Warehouse,
  views: readonly FeatureView[],
  entity: Entity,
  spine: SpineSource,
  options: FeaturizeOptions = {},
): Promise<Featurized> {
  const offered = views.filter((v) => v.entity === entity && !options.without?.includes(v.name))
  const wanted = options.features
  const { usable, dropped } = wanted
    ? { usable: holding(offered, wanted), dropped: [] }
    : await withData(warehouse, offered)
  const made = await makeSpine(warehouse, spine, options.write ?? false)
  const columns = new Map<string, Float32Array>()
  const seconds: Record<string, number> = {}
  let done = 0
  const runView = async (view: FeatureView) => {
    const began = performance.now()
    const only = wanted
      ? Object.keys(view.features).filter((f) => wanted.includes(f))
      : Object.keys(view.features)
    for (const [name, column] of await viewColumns(warehouse, view, only, made, options.signal))
      columns.set(name, column)
    seconds[view.name] = Math.round(performance.now() - began) / 1000
    options.onView?.({ view: view.name, done: ++done, total: usable.length })
  }
  if (made.entityIds.length <= DEFAULTS.sideBySideRows) await Promise.all(usable.map(runView))
  else for (const view of usable) await runView(view)

  const names: string[] = []
  for (const name of wanted ?? usable.flatMap((view) => Object.keys(view.features))) {
    const empty = wanted ? undefined : emptiness(columns.get(name)!)
    if (empty) dropped.push({ name, ...empty })
    if (!empty || (empty.reason === 'constant' && options.keepConstant)) names.push(name)
  }
  const meta = new Map<string, FeatureMeta>(usable.flatMap((view) => Object.entries(view.features)))
  const metas = names.map((name) => meta.get(name)!)
  const matrix: FeatureMatrix = {
    names,
    rows: made.entityIds.length,
    columns: names.map((name) => columns.get(name)!),
    categorical: metas.map((m) => m.unit === 'category' && (m.categories?.length ?? 0) > 2),
  }
  if (options.write) await writeFeatures(warehouse, entity, matrix)
  const { entityIds, asOf } = made
  return { matrix, entityIds, asOf, metas, views: usable.map((v) => v.name), dropped, seconds }
}

/** The views that hold the features asked for. */
function holding(views: readonly FeatureView[], features: readonly string[]): FeatureView[] {
  const known = new Set(views.flatMap((view) => Object.keys(view.features)))
  for (const name of features) if (!known.has(name)) throw unknown('feature', name, [...known])
  return views.filter((view) => Object.keys(view.features).some((name) => features.includes(name)))
}

/** Parts the views by whether every table that they read holds rows. */
async function withData(
  warehouse: Warehouse,
  views: readonly FeatureView[],
): Promise<{ usable: FeatureView[]; dropped: Dropped[] }> {
  const tables = [...new Set(views.flatMap((view) => view.reads))]
  if (tables.length === 0) return { usable: [...views], dropped: [] }
  const probes = tables.map(
    (t) => sql`select ${t}::varchar as name where exists (select 1 from ${sql.table(t)})`,
  )
  const { rows } = await sql<{ name: string }>`${sql.join(probes, sql` union all `)}`.execute(warehouse.db)
  const filled = new Set(rows.map(({ name }) => name))
  const usable: FeatureView[] = []
  const dropped: Dropped[] = []
  for (const view of views) {
    const empty = view.reads.find((table) => !filled.has(table))
    if (empty) dropped.push({ name: view.name, reason: 'empty table', detail: empty })
    else usable.push(view)
  }
  return { usable, dropped }
}

/** Columns of one view, in the order of the spine. */
async function viewColumns(
  warehouse: Warehouse,
  view: FeatureView,
  features: readonly string[],
  spine: Spine,
  signal: AbortSignal | undefined,
): Promise<[string, Float32Array][]> {
  const query = nested(
    view.query(warehouse.db as unknown as Kysely<FeatureDatabase>),
    `feature view ${view.name}`,
  )
  const chosen = sql.join(features.map((name) => sql`${sql.ref(`f.${name}`)}::float as ${sql.ref(name)}`))
  const kinds: Record<string, Kind> = { row: 'i32', ...Object.fromEntries(features.map((f) => [f, 'f32'])) }
  const result = await warehouse.columns(
    bound(
      warehouse,
      sql`${spine.relations} select r.row, ${chosen} from ${query} as f
        join spine_row as r on r.entity_id = f.entity_id and r.as_of = f.as_of`,
    ),
    kinds,
    signal ? { signal } : {},
  )
  const rows = spine.entityIds.length
  const order = result.columns.row as Int32Array
  const seen = new Uint8Array(rows)
  for (const row of order) seen[row]++
  if (result.rows !== rows || seen.some((n) => n !== 1))
    throw invalid(
      'feature view',
      view.name,
      `gives ${result.rows} rows for ${rows} of the spine, one each is due`,
    )
  return features.map((name) => {
    const from = result.columns[name] as Float32Array
    const to = new Float32Array(rows)
    for (let i = 0; i < rows; i++) to[order[i]] = Number.isFinite(from[i]) ? from[i] : Number.NaN
    return [name, to]
  })
}
