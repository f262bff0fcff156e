/** The series of the signals, read once: whole, without holes, with the parts of their names and what their values are out of. */
import type { Dimension, Signal } from '../signal.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { lastWhole, nextPeriod, withoutHoles } from './periods.ts'

/** One series of a signal. */
export interface WatchedSeries {
  readonly signal: Signal
  readonly series: string
  /** What its name says: line, region; empty for the whole. */
  readonly parts: ReadonlyMap<Dimension, string>
  readonly periods: readonly string[]
  readonly values: Float64Array
  /** For shares: how many could have been counted; the last ones lie ahead. */
  readonly trials: Float64Array | null
}

/** Name of the series over everything. */
const ALL = 'all'
const SEPARATOR = ':'

/** The parts of a series' name. */
export function partsOf(by: readonly Dimension[], series: string): ReadonlyMap<Dimension, string> {
  if (series === ALL) return new Map()
  const names = series.split(SEPARATOR)
  return new Map(by.slice(0, names.length).map((dimension, i) => [dimension, names[i]]))
}

/** The series that it is a part of; null for the whole. */
export function parentOf(series: string): string | null {
  if (series === ALL) return null
  const at = series.lastIndexOf(SEPARATOR)
  return at < 0 ? ALL : series.slice(0, at)
}

export async function readSeries(warehouse: Warehouse, signal: Signal, asOf: Date): Promise<WatchedSeries[]> {
  const { rows, columns } = await warehouse.columns(signal.query(warehouse.db, asOf), {
    series: 'string',
    period: 'string',
    value: 'f64',
    ...(signal.kind === 'share' ? { trials: 'f64' as const } : {}),
  })
  const trials = (columns as { trials?: Float64Array }).trials
  const found = new Map<string, { period: string; value: number; trials: number }[]>()
  for (let i = 0; i < rows; i++) {
    const name = columns.series[i] ?? ''
    const row = { period: columns.period[i] ?? '', value: columns.value[i], trials: trials?.[i] ?? 0 }
    const list = found.get(name)
    if (list) list.push(row)
    else found.set(name, [row])
  }
  const last = lastWhole(signal.period, asOf)
  // A part without early rows had none: parts of one total begin together.
  const [first] = [...found.values()]
    .flatMap((rows) => rows.map(({ period }) => period))
    .concat(last)
    .sort()
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([series, list]) => {
      const hole = isAdditive(signal) ? 0 : Number.NaN
      const start = isAdditive(signal) && !list.some(({ period }) => period === first)
      const known = start ? [{ period: first, value: 0, trials: 0 }, ...list] : list
      const { periods, values } = withoutHoles(known, signal.period, last, hole)
      return {
        signal,
        series,
        parts: partsOf(signal.by, series),
        periods,
        values,
        trials:
          signal.kind === 'share'
            ? withoutHoles(
                known.map(({ period, trials: value }) => ({ period, value })),
                signal.period,
                last,
                0,
              ).values
            : null,
      }
    })
}

/** Whether the values of parts add up to that of the whole. */
export const isAdditive = ({ kind }: Signal): boolean => kind === 'count' || kind === 'amount'

/** The days of `n` periods after the last one. */
export function periodsAfter({ signal, periods }: WatchedSeries, n: number): string[] {
  const out: string[] = []
  for (let day = periods[periods.length - 1]; out.length < n; ) {
    day = nextPeriod(signal.period, day)
    out.push(day)
  }
  return out
}
