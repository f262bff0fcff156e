/** Geometry of a series with its expected value, limits, forecast and warnings. */
import { area, extent, line, scaleLinear, scaleUtc } from 'd3'

export interface SeriesPoint {
  /** ISO day. */
  readonly period: string
  readonly value: number | null
  readonly expected: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly isForecast?: boolean
}

export interface SeriesSize {
  readonly width: number
  readonly height: number
  readonly margin: {
    readonly top: number
    readonly right: number
    readonly bottom: number
    readonly left: number
  }
}

const known = (value: number | null): value is number => value !== null && Number.isFinite(value)

/** Whether a point left its limits. */
export function isOutside({ value, lower, upper }: SeriesPoint): boolean {
  return known(value) && ((known(upper) && value > upper) || (known(lower) && value < lower))
}

/** Paths and scales; the vertical axis begins at zero unless `fromZero` is false. */
export function seriesLayout(points: readonly SeriesPoint[], size: SeriesSize, fromZero = true) {
  const { width, height, margin } = size
  const dates = points.map((point) => new Date(`${point.period}T00:00:00Z`))
  const [first, last] = extent(dates)
  const x = scaleUtc()
    .domain([first ?? new Date(0), last ?? new Date(1)])
    .range([margin.left, width - margin.right])
  const values = points
    .flatMap(({ value, expected, lower, upper }) => [value, expected, lower, upper])
    .filter(known)
  const [low, high] = extent(values)
  const floor = fromZero ? Math.min(0, low ?? 0) : (low ?? 0)
  const y = scaleLinear()
    .domain([floor, high === floor ? (high ?? 0) + 1 : (high ?? 1)])
    .nice(4)
    .range([height - margin.bottom, margin.top])
  const at = (i: number) => x(dates[i])
  const index = points.map((_, i) => i)
  const path = (pick: (point: SeriesPoint) => number | null, keep: (point: SeriesPoint) => boolean) =>
    line<number>()
      .defined((i) => keep(points[i]) && known(pick(points[i])))
      .x(at)
      .y((i) => y(pick(points[i]) ?? 0))(index) ?? ''
  const band = (keep: (point: SeriesPoint) => boolean) =>
    area<number>()
      .defined((i) => keep(points[i]) && known(points[i].lower) && known(points[i].upper))
      .x(at)
      .y0((i) => y(Math.max(points[i].lower ?? 0, y.domain()[0])))
      .y1((i) => y(points[i].upper ?? 0))(index) ?? ''
  return {
    x,
    y,
    dates,
    at,
    observed: path(
      (point) => point.value,
      (point) => !point.isForecast,
    ),
    expected: path(
      (point) => point.expected,
      () => true,
    ),
    band: band((point) => !point.isForecast),
    forecast: band((point) => point.isForecast === true),
    outside: index.filter((i) => isOutside(points[i])),
  }
}

/** Index of the point nearest to a horizontal place. */
export function nearest(places: readonly number[], x: number): number {
  let best = 0
  for (let i = 1; i < places.length; i++) if (Math.abs(places[i] - x) < Math.abs(places[best] - x)) best = i
  return best
}
