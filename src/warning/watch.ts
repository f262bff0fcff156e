/** Watches the signals: forecasts every series, judges its last points by a model that has not seen them, and warns. */
import type { Signal, SignalRow } from '../signal.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { believable } from './false-discovery.ts'
import type { Forecaster, ForecastResult, Judged } from './forecast.ts'
import { dayNumber, lastWhole, nextPeriod, withoutHoles } from './periods.ts'

export const DEFAULTS = {
  /** Probability between the limits. */
  level: 0.99,
  /** Share of false warnings among all warnings that is put up with. */
  falseShare: 0.1,
  /** A shorter series is kept, and neither forecast nor judged. */
  leastPoints: 12,
  week: { season: 52, horizon: 8, judge: 8 },
  month: { season: 12, horizon: 3, judge: 3 },
} as const

export interface WatchOptions {
  readonly asOf: Date
  readonly forecast: Forecaster
  /** Stamped on warnings; default `asOf`. */
  readonly raisedAt?: Date
}

export interface WatchReport {
  readonly signals: number
  readonly series: number
  /** Series too short to be judged. */
  readonly short: number
  readonly points: number
  /** Points judged, and those outside their limits before the false ones were weeded out. */
  readonly judged: number
  readonly outside: number
  readonly warnings: number
}

interface Watched {
  readonly signal: Signal
  readonly series: string
  readonly periods: readonly string[]
  readonly values: Float64Array
  readonly result: ForecastResult | null
}

/** Fills `signal.point` and `signal.warning` anew. */
export async function watchSignals(
  warehouse: Warehouse,
  signals: readonly Signal[],
  options: WatchOptions,
): Promise<WatchReport> {
  const watched: Watched[] = []
  for (const signal of signals) {
    for (const [series, rows] of await seriesOf(warehouse, signal, options.asOf))
      watched.push(watch(signal, series, rows, options))
    // A breath between signals keeps a server that runs this answering.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await warehouse.db.deleteFrom('signal.point').execute()
  await warehouse.db.deleteFrom('signal.warning').execute()
  const points = await writePoints(warehouse, watched)
  const judged = watched.flatMap((of) =>
    (of.result?.judged ?? []).filter(({ value }) => !Number.isNaN(value)).map((point) => ({ of, point })),
  )
  const keep = believable(
    judged.map(({ of, point }) => chanceOf(of.signal, point)),
    DEFAULTS.falseShare,
  )
  const outside = judged.filter(({ of, point }) => isBad(of.signal, point))
  const warnings = judged.filter(({ of, point }, i) => keep[i] && isBad(of.signal, point))
  await warehouse.append('signal.warning', {
    signal: warnings.map(({ of }) => of.signal.name),
    series: warnings.map(({ of }) => of.series),
    period: warnings.map(({ of, point }) => dayNumber(of.periods[point.index])),
    value: warnings.map(({ point }) => point.value),
    expected: warnings.map(({ point }) => point.expected),
    limit_value: warnings.map(({ point }) => (point.outside === 'above' ? point.upper : point.lower)),
    z: warnings.map(({ point }) => point.z),
    direction: warnings.map(({ point }) => (point.outside === 'above' ? 'up' : 'down')),
    raised_at: warnings.map(() => options.raisedAt ?? options.asOf),
  })
  return {
    signals: signals.length,
    series: watched.length,
    short: watched.filter(({ result }) => result === null).length,
    points,
    judged: judged.length,
    outside: outside.length,
    warnings: warnings.length,
  }
}

async function seriesOf(warehouse: Warehouse, signal: Signal, asOf: Date): Promise<Map<string, SignalRow[]>> {
  const { rows, columns } = await warehouse.columns(signal.query(warehouse.db, asOf), {
    series: 'string',
    period: 'string',
    value: 'f64',
  })
  const found = new Map<string, SignalRow[]>()
  for (let i = 0; i < rows; i++) {
    const row = { series: columns.series[i] ?? '', period: columns.period[i] ?? '', value: columns.value[i] }
    const list = found.get(row.series)
    if (list) list.push(row)
    else found.set(row.series, [row])
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function watch(signal: Signal, series: string, rows: readonly SignalRow[], options: WatchOptions): Watched {
  const { season, horizon, judge } = DEFAULTS[signal.period]
  const last = lastWhole(signal.period, options.asOf)
  const { periods, values } = withoutHoles(rows, signal.period, last, signal.isCount ? 0 : Number.NaN)
  const result =
    values.length < DEFAULTS.leastPoints
      ? null
      : options.forecast(values, {
          season,
          horizon,
          judge: Math.min(judge, Math.floor(values.length / 4)),
          level: DEFAULTS.level,
          counts: signal.isCount,
        })
  return { signal, series, periods, values, result }
}

/** Outside the limits on the side that is bad. */
function isBad({ direction }: Signal, { outside }: Judged): boolean {
  if (outside === 'inside' || direction === 'both') return outside !== 'inside'
  return outside === (direction === 'up' ? 'above' : 'below')
}

/** Probability of a point as bad as this one by chance. */
function chanceOf({ direction }: Signal, { p }: Judged): number {
  const below = 1 - p
  return direction === 'up' ? p : direction === 'down' ? below : Math.min(1, 2 * Math.min(p, below))
}

async function writePoints(warehouse: Warehouse, watched: readonly Watched[]): Promise<number> {
  const out = {
    signal: [] as string[],
    series: [] as string[],
    period: [] as number[],
    value: [] as number[],
    expected: [] as number[],
    lower: [] as number[],
    upper: [] as number[],
    is_forecast: [] as boolean[],
  }
  for (const { signal, series, periods, values, result } of watched) {
    const judged = new Map(result?.judged.map((point) => [point.index, point]))
    const add = (
      day: string,
      value: number,
      expected: number,
      lower: number,
      upper: number,
      ahead: boolean,
    ) => {
      out.signal.push(signal.name)
      out.series.push(series)
      out.period.push(dayNumber(day))
      out.value.push(value)
      out.expected.push(expected)
      out.lower.push(lower)
      out.upper.push(upper)
      out.is_forecast.push(ahead)
    }
    periods.forEach((day, i) => {
      const point = judged.get(i)
      if (point) add(day, values[i], point.expected, point.lower, point.upper, false)
      else {
        const at = (list: Float64Array | undefined) => list?.[i] ?? Number.NaN
        add(day, values[i], at(result?.fitted), at(result?.fittedLower), at(result?.fittedUpper), false)
      }
    })
    let day = periods[periods.length - 1]
    for (let h = 0; result && h < result.forecast.length; h++) {
      day = nextPeriod(signal.period, day)
      add(day, Number.NaN, result.forecast[h], result.lower[h], result.upper[h], true)
    }
  }
  return warehouse.append('signal.point', out)
}
