/**
 * The leakage check: features that change when everything known later is hidden. A feature's value as of a moment is computed twice, from
 * the snapshot and from the same snapshot without a row that became known after that moment; if the two differ, the feature looks into
 * the future, and a model that learned from it will be worse than it was measured. The graph, and what it says of the past, is built
 * anew from the rows that are left.
 *
 * It is done when somebody asks, by the command `leakage`: a run neither does it nor waits for it, since it computes features anew for
 * every moment that it hides.
 */
import { sql } from 'kysely'
import type { Task } from '../book.ts'
import type { FeatureView } from '../feature.ts'
import { type Featurized, featurize } from '../featurization/index.ts'
import { buildGraph } from '../graph/index.ts'
import type { Link } from '../link.ts'
import { type Labels, select, takeRows } from '../model.ts'
import { trees } from '../models/trees/trees.ts'
import { tableDef, tables } from '../schema/database.ts'
import { ddl } from '../schema/table.ts'
import { shuffleCheck } from '../training/cross-validate.ts'
import { aucInterval } from '../training/intervals.ts'
import { rank, rocAuc } from '../training/ranking.ts'
import { stratifiedGroupFolds } from '../training/split.ts'
import { openWarehouse, type Warehouse } from '../warehouse/index.ts'
import { featuresOf } from './featurize.ts'
import { divided } from './fit.ts'
import { groupsOf, knownOutcomes, rowsWhere } from './known.ts'
import { writeSuspicion } from './suspicion.ts'

export const DEFAULTS = {
  /** Moments at which the later is hidden, evenly spread over the rows. */
  cuts: 4,
  /** Rows before each moment that are computed twice. */
  rows: 80,
  /** Relative difference that counts as none: sums may add up in another order. */
  tolerance: 1e-4,
  /** A single feature that ranks outcomes better than this is worth a look. */
  tooGood: 0.9,
  /** Known outcomes below which nothing is said of a feature's ranking. */
  leastOnes: 20,
} as const

/** A feature that knows what came later. */
export interface Leak {
  readonly feature: string
  readonly view: string
  /** Rows whose value changed, of those compared. */
  readonly changed: number
  readonly compared: number
  /** The first of them: with all that is known today, and with the later hidden. */
  readonly example: {
    readonly entityId: string
    readonly asOf: string
    readonly today: number | null
    readonly hidden: number | null
  }
}

export interface LeakageReport {
  readonly task: string
  readonly features: number
  /** Rows that were computed twice, and the moments after which everything was hidden. */
  readonly rows: number
  readonly cuts: readonly string[]
  readonly leaks: readonly Leak[]
  /** Features that rank outcomes suspiciously well all by themselves, best first, by the AUC of either direction. */
  readonly tooGood: readonly { readonly feature: string; readonly roc_auc: number }[]
  /** AUC of trees on labels dealt anew: away from 0.5, the folds leak. Null with too few outcomes. */
  readonly shuffled: { readonly value: number; readonly low: number; readonly high: number } | null
}

export interface LeakageInput {
  /** File of the snapshot. */
  readonly path: string
  readonly views: readonly FeatureView[]
  readonly links: readonly Link[]
  readonly task: Task
  /** The moment of the book. */
  readonly asOf: Date
  readonly seed?: number
  readonly onProgress?: (done: number, total: number) => void
}

