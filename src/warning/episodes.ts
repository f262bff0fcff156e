/** Episodes: neighbouring periods of one series outside its limits on one side, from the first to the last, and since when. */
import { changepoints } from '../models/surveillance/changepoints.ts'
import type { JudgedPoint, JudgedSeries } from './judge.ts'

export const DEFAULTS = {
  /** Quiet periods in a row after which an episode is over. */
  quiet: 2,
  /** Periods before an episode among which the change of level is looked for. */
  before: 26,
} as const

export interface Candidate {
  readonly of: JudgedSeries
  readonly points: readonly JudgedPoint[]
  readonly direction: 'up' | 'down'
}

export interface Episode extends Candidate {
  /** Indexes: first and last outside, the one farthest out, the first of the new level, the first quiet one after it. */
  readonly started: number
  readonly last: number
  readonly peak: JudgedPoint
  readonly since: number
  readonly ended: number | null
  readonly observed: number
  readonly expected: number
  readonly ratio: number
  readonly ratioLow: number
  readonly ratioHigh: number
}

/** Points of a series that are outside on the bad side, in runs with fewer quiet periods between them than end an episode. */
export function candidatesOf(of: JudgedSeries): Candidate[] {
  const { direction } = of.signal
  const out: { of: JudgedSeries; points: JudgedPoint[]; direction: 'up' | 'down' }[] = []
  for (const point of of.judged) {
    if (point.outside === 'inside') continue
    const side = point.outside === 'above' ? 'up' : 'down'
    if (direction !== 'both' && direction !== side) continue
    const current = out[out.length - 1]
    const last = current?.points[current.points.length - 1]
    if (current && last && current.direction === side && point.index - last.index <= DEFAULTS.quiet)
      current.points.push(point)
    else out.push({ of, points: [point], direction: side })
  }
  return out
}

export function episodeOf(candidate: Candidate): Episode {
  const { of, points } = candidate
  const started = points[0].index
  const last = points[points.length - 1].index
  const peak = points.reduce((best, point) => (Math.abs(point.z) > Math.abs(best.z) ? point : best))
  const judged = new Map(of.judged.map((point) => [point.index, point]))
  const since = sinceOf(of, started, peak.index, last, judged)
  const ended = last + DEFAULTS.quiet < of.values.length ? last + 1 : null
  const within = of.judged.filter(({ index }) => index >= since && index <= last)
  const isLevel = of.signal.kind === 'level' || of.signal.kind === 'share'
  const n = isLevel ? within.length : 1
  const observed = within.reduce((sum, { value }) => sum + value, 0) / n
  const expected = within.reduce((sum, point) => sum + point.expected, 0) / n
  const ratio = expected > 0 ? observed / expected : Number.POSITIVE_INFINITY
  // Variance of the logarithm of the ratio: of what came, and of what was expected.
  const own =
    within.reduce((sum, point) => sum + point.dispersion, 0) / within.length / Math.max(observed * n, 1e-9)
  const theirs = within.reduce((sum, point) => sum + point.relativeVariance, 0) / within.length
  const half = 1.96 * Math.sqrt(own + theirs)
  return {
    ...candidate,
    started,
    last,
    peak,
    since,
    ended,
    observed,
    expected,
    ratio,
    ratioLow: ratio * Math.exp(-half),
    ratioHigh: ratio * Math.exp(half),
  }
}

/** The first period of the stretch of one level that holds the peak; never after the first period outside. */
function sinceOf(
  { values }: JudgedSeries,
  started: number,
  peak: number,
  last: number,
  judged: ReadonlyMap<number, JudgedPoint>,
): number {
  const from = Math.max(0, started - DEFAULTS.before)
  const indexes = Array.from({ length: last - from + 1 }, (_, i) => from + i).filter((i) => judged.has(i))
  const observed = Float64Array.from(indexes, (i) => judged.get(i)?.value ?? values[i])
  const expected = Float64Array.from(indexes, (i) => Math.max(judged.get(i)?.expected ?? 0, 1e-6))
  const dispersion =
    indexes.reduce((sum, i) => sum + (judged.get(i)?.dispersion ?? 1), 0) / Math.max(1, indexes.length)
  const changes = changepoints(observed, expected, Math.max(dispersion, 1e-9), { least: 1 })
  const change = changes.findLast((place) => indexes[place] <= peak)
  return change === undefined ? started : Math.min(started, indexes[change])
}
