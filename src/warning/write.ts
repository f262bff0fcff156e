/** Writes what was watched: series, points with limits and forecasts, episodes and what explains them. */
import type { Warehouse } from '../warehouse/index.ts'
import type { Shifts } from './add-up.ts'
import type { Driver } from './drivers.ts'
import type { Episode } from './episodes.ts'
import type { JudgedSeries } from './judge.ts'
import { dayNumber } from './periods.ts'
import { parentOf, periodsAfter } from './series.ts'
import { sentenceOf } from './words.ts'

/** An expectation is learned from so many years at most. */
const YEARS = 5
const SEASON = { week: 52, month: 12 } as const

/** An episode that is believed. */
export interface Told {
  readonly episode: Episode
  readonly p: number
  readonly q: number
  readonly drivers: readonly Driver[]
  /** `signal/series` of the wider episode that this one is a part of. */
  readonly partOf: string | null
}

/** Gives the number of points. */
export async function writeSeries(
  warehouse: Warehouse,
  judged: readonly JudgedSeries[],
  sums: Shifts,
): Promise<number> {
  await warehouse.append('signal.series', {
    signal: judged.map(({ signal }) => signal.name),
    series: judged.map(({ series }) => series),
    parent: judged.map(({ series, signal }) => (signal.by.length > 0 ? parentOf(series) : null)),
    points: Int32Array.from(judged, ({ values }) => values.length),
    model: judged.map(({ model }) => model),
    mase: judged.map(({ mase }) => mase),
    is_reconciled: judged.map((of) => sums.has(of)),
  })
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
  for (const of of judged) {
    const { signal, series, periods, values, ahead } = of
    const verdicts = new Map(of.judged.map((point) => [point.index, point]))
    const add = (
      day: string,
      value: number,
      expected: number,
      lower: number,
      upper: number,
      isForecast: boolean,
    ) => {
      out.signal.push(signal.name)
      out.series.push(series)
      out.period.push(dayNumber(day))
      out.value.push(value)
      out.expected.push(expected)
      out.lower.push(lower)
      out.upper.push(upper)
      out.is_forecast.push(isForecast)
    }
    periods.forEach((day, i) => {
      const point = verdicts.get(i)
      add(
        day,
        values[i],
        point?.expected ?? Number.NaN,
        point?.lower ?? Number.NaN,
        point?.upper ?? Number.NaN,
        false,
      )
    })
    if (!ahead) continue
    const shift = sums.get(of)
    periodsAfter(of, ahead.expected.length).forEach((day, h) => {
      const moved = shift?.[h] ?? 0
      const expected = ahead.expected[h] + moved
      add(
        day,
        Number.NaN,
        expected,
        Math.min(expected, Math.max(0, ahead.lower[h] + moved)),
        ahead.upper[h] + moved,
        true,
      )
    })
  }
  return warehouse.append('signal.point', out)
}

export async function writeWarnings(
  warehouse: Warehouse,
  told: readonly Told[],
  raisedAt: Date,
): Promise<void> {
  const column = <T>(of: (one: Told) => T) => told.map(of)
  const day = (index: (episode: Episode) => number) =>
    told.map(({ episode }) => dayNumber(episode.of.periods[index(episode)]))
  const sentences = told.map(({ episode, drivers }) => sentenceOf(episode, drivers))
  await warehouse.append('signal.warning', {
    signal: column(({ episode }) => episode.of.signal.name),
    series: column(({ episode }) => episode.of.series),
    started: day(({ started }) => started),
    since: day(({ since }) => since),
    period: day(({ peak }) => peak.index),
    last: day(({ last }) => last),
    ended: column(({ episode }) =>
      episode.ended === null ? Number.NaN : dayNumber(episode.of.periods[episode.ended]),
    ),
    periods: Int32Array.from(told, ({ episode }) => episode.points.length),
    value: column(({ episode }) => episode.peak.value),
    expected: column(({ episode }) => episode.peak.expected),
    limit_value: column(({ episode }) =>
      episode.direction === 'up' ? episode.peak.upper : episode.peak.lower,
    ),
    z: column(({ episode }) => episode.peak.z),
    direction: column(({ episode }) => episode.direction),
    observed_total: column(({ episode }) => episode.observed),
    expected_total: column(({ episode }) => episode.expected),
    ratio: column(({ episode }) => bounded(episode.ratio)),
    ratio_low: column(({ episode }) => bounded(episode.ratioLow)),
    ratio_high: column(({ episode }) => bounded(episode.ratioHigh)),
    p: column(({ p }) => p),
    q: column(({ q }) => q),
    part_of: column(({ partOf }) => partOf),
    compared_from: day(({ of, started }) => Math.max(0, started - YEARS * SEASON[of.signal.period])),
    model: column(({ episode }) => episode.of.judge),
    mase: column(({ episode }) => episode.of.mase),
    summary: sentences.map(({ en }) => en),
    summary_zh: sentences.map(({ zh }) => zh),
    raised_at: column(() => raisedAt),
  })
  const drivers = told.flatMap(({ episode, drivers: list }) => list.map((driver) => ({ episode, driver })))
  await warehouse.append('signal.driver', {
    signal: drivers.map(({ episode }) => episode.of.signal.name),
    series: drivers.map(({ episode }) => episode.of.series),
    started: drivers.map(({ episode }) => dayNumber(episode.of.periods[episode.started])),
    dimension: drivers.map(({ driver }) => driver.dimension),
    member: drivers.map(({ driver }) => driver.member),
    observed: drivers.map(({ driver }) => driver.observed),
    expected: drivers.map(({ driver }) => driver.expected),
    excess: drivers.map(({ driver }) => driver.excess),
    share: drivers.map(({ driver }) => driver.share),
  })
}

/** Something where nothing was expected has no finite ratio; a thousandfold says as much. */
const bounded = (ratio: number) => Math.min(1000, Number.isNaN(ratio) ? 1000 : ratio)
