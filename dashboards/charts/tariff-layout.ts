/** Places of the marks in the charts of a tariff: tenths across, costs upwards. */
import { scaleLinear, scalePoint } from 'd3'

export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

export const HEIGHT = 240
export const MARGIN = { top: 24, right: 14, bottom: 34, left: 46 }

/** Scales of so many groups whose values are given; zero is always in view, and a wild interval does not flatten the rest. */
export function groupScales(
  groups: number,
  values: readonly number[],
  tops: readonly number[],
  width: number,
) {
  const most = Math.max(1e-9, ...values)
  const x = scalePoint<number>()
    .domain(Array.from({ length: groups }, (_, i) => i))
    .range([MARGIN.left, width - MARGIN.right])
    .padding(0.5)
  const y = scaleLinear()
    .domain([0, Math.min(Math.max(most, ...tops), most * 1.6)])
    .nice(5)
    .range([HEIGHT - MARGIN.bottom, MARGIN.top])
    .clamp(true)
  return { x: (i: number) => x(i) ?? 0, y }
}

/** A path through values, group by group. */
export const pathOf = (
  values: readonly number[],
  { x, y }: { readonly x: (i: number) => number; readonly y: (value: number) => number },
): string =>
  values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)},${y(value).toFixed(1)}`).join('')
