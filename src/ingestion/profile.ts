/**
 * What the columns of a load look like: how many values are missing, how many differ, and how the rows spread over bins. The bins
 * of a source's first load are kept for those after it, so that loads can be held against one another.
 */
import { sql } from 'kysely'
import { type CoreTable, tableDef } from '../schema/database.ts'
import type { Source } from '../source.ts'
import { quoteName, quoteText } from '../warehouse/index.ts'
import { columnsOf } from './definition.ts'
import type { Session } from './raw.ts'

export const DEFAULTS = {
  /** A larger load is looked at in blocks spread over it, this many rows in all. */
  rows: 10_000,
  /** Blocks that such a sample is made of. */
  blocks: 16,
  /** Texts with at most so many different values are binned by value. */
  words: 64,
  /** Bins of numbers and days, by quantiles of the first load. */
  ranges: 12,
  /** Characters of a word or shape. */
  characters: 40,
} as const

export type BinKind = 'word' | 'number' | 'days' | 'shape'

/** One bin; `to` is the upper end of a range, not included, null for the last. */
export interface Bin {
  readonly bin: string
  readonly rows: number
  readonly to?: number | null
}

export interface ColumnProfile {
  readonly column: string
  readonly kind: BinKind
  readonly rows: number
  readonly sampled: number
  readonly missing: number
  readonly distinct: number
  readonly bins: readonly Bin[]
}

/** What is needed of a former load to bin the next one alike. */
export type FormerBins = ReadonlyMap<string, { readonly kind: BinKind; readonly bins: readonly Bin[] }>

const SAMPLE = 'ingest_profile'
/** Bins of rows without a value, and of values that the first load did not have. */
export const MISSING = '(missing)'
const OTHER = '(other)'

interface Plan {
  readonly column: string
  kind: BinKind
  readonly value: string
  edges: number[]
  /** Bins of the loads before. */
  readonly words: readonly string[]
  /** What it holds must not stand in a profile; its shapes may. */
  readonly isSensitive?: boolean
}

/** Profiles the rows that a load brought; empty when it brought none. */
export async function profileLoad(
  session: Session,
  source: Source,
  batch: string,
  former: FormerBins,
): Promise<ColumnProfile[]> {
  const columns = mapped(source)
  const rows = await sampleRows(session, source.into, columns, batch)
  if (rows === 0) return []
  const plans = columns.map((column) => planOf(source.into, column, former.get(column)))
  const facts = await factsOf(session, plans)
  for (const [i, plan] of plans.entries()) settle(plan, facts.columns[i], former.has(plan.column))
  const spreads = await spreadsOf(session, plans)
  await sql.raw(`drop table ${SAMPLE}`).execute(session)
  return plans.map((plan, i) => ({
    column: plan.column,
    kind: plan.kind,
    rows,
    sampled: facts.rows,
    missing: facts.rows - facts.columns[i].filled,
    distinct: facts.columns[i].distinct,
    bins: binsOf(plan, spreads[i], facts.rows - facts.columns[i].filled),
  }))
}

/** Columns that the source fills from its file. */
const mapped = (source: Source): string[] =>
  columnsOf(source)
    .filter(([, column]) => column.reads.length > 0)
    .map(([name]) => name)

/** Puts the rows of a load, or blocks of them, into a temporary table; gives the rows of the load. */
async function sampleRows(
  session: Session,
  table: CoreTable,
  columns: readonly string[],
  batch: string,
): Promise<number> {
  const { rows } = await sql
    .raw<{ n: number; low: number; high: number }>(
      `select count(*) as n, min(rowid) as low, max(rowid) as high from ${table} where batch_id = ${quoteText(batch)}`,
    )
    .execute(session)
  const n = Number(rows[0].n)
  if (n === 0) return 0
  const low = Number(rows[0].low)
  const span = Number(rows[0].high) + 1 - low
  const size = Math.ceil(DEFAULTS.rows / DEFAULTS.blocks)
  const starts =
    n <= DEFAULTS.rows
      ? []
      : Array.from({ length: DEFAULTS.blocks }, (_, i) => low + Math.floor((i * span) / DEFAULTS.blocks))
  const names = [...new Set([...columns, 'known_at'])].map(quoteName).join(', ')
  // A load is appended in one piece, so its rows are numbered without a gap by others; a range of numbers alone is looked up,
  // and the rest of the table is not read.
  const blocks = starts.map(
    (start) => `select ${names} from ${table} where rowid between ${start} and ${start + size - 1}`,
  )
  const all = `select ${names} from ${table} where batch_id = ${quoteText(batch)}`
  await sql
    .raw(`create or replace temp table ${SAMPLE} as ${blocks.length > 0 ? blocks.join(' union all ') : all}`)
    .execute(session)
  return n
}

function planOf(
  table: CoreTable,
  column: string,
  former: { kind: BinKind; bins: readonly Bin[] } | undefined,
): Plan {
  const { sql: type, sensitive } = tableDef(table).columns[column]
  const cell = quoteName(column)
  const isMoment = type === 'DATE' || type === 'TIMESTAMP'
  const isText = type === 'VARCHAR'
  const edges = (former?.bins ?? []).flatMap(({ to }) => (typeof to === 'number' ? [to] : []))
  const words = (former?.bins ?? []).map(({ bin }) => bin).filter((bin) => bin !== MISSING && bin !== OTHER)
  if (isMoment)
    // Days move on from load to load; how long before the row became known is what stays.
    return {
      column,
      kind: 'days',
      value: `date_diff('day', ${cell}::date, known_at::date)::double`,
      edges,
      words: [],
    }
  if (!isText && type !== 'BOOLEAN')
    return { column, kind: 'number', value: `${cell}::double`, edges, words: [] }
  const kind = former?.kind ?? (isText ? 'shape' : 'word')
  return { column, kind, value: `${cell}::varchar`, edges: [], words, isSensitive: sensitive }
}

