/** After the files have entered: the profile of every load, its drift, the checks that look back on it, and its score. */
import { sql } from 'kysely'
import { tableDef } from '../schema/database.ts'
import type { Source } from '../source.ts'
import { median } from '../util/median.ts'
import { assertPassed, type CheckResult, keepChecks, mergeChecks, runLoadedChecks } from './checks.ts'
import { CORRECTION_FOLDER } from './corrections/correction-file.ts'
import { columnsOf } from './definition.ts'
import { type Counts, DEFAULTS as DRIFT, type Drift, drift, drifted } from './drift.ts'
import { type Bin, type BinKind, type ColumnProfile, profileLoad } from './profile.ts'
import { type PartShares, qualityScore } from './quality-score.ts'
import type { Session } from './raw.ts'
import { wellFormed } from './well-formed.ts'

/** One load, as `meta.batch` has it. */
interface Load {
  readonly batch_id: string
  readonly file: string
  readonly records: number
  readonly accepted: number
  readonly quarantined: number
  readonly duplicate: number
}

interface Profiled {
  readonly source: Source
  readonly load: Load
  readonly columns: readonly ColumnProfile[]
  readonly drifts: readonly (Drift | undefined)[]
  readonly former: History
}

/** What is remembered of the loads of a source before, the newest first. */
interface History {
  readonly profiles: ReadonlyMap<string, FormerProfile[]>
  /** Share of rows that came again. */
  readonly repeats: readonly number[]
}

interface FormerProfile {
  readonly kind: BinKind
  readonly bins: readonly Bin[]
  readonly filled: number
}

/**
 * Assesses every load of this run: writes `meta.profile` and `meta.quality`, and runs the checks that look at what was loaded.
 * @param results what the checks of the staged rows found, load by load.
 * @throws UserError for a check that stops.
 */
export async function assess(
  session: Session,
  sources: readonly Source[],
  { loadedAt, results }: { readonly loadedAt: Date; readonly results: readonly CheckResult[] },
): Promise<CheckResult[]> {
  await forget(session)
  const profiled: Profiled[] = []
  for (const source of sources) {
    const loads = await loadsOf(session, source, loadedAt)
    const kept = loads.length > 0 ? await keptHistory(session, source) : undefined
    for (const load of loads) {
      const former = historyOf(source, kept as History, profiled)
      const latest = new Map([...former.profiles].map(([column, [first]]) => [column, first]))
      const columns = await profileLoad(session, source, load.batch_id, latest)
      const drifts = columns.map(({ column, kind, bins }) =>
        drift(
          countsOf(bins),
          (former.profiles.get(column) ?? []).filter((f) => f.kind === kind).map((f) => countsOf(f.bins)),
        ),
      )
      profiled.push({ source, load, columns, drifts, former })
    }
  }
  const believed = drifted(profiled.flatMap(({ drifts }) => drifts))
  let from = 0
  const found: CheckResult[] = []
  for (const one of profiled) {
    const isDrifted = believed.slice(from, from + one.drifts.length)
    from += one.drifts.length
    await keepProfile(session, one, isDrifted, loadedAt)
    const late = await runLoadedChecks(session, one.source, one.load.batch_id, loadedAt)
    assertPassed(one.load.file, late)
    found.push(...late)
    const own = results.filter(
      ({ source, batch }) => source === one.source.name && batch === one.load.batch_id,
    )
    await keepQuality(session, one, [...own, ...late], isDrifted, loadedAt)
  }
  await keepChecks(session, mergeChecks(found), loadedAt)
  return found
}

/** What is known of loads that were taken back since. */
async function forget(session: Session): Promise<void> {
  for (const table of ['meta.profile', 'meta.quality'] as const)
    await sql`delete from ${sql.table(table)} where batch_id not in (select batch_id from meta.batch)`.execute(
      session,
    )
}

