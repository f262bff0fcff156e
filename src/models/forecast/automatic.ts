/**
 * Forecasts any series without being told how: the models that suit it are tried at a few rolling origins and combined, half by
 * how well they did and half by their median, which no single model can lead astray.
 *
 * References: Petropoulos and Svetunkov (2020), "A simple combination of univariate models"; Tashman (2000), "Out-of-sample
 * tests of forecasting accuracy".
 */
import { invalid } from '../../errors.ts'
import { scaleOf } from './accuracy.ts'
import { candidatesFor } from './candidates.ts'
import { withoutGaps } from './decompose.ts'
import { factorOf, type Limits, limitsAround, widened } from './intervals.ts'
import type { FittedSeries, SeriesModel } from './series-model.ts'

export const DEFAULTS = {
  /** Trials: forecasts from so many points of the past. */
  origins: 4,
  /** Points before the first trial, at least, and two seasons if there are. */
  start: 4,
  /** A model whose error is so many times the best one's has no weight. */
  worst: 2,
  /** Weights fall with this power of the error. */
  power: 2,
  /** Members that a name names at most. */
  named: 3,
} as const

export interface AutomaticOptions {
  /** Points in a season; 1 for none. */
  readonly season: number
  /** Steps ahead that are forecast, and that the models are judged on. */
  readonly horizon: number
  /** Models to choose among; those that suit the series when absent. */
  readonly candidates?: readonly SeriesModel[]
}

/** One of the models that were tried. */
export interface Member {
  readonly name: string
  /** Its share, 0 to 1, of the weighted half. */
  readonly weight: number
  /** Mean absolute error of its trials in units of the naive seasonal error; NaN without trials. */
  readonly mase: number
}

export interface AutomaticForecast {
  /** The heaviest members: `dynamic Theta 0.6 + ETS(M,A,M) 0.4`. */
  readonly name: string
  /** Heaviest first. */
  readonly members: readonly Member[]
  /** Error of the combination in its trials, in units of the naive seasonal error: what to expect of it; NaN without trials. */
  readonly mase: number
  /** One-step expectations of the given points; NaN where there is none. */
  readonly fitted: Float64Array
  readonly forecast: Float64Array
  /** Spread of each forecast's error, scaled by the errors of the trials; in units of `limits`. */
  readonly spread: Float64Array
  /** Standard deviation of each forecast's error while nothing out of the ordinary happens. */
  readonly deviation: Float64Array
  /** Limits that hold a share `level` of what comes. */
  readonly limits: (level: number) => Limits
  /** The same combination on other values of the series, later ones with it: members fitted anew, shares and error kept. */
  readonly refit: (values: Float64Array) => AutomaticForecast
}

interface Trial {
  readonly origin: number
  readonly forecasts: readonly Float64Array[]
  readonly spreads: readonly Float64Array[]
}