/** Checks every feature of a task, those that it leaves out by name excepted. */
export async function checkLeakage(input: LeakageInput): Promise<LeakageReport> {
  const { path, views, task, asOf, seed = 1, onProgress } = input
  const warehouse = await openWarehouse({ path, mode: 'read' })
  let featurized: Featurized
  let hints: Pick<LeakageReport, 'tooGood' | 'shuffled'>
  try {
    featurized = await featuresOf(warehouse, views, task, asOf)
    hints = await hintsOf(warehouse, task, featurized, asOf, seed)
  } finally {
    await warehouse.close()
  }
  const groups = rowsBefore(featurized.asOf)
  const found = new Map<string, { changed: number; example: Leak['example'] }>()
  let compared = 0
  for (const [done, { rows, cut }] of groups.entries()) {
    onProgress?.(done, groups.length)
    const hidden = await hiddenAfter(input, featurized, rows, cut)
    compared += rows.length
    featurized.matrix.names.forEach((name, j) => {
      rows.forEach((row, k) => {
        const [a, b] = [featurized.matrix.columns[j][row], hidden[j][k]]
        if (same(a, b)) return
        const before = found.get(name)
        found.set(name, {
          changed: (before?.changed ?? 0) + 1,
          example: before?.example ?? {
            entityId: featurized.entityIds[row],
            asOf: new Date(featurized.asOf[row]).toISOString(),
            today: Number.isNaN(a) ? null : a,
            hidden: Number.isNaN(b) ? null : b,
          },
        })
      })
    })
  }
  const viewOf = new Map(views.flatMap((view) => Object.keys(view.features).map((name) => [name, view.name])))
  return {
    task: task.name,
    features: featurized.matrix.names.length,
    rows: compared,
    cuts: groups.map(({ cut }) => new Date(cut).toISOString()),
    leaks: [...found]
      .map(([feature, leak]) => ({ feature, view: viewOf.get(feature) ?? '', compared, ...leak }))
      .sort((a, b) => b.changed - a.changed || (a.feature < b.feature ? -1 : 1)),
    ...hints,
  }
}

/** Rows in their order in time, a handful before each of a few moments. */
function rowsBefore(asOf: Float64Array): { readonly rows: Int32Array; readonly cut: number }[] {
  const { cuts, rows } = DEFAULTS
  const order = Int32Array.from(asOf.keys()).sort((a, b) => asOf[a] - asOf[b] || a - b)
  const ends = new Set(
    Array.from({ length: cuts }, (_, i) => Math.floor(((i + 1) * order.length) / (cuts + 1))).filter(
      (n) => n > 0,
    ),
  )
  return [...ends].map((end) => {
    const chosen = order.slice(Math.max(0, end - rows), end)
    return { rows: chosen, cut: asOf[chosen[chosen.length - 1]] }
  })
}

/** Every feature of some rows, from a snapshot without what became known after `cut`; one column a feature, aligned with the rows. */
async function hiddenAfter(
  { path, views, links, task, seed = 1 }: LeakageInput,
  { matrix, entityIds, asOf }: Featurized,
  rows: Int32Array,
  cut: number,
): Promise<Float32Array[]> {
  const past = await openWarehouse({
    path: ':memory:',
    mode: 'write',
    attach: [{ path, name: 'snapshot' }],
  })
  try {
    // A snapshot of an earlier version lacks the tables that came since.
    const { rows: stored } = await sql<{ name: string }>`
      select schema_name || '.' || table_name as name from duckdb_tables() where database_name = ${'snapshot'}`.execute(
      past.db,
    )
    const existing = new Set(stored.map(({ name }) => name))
    const there = tables.filter(({ name }) => existing.has(name))
    const schemas = [...new Set(there.map(({ name }) => name.split('.')[0]))]
    const until = `timestamp '${new Date(cut + 1).toISOString().replace('T', ' ').replace('Z', '')}'`
    await past.execute(
      [
        ...schemas.map((name) => `create schema if not exists ${name}`),
        ...tables.filter(isMadeAnew).map(ddl),
        ...there
          .filter((table) => !isMadeAnew(table))
          .map(({ name }) => {
            const known = 'known_at' in tableDef(name).columns
            return `create view ${name} as from snapshot.${name}${known ? ` where known_at is null or known_at <= ${until}` : ''}`
          }),
      ].join(';\n'),
    )
    if (existing.has('graph.edge')) await graphAnew(past, links, seed, cut)
    const found = await featurize(
      past,
      views,
      task.entity,
      Array.from(rows, (row) => ({ entity_id: entityIds[row], as_of: new Date(asOf[row]) })),
      { features: matrix.names },
    )
    const place = new Map(found.entityIds.map((id, i) => [`${id}@${found.asOf[i]}`, i]))
    const at = Array.from(rows, (row) => place.get(`${entityIds[row]}@${Math.trunc(asOf[row])}`) ?? -1)
    return found.matrix.columns.map((column) => Float32Array.from(at, (i) => column[i] ?? Number.NaN))
  } finally {
    await past.close()
  }
}