/** Loads of this run. A few corrected records are no delivery of the source, and say nothing of it. */
async function loadsOf(session: Session, source: Source, loadedAt: Date): Promise<Load[]> {
  const { rows } = await sql<Load>`
    select batch_id, file, records, accepted, quarantined, duplicate from meta.batch
    where source = ${source.name} and loaded_at = ${loadedAt} and not starts_with(file, ${`${CORRECTION_FOLDER}/`})
      and batch_id not in (select batch_id from meta.quality where source = ${source.name}) order by file`.execute(
    session,
  )
  return rows
}

/** What earlier runs kept of a source, the newest load first. */
async function keptHistory(session: Session, source: Source): Promise<History> {
  const { rows } = await sql<{
    column_name: string
    kind: BinKind
    bins: string
    sampled: number
    missing: number
  }>`
    select column_name, kind, bins, sampled, missing from meta.profile
    where batch_id in (select batch_id from meta.quality where source = ${source.name}
      order by loaded_at desc, batch_id limit ${DRIFT.formerLoads})
    order by loaded_at desc, batch_id`.execute(session)
  const profiles = new Map<string, FormerProfile[]>()
  for (const { column_name, kind, bins, sampled, missing } of rows) {
    const list = profiles.get(column_name) ?? []
    list.push({ kind, bins: JSON.parse(bins) as Bin[], filled: 1 - Number(missing) / Number(sampled) })
    profiles.set(column_name, list)
  }
  const { rows: repeats } = await sql<{ share: number }>`
    select duplicate / (accepted + duplicate) as share from meta.batch
    where source = ${source.name} and accepted + duplicate > 0
      and batch_id in (select batch_id from meta.quality where source = ${source.name})
    order by loaded_at desc limit ${DRIFT.formerLoads}`.execute(session)
  return { profiles, repeats: repeats.map(({ share }) => share) }
}

/** The loads before this one: those of this run that came before it, and those of earlier runs. */
function historyOf(source: Source, kept: History, profiled: readonly Profiled[]): History {
  const same = profiled.filter((one) => one.source === source).reverse()
  const profiles = new Map<string, FormerProfile[]>()
  for (const one of same)
    for (const { column, kind, bins, sampled, missing } of one.columns) {
      const list = profiles.get(column) ?? []
      list.push({ kind, bins, filled: 1 - missing / sampled })
      profiles.set(column, list)
    }
  for (const [column, list] of kept.profiles)
    profiles.set(column, [...(profiles.get(column) ?? []), ...list].slice(0, DRIFT.formerLoads))
  return { profiles, repeats: [...same.map(({ load }) => repeated(load)), ...kept.repeats] }
}

const countsOf = (bins: readonly Bin[]): Counts =>
  Object.fromEntries(bins.map(({ bin, rows }) => [bin, rows]))

async function keepProfile(
  session: Session,
  { source, load, columns, drifts }: Profiled,
  isDrifted: readonly boolean[],
  loadedAt: Date,
): Promise<void> {
  if (columns.length === 0) return
  const list = <T>(pick: (column: ColumnProfile, i: number) => T) => columns.map(pick)
  await sql`insert into meta.profile (source, batch_id, loaded_at, column_name, kind, rows, sampled, missing, distinct_values,
      bins, distance, distance_limit, p_value, is_drifted)
    select ${source.name}, ${load.batch_id}, ${loadedAt}, unnest(${list((c) => c.column)}::varchar[]),
      unnest(${list((c) => c.kind)}::varchar[]), unnest(${list((c) => c.rows)}::bigint[]),
      unnest(${list((c) => c.sampled)}::bigint[]), unnest(${list((c) => c.missing)}::bigint[]),
      unnest(${list((c) => c.distinct)}::bigint[]),
      unnest(${list((c) => wellFormed(JSON.stringify(c.bins)))}::varchar[]),
      unnest(${list((_, i) => drifts[i]?.distance ?? null)}::double[]),
      unnest(${list((_, i) => drifts[i]?.limit ?? null)}::double[]),
      unnest(${list((_, i) => drifts[i]?.pValue ?? null)}::double[]), unnest(${[...isDrifted]}::boolean[])`.execute(
    session,
  )
}