interface Facts {
  readonly filled: number
  readonly distinct: number
  readonly quantiles: readonly number[] | null
}

/** Counts of all columns, and quantiles of those that have no ranges yet, in one pass. */
async function factsOf(
  session: Session,
  plans: readonly Plan[],
): Promise<{ rows: number; columns: Facts[] }> {
  const shares = Array.from({ length: DEFAULTS.ranges - 1 }, (_, i) => (i + 1) / DEFAULTS.ranges)
  const parts = plans.flatMap((plan, i) => [
    `count(${quoteName(plan.column)}) as f${i}`,
    `approx_count_distinct(${quoteName(plan.column)}) as d${i}`,
    ...(isRange(plan) && plan.edges.length === 0
      ? [`quantile_disc(${plan.value}, [${shares.join(', ')}]) as q${i}`]
      : []),
  ])
  const { rows } = await sql
    .raw<Record<string, unknown>>(`select count(*) as n, ${parts.join(', ')} from ${SAMPLE}`)
    .execute(session)
  const [row] = rows
  return {
    rows: Number(row.n),
    columns: plans.map((_, i) => ({
      filled: Number(row[`f${i}`]),
      distinct: Number(row[`d${i}`]),
      quantiles: (row[`q${i}`] as number[] | null | undefined) ?? null,
    })),
  }
}

const isRange = ({ kind }: Plan) => kind === 'number' || kind === 'days'

/** Decides how a column is binned that was not binned before. */
function settle(plan: Plan, facts: Facts, isKnown: boolean): void {
  if (isRange(plan)) {
    if (plan.edges.length === 0) plan.edges = [...new Set(facts.quantiles ?? [])].sort((a, b) => a - b)
  } else if (!isKnown && !plan.isSensitive && facts.distinct <= DEFAULTS.words) plan.kind = 'word'
}

/** How the rows spread: bins (or the number of a range) and rows, column by column, in one pass. */
async function spreadsOf(session: Session, plans: readonly Plan[]): Promise<Map<string, number>[]> {
  const parts = plans.flatMap((_, i) => [
    `map_keys(h${i})::varchar[] as k${i}`,
    `map_values(h${i})::bigint[] as v${i}`,
  ])
  const histograms = plans.map((plan, i) => `histogram(${binOf(plan)}) as h${i}`)
  const { rows } = await sql
    .raw<Record<string, unknown>>(
      `select ${parts.join(', ')} from (select ${histograms.join(', ')} from ${SAMPLE})`,
    )
    .execute(session)
  return plans.map((_, i) => {
    const keys = (rows[0][`k${i}`] as string[] | null) ?? []
    const values = (rows[0][`v${i}`] as (number | bigint)[] | null) ?? []
    return new Map(keys.map((key, k) => [key, Number(values[k])]))
  })
}

/** The bin of a value, NULL for none. */
function binOf({ kind, value, edges, words }: Plan): string {
  switch (kind) {
    case 'number':
    case 'days':
      if (edges.length === 0) return `case when ${value} is not null then 0 end`
      return `case when ${value} is null then null ${edges.map((edge, i) => `when ${value} < ${edge} then ${i}`).join(' ')} else ${edges.length} end`
    case 'word': {
      const word = `left(${value}, ${DEFAULTS.characters})`
      if (words.length === 0) return word
      return `case when ${word} in (${words.map(quoteText).join(', ')}) then ${word} when ${value} is not null then '${OTHER}' end`
    }
    case 'shape':
      // Runs of digits, letters and ideographs become one sign each; a long text is known by its length alone.
      return `case when length(${value}) > ${DEFAULTS.characters} then 'text of ' || (2 ^ floor(log2(length(${value}))))::integer || ' or more'
        else regexp_replace(regexp_replace(regexp_replace(${value}, '[0-9]+', '9', 'g'), '[A-Za-zÀ-ž]+', 'A', 'g'), '[\\p{Han}]+', '文', 'g') end`
  }
}

function binsOf(plan: Plan, spread: ReadonlyMap<string, number>, missing: number): Bin[] {
  const none: Bin[] = missing > 0 ? [{ bin: MISSING, rows: missing }] : []
  if (isRange(plan)) {
    const { edges } = plan
    const ranges = Array.from({ length: edges.length + 1 }, (_, i): Bin => {
      const low = edges[i - 1]
      const high = edges[i]
      const bin =
        high === undefined
          ? low === undefined
            ? 'any'
            : `from ${figure(low)}`
          : low === undefined
            ? `below ${figure(high)}`
            : `${figure(low)} to ${figure(high)}`
      return { bin, rows: spread.get(String(i)) ?? 0, to: high ?? null }
    })
    return [...ranges, ...none]
  }
  const known = plan.words.map((bin) => ({ bin, rows: spread.get(bin) ?? 0 }))
  const sorted = [...spread].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const kept =
    known.length > 0 ? known : sorted.slice(0, DEFAULTS.words).map(([bin, rows]) => ({ bin, rows }))
  const all = sorted.reduce((sum, [, rows]) => sum + rows, 0)
  const rest = all - kept.reduce((sum, { rows }) => sum + rows, 0)
  return [...kept, ...(rest > 0 ? [{ bin: OTHER, rows: rest }] : []), ...none]
}

const figure = (value: number) =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
