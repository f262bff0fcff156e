/**
 * Watches the signals: every series is judged by what was expected before the fact and forecast; forecasts of parts add up; of all
 * that is outside its limits the believable is kept, and told as episodes with what explains them.
 */
import type { Signal } from '../signal.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { forecastsThatAddUp } from './add-up.ts'
import { driversOf } from './drivers.ts'
import { candidatesOf, type Episode, episodeOf } from './episodes.ts'
import { adjustedInFamilies } from './false-discovery.ts'
import type { Forecaster } from './forecast.ts'
import { effectOf, holidayEffects } from './holidays.ts'
import { type JudgedPoint, type JudgedSeries, judgeSeries } from './judge.ts'
import { readSeries, type WatchedSeries } from './series.ts'
import { type Told, writeSeries, writeWarnings } from './write.ts'

export const DEFAULTS = {
  /** Share of false warnings among all warnings that is put up with. */
  falseShare: 0.05,
  /** Periods back in which a warning is kept. */
  week: 52,
  month: 12,
  /** Series that the forecaster forecasts; the smaller ones are forecast by the regression that judges them. */
  forecasts: 40,
  /** Share of an episode's excess from which a part of it is told with it, and not as a finding of its own. */
  partOf: 0.05,
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
  /** Points judged within the time that warnings are kept, and those outside before the false ones were weeded out. */
  readonly judged: number
  readonly outside: number
  /** Episodes, and those that last. */
  readonly warnings: number
  readonly open: number
}

/** Fills the tables of schema `signal` anew. */
export async function watchSignals(
  warehouse: Warehouse,
  signals: readonly Signal[],
  options: WatchOptions,
): Promise<WatchReport> {
  const watched: WatchedSeries[] = []
  for (const signal of signals) watched.push(...(await readSeries(warehouse, signal, options.asOf)))
  const effects = await holidayEffects(watched)
  const forecast = new Set([...watched].sort((a, b) => weight(b) - weight(a)).slice(0, DEFAULTS.forecasts))
  const judged: JudgedSeries[] = []
  for (const [i, one] of watched.entries()) {
    judged.push(judgeSeries(one, effectOf(effects, one), forecast.has(one) ? options.forecast : null))
    // A breath now and then keeps a server that runs this answering.
    if (i % 16 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const sums = forecastsThatAddUp(judged)
  const lately = judged.map((of) =>
    of.judged.filter(({ index }) => index >= of.values.length - DEFAULTS[of.signal.period]),
  )
  const told = believed(judged, lately)
  for (const table of ['signal.series', 'signal.point', 'signal.warning', 'signal.driver'] as const)
    await warehouse.db.deleteFrom(table).execute()
  const points = await writeSeries(warehouse, judged, sums)
  await writeWarnings(warehouse, told, options.raisedAt ?? options.asOf)
  return {
    signals: signals.length,
    series: judged.length,
    short: judged.filter((of) => of.ahead === null && of.judged.length === 0).length,
    points,
    judged: lately.flat().length,
    outside: judged.reduce(
      (sum, of, i) => sum + lately[i].filter((point) => isBad(of.signal, point)).length,
      0,
    ),
    warnings: told.length,
    open: told.filter(({ episode }) => episode.ended === null).length,
  }
}

/** What is shown first is forecast with most care: the whole, then the large. */
const weight = ({ signal, series, values }: WatchedSeries) =>
  (series === 'all' ? 2 : signal.kind === 'level' ? 1 : 0) * 1e12 +
  values.reduce((sum, value) => sum + (value || 0), 0) / values.length

/** The episodes with a believable point in the time that warnings are kept, and what explains them. */
function believed(judged: readonly JudgedSeries[], lately: readonly (readonly JudgedPoint[])[]): Told[] {
  const names = [...new Set(judged.map(({ signal }) => signal.name))]
  const places = names.map((name) =>
    judged.flatMap((of, s) => (of.signal.name === name ? lately[s].map((point) => ({ of, point })) : [])),
  )
  const q = adjustedInFamilies(
    places.map((family) => family.map(({ of, point }) => chanceOf(of.signal, point))),
    DEFAULTS.falseShare,
  )
  const rates = new Map(
    places.flatMap((family, f) => family.map(({ point }, i) => [point, q[f][i]] as const)),
  )
  const episodes: { episode: Episode; q: number }[] = []
  for (const of of judged)
    for (const candidate of candidatesOf(of)) {
      const least = Math.min(...candidate.points.map((point) => rates.get(point) ?? 1))
      if (least <= DEFAULTS.falseShare) episodes.push({ episode: episodeOf(candidate), q: least })
    }
  return episodes.map(({ episode, q: rate }) => ({
    episode,
    q: rate,
    p: chanceOf(episode.of.signal, episode.peak),
    drivers: driversOf(episode, judged),
    partOf: widerThan(
      episode,
      episodes.map((other) => other.episode),
    ),
  }))
}

/** The widest episode of the same total and time that this one makes a good part of. */
function widerThan(episode: Episode, all: readonly Episode[]): string | null {
  const { of, direction } = episode
  const excess = episode.observed - episode.expected
  const wider = all
    .filter(
      (other) =>
        other !== episode &&
        other.of.signal.measure === of.signal.measure &&
        other.of.signal.period === of.signal.period &&
        other.direction === direction &&
        other.of.parts.size < of.parts.size &&
        [...other.of.parts].every(([dimension, member]) => of.parts.get(dimension) === member) &&
        other.of.periods[other.since] <= of.periods[episode.last] &&
        of.periods[episode.since] <= other.of.periods[other.last] &&
        excess >=
          DEFAULTS.partOf *
            (other.observed - other.expected) *
            (direction === 'up' ? 1 : -1) *
            (excess < 0 ? -1 : 1),
    )
    .sort((a, b) => a.of.parts.size - b.of.parts.size || b.observed - a.observed)[0]
  return wider ? `${wider.of.signal.name}/${wider.of.series}` : null
}

/** Outside the limits on the side that is bad. */
function isBad({ direction }: Signal, { outside }: JudgedPoint): boolean {
  if (outside === 'inside' || direction === 'both') return outside !== 'inside'
  return outside === (direction === 'up' ? 'above' : 'below')
}

/** Probability of a point as bad as this one by chance. */
function chanceOf({ direction }: Signal, { p }: JudgedPoint): number {
  const below = 1 - p
  return direction === 'up' ? p : direction === 'down' ? below : Math.min(1, 2 * Math.min(p, below))
}