/** What the run makes of the ties: taken over, it would know what came later. Rings are told as of now and stay. */
const isMadeAnew = ({ name }: { readonly name: string }): boolean =>
  name.startsWith('graph.') && !name.startsWith('graph.ring')

/** Builds the graph, and suspicion at the moments of the snapshot, from what is left. */
async function graphAnew(past: Warehouse, links: readonly Link[], seed: number, cut: number): Promise<void> {
  const { columns } = await past.columns(
    `select (select count(*) from snapshot.graph.edge) as edges, (select list(epoch_ms(as_of)::double order by as_of)
       from snapshot.graph.suspicion_moment where epoch_ms(as_of) <= ${Math.trunc(cut)})::varchar as moments`,
    { edges: 'f64', moments: 'string' },
  )
  if (columns.edges[0] === 0) return
  await buildGraph(past, links, { seed })
  await writeSuspicion(past, links, new Date(cut), JSON.parse(columns.moments[0] || '[]'))
}

function same(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b)
  return Math.abs(a - b) <= DEFAULTS.tolerance * Math.max(1, Math.abs(a), Math.abs(b))
}

/** What the outcomes say: features that know too much by themselves, and whether labels dealt anew can be predicted. */
async function hintsOf(
  warehouse: Warehouse,
  task: Task,
  featurized: Featurized,
  asOf: Date,
  seed: number,
): Promise<Pick<LeakageReport, 'tooGood' | 'shuffled'>> {
  if (task.objective !== 'binary') return { tooGood: [], shuffled: null }
  const known = await knownOutcomes(warehouse, task, featurized, asOf)
  const rows = rowsWhere(known.y.length, (row) => !Number.isNaN(known.y[row]))
  const y = Float64Array.from(rows, (row) => known.y[row])
  const ones = y.reduce((a, b) => a + b, 0)
  if (ones < DEFAULTS.leastOnes || ones > y.length - DEFAULTS.leastOnes)
    return { tooGood: [], shuffled: null }
  const names = divided(featurized, task)
  const x = takeRows(select(featurized.matrix, [...names.model, ...names.network]), rows)
  const tooGood = x.names
    .map((feature, j) => {
      // Missing values rank at one end, whichever says more.
      const of = (missing: number) =>
        rocAuc(
          rank(
            Float64Array.from(x.columns[j], (v) => (Number.isNaN(v) ? missing : v)),
            y,
          ),
        )
      const both = [of(-1e30), of(1e30)].map((auc) => Math.max(auc, 1 - auc))
      return { feature, roc_auc: Math.max(...both) }
    })
    .filter(({ roc_auc }) => roc_auc >= DEFAULTS.tooGood)
    .sort((a, b) => b.roc_auc - a.roc_auc)
  const groups = await groupsOf(warehouse, task, featurized)
  const folds = stratifiedGroupFolds(
    y,
    Int32Array.from(rows, (row) => groups[row]),
    3,
    seed,
  )
  const model = trees({ rounds: 30, maxDepth: 3, learningRate: 0.1, maxBins: 64 })
  const measure = (margin: Float64Array, { y: labels }: Labels) => rocAuc(rank(margin, labels))
  const { margin, labels } = await shuffleCheck(model, x, { y }, folds, measure, { seed })
  return { tooGood, shuffled: aucInterval(margin, labels.y) }
}