async function keepQuality(
  session: Session,
  { source, load, columns, drifts, former }: Profiled,
  results: readonly CheckResult[],
  isDrifted: readonly boolean[],
  loadedAt: Date,
): Promise<void> {
  const entered = load.accepted + load.duplicate
  const worst = (part: 'consistency' | 'uniqueness') =>
    Math.max(
      0,
      ...results.filter((r) => r.part === part).map((r) => Math.min(1, r.failed / Math.max(1, entered))),
    )
  const tested = drifts.filter((one) => one !== undefined).length
  const shares: PartShares = {
    validity: load.records > 0 ? 1 - load.quarantined / load.records : 1,
    completeness: completeness(source, columns, former),
    uniqueness:
      entered > 0
        ? Math.max(0, 1 - Math.max(worst('uniqueness'), repeated(load) - usualOf(former.repeats)))
        : null,
    consistency:
      results.some((r) => r.part === 'consistency') && entered > 0 ? 1 - worst('consistency') : null,
    timeliness: timeliness(source, results, entered),
    stability: tested > 0 ? 1 - isDrifted.filter(Boolean).length / tested : null,
  }
  const { validity, completeness: full, uniqueness, consistency, timeliness: timely, stability } = shares
  await sql`insert into meta.quality (source, batch_id, loaded_at, records, validity, completeness, uniqueness, consistency,
      timeliness, stability, filled, score)
    values (${source.name}, ${load.batch_id}, ${loadedAt}, ${load.records}, ${validity}, ${full}, ${uniqueness}, ${consistency},
      ${timely}, ${stability}, ${filledShare(source, columns)}, ${qualityScore(shares)})`.execute(session)
}

const repeated = ({ accepted, duplicate }: Load) =>
  accepted + duplicate > 0 ? duplicate / (accepted + duplicate) : 0

/** Columns that may be empty. */
function optional(source: Source, columns: readonly ColumnProfile[]): readonly ColumnProfile[] {
  const types = tableDef(source.into).columns
  const free = new Set(
    columnsOf(source)
      .filter(([name, column]) => !column.required && types[name].nullable)
      .map(([name]) => name),
  )
  return columns.filter(({ column }) => free.has(column))
}

function filledShare(source: Source, columns: readonly ColumnProfile[]): number | null {
  const free = optional(source, columns)
  return free.length === 0 ? null : mean(free.map(({ missing, sampled }) => 1 - missing / sampled))
}

/** How full every column is beside the median of the loads before, at most 1 each; null for a first load. */
function completeness(
  source: Source,
  columns: readonly ColumnProfile[],
  { profiles }: History,
): number | null {
  const ratios = optional(source, columns).flatMap(({ column, missing, sampled }) => {
    const before = profiles.get(column)
    const usual = usualOf(before?.map(({ filled }) => filled) ?? [])
    return usual > 0 ? [Math.min(1, (1 - missing / sampled) / usual)] : []
  })
  return ratios.length > 0 ? mean(ratios) : null
}

/** Share of rows known in time, times how much younger than it is a stale source should be; null without a promise. */
function timeliness(source: Source, results: readonly CheckResult[], entered: number): number | null {
  const promises = source.checks.filter(({ part }) => part === 'timeliness')
  if (promises.length === 0 || entered === 0) return null
  let share = 1
  for (const { name } of promises) {
    const result = results.find((r) => r.name === name)
    if (!result || result.failed === 0) continue
    const [row] = result.sample as { age_days?: number; promised_days?: number }[]
    share *=
      row?.age_days !== undefined && row.promised_days !== undefined
        ? Math.min(1, Number(row.promised_days) / Math.max(1, Number(row.age_days)))
        : 1 - Math.min(1, result.failed / entered)
  }
  return share
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** What was usual in the loads before; 0 without any. */
const usualOf = (values: readonly number[]) => (values.length > 0 ? median(values) : 0)