/** Tries, combines and forecasts. `values` oldest first, NaN is a gap; where none is negative, no forecast is. */
export function automatic(values: Float64Array, options: AutomaticOptions): AutomaticForecast {
  const { season, horizon } = options
  if (!Number.isInteger(season) || season < 1) throw invalid('season', season, 'a whole number from 1')
  if (!Number.isInteger(horizon) || horizon < 1) throw invalid('horizon', horizon, 'a whole number from 1')
  if (values.some((v) => Math.abs(v) === Number.POSITIVE_INFINITY))
    throw invalid('series', 'Infinity', 'finite values, or NaN for a gap')
  const n = values.length
  const origins = originsOf(n, season, horizon)
  // Whoever cannot be tried cannot be judged.
  const least = Math.min(n, ...origins)
  const candidates = (options.candidates ?? candidatesFor(values, season)).filter(
    (model) => model.least(season) <= least,
  )
  const fits = candidates.map((model) => model.fit(values, season))
  const trials = origins.map((origin): Trial => {
    const past = values.subarray(0, origin)
    const again = fits.map((fit, i) => fit.refit?.(past) ?? candidates[i].fit(past, season))
    const steps = Math.min(horizon, n - origin)
    return {
      origin,
      forecasts: again.map((fit) => fit.forecast(steps)),
      spreads: again.map((fit) => fit.spread(steps)),
    }
  })
  const whole = withoutGaps(values, season)
  const scale = scaleOf(values, season)
  const maseOf = (of: (trial: Trial) => Float64Array) => {
    let [sum, count] = [0, 0]
    for (const trial of trials)
      of(trial).forEach((v, h) => {
        sum += Math.abs(whole[trial.origin + h] - v)
        count++
      })
    return count > 0 && scale > 0 ? sum / count / scale : Number.NaN
  }
  const errors = fits.map((_, i) => maseOf(({ forecasts }) => forecasts[i]))
  const weights = weightsOf(errors)
  const floor = values.every((v) => !(v < 0)) ? 0 : Number.NEGATIVE_INFINITY
  const mix = (lists: readonly Float64Array[]) =>
    lists[0].map((_, h) => {
      const present = lists.map((list) => list[h])
      return Math.max(floor, (weighted(present, weights) + median(present)) / 2)
    })
  const claimed = (forecasts: readonly Float64Array[], spreads: readonly Float64Array[]) => {
    const centre = mix(forecasts)
    return centre.map((c, h) => {
      // That the members disagree is a doubt too.
      const apart = forecasts.map((forecast) => (forecast[h] - c) ** 2)
      const own = spreads.map((spread) => spread[h])
      return Math.hypot(weighted(own, weights), Math.sqrt(weighted(apart, weights)))
    })
  }
  const misses = trials.flatMap(({ origin, forecasts, spreads }) => {
    const centre = mix(forecasts)
    const spread = widened(claimed(forecasts, spreads), origin)
    return Array.from(centre, (c, h) => (values[origin + h] - c) / (spread[h] || 1))
  })
  const factor = factorOf(misses)
  const order = errors.map((_, i) => i).sort((i, j) => weights[j] - weights[i])
  const mase = maseOf(({ forecasts }) => mix(forecasts))
  const combine = (list: readonly FittedSeries[], points: number): AutomaticForecast => {
    const members = order.map((i) => ({ name: list[i].name, weight: weights[i], mase: errors[i] }))
    const forecasts = list.map((fit) => fit.forecast(horizon))
    const forecast = mix(forecasts)
    const own = claimed(
      forecasts,
      list.map((fit) => fit.spread(horizon)),
    )
    const spread = widened(own, points).map((v) => v * factor.limits)
    return {
      name: nameOf(members),
      members,
      mase,
      fitted: fittedOf(list, weights, floor),
      forecast,
      spread,
      deviation: own.map((v) => v * factor.ordinary),
      limits: (level) => limitsAround(forecast, spread, level, floor),
      refit: (other) =>
        combine(
          list.map((fit, i) => fit.refit?.(other) ?? candidates[i].fit(other, season)),
          other.length,
        ),
    }
  }
  return combine(fits, n)
}

const nameOf = (members: readonly Member[]) =>
  members
    .filter(({ weight }, i) => i < DEFAULTS.named && weight > 0.1)
    .map(({ name, weight }) => (weight > 0.99 ? name : `${name} ${weight.toFixed(2)}`))
    .join(' + ')

function fittedOf(fits: readonly FittedSeries[], weights: readonly number[], floor: number): Float64Array {
  return fits[0].fitted.map((_, t) => {
    let [sum, total] = [0, 0]
    fits.forEach(({ fitted }, i) => {
      if (weights[i] === 0 || Number.isNaN(fitted[t])) return
      sum += weights[i] * fitted[t]
      total += weights[i]
    })
    return total > 0 ? Math.max(floor, sum / total) : Number.NaN
  })
}

/** Where the trials begin: a horizon before the end, if what is before can be learned from, and earlier by a part of it each. */
function originsOf(n: number, season: number, horizon: number): readonly number[] {
  const least = Math.max(DEFAULTS.start, Math.min(2 * season + 2, Math.floor(n * 0.6)))
  const last = n - Math.min(horizon, n - least)
  const apart = Math.max(1, Math.ceil(horizon / 6))
  return Array.from({ length: DEFAULTS.origins }, (_, k) => last - k * apart).filter(
    (origin) => origin >= least && origin < n,
  )
}

/** Shares by the errors; equal ones where nothing could be tried. */
function weightsOf(errors: readonly number[]): readonly number[] {
  if (errors.some(Number.isNaN)) return errors.map(() => 1 / errors.length)
  const best = Math.min(...errors)
  const raw = errors.map((error) =>
    error <= DEFAULTS.worst * best + 1e-9 ? 1 / (error + 1e-6) ** DEFAULTS.power : 0,
  )
  const total = raw.reduce((a, b) => a + b, 0)
  return raw.map((w) => w / total)
}

const weighted = (list: readonly number[], weights: readonly number[]) =>
  list.reduce((sum, v, i) => (weights[i] > 0 ? sum + weights[i] * v : sum), 0)

function median(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
