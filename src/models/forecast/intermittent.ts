/**
 * Counts that are mostly nought: how large a demand is and how often one comes are smoothed apart.
 *
 * `sba` is Croston's method less its bias; `tsb` lets the chance of a demand fade while none comes.
 *
 * References: Croston (1972), "Forecasting and stock control for intermittent demands"; Syntetos and Boylan (2005), "The accuracy
 * of intermittent demand estimates"; Teunter, Syntetos and Babai (2011), "Intermittent demand: linking forecasting to inventory
 * obsolescence".
 */
import { type FittedSeries, rootMeanSquare, type SeriesModel } from './series-model.ts'

const DEFAULTS = {
  /** Weights that are tried; large ones chase noise. */
  weights: [0.02, 0.05, 0.1, 0.15, 0.2, 0.3],
} as const

export const croston: SeriesModel = { name: 'Croston', least: () => 2, fit: (v) => fitRate(v, 'croston') }
export const sba: SeriesModel = { name: 'SBA', least: () => 2, fit: (v) => fitRate(v, 'sba') }
export const tsb: SeriesModel = { name: 'TSB', least: () => 2, fit: (v) => fitRate(v, 'tsb') }

type Kind = 'croston' | 'sba' | 'tsb'
const NAMES: Readonly<Record<Kind, string>> = { croston: 'Croston', sba: 'SBA', tsb: 'TSB' }

/** Whether most points are nought and none is negative. */
export function isIntermittent(values: Float64Array): boolean {
  let [zeros, present] = [0, 0]
  for (const v of values) {
    if (Number.isNaN(v)) continue
    if (v < 0) return false
    present++
    if (v === 0) zeros++
  }
  return present > 0 && zeros > present / 2
}

function fitRate(values: Float64Array, kind: Kind): FittedSeries {
  const fitted = new Float64Array(values.length)
  let best = { weight: 0, cost: Number.POSITIVE_INFINITY, next: 0 }
  for (const weight of DEFAULTS.weights) {
    const next = walk(values, kind, weight, fitted)
    const cost = rootMeanSquare(values.map((v, t) => v - fitted[t]))
    if (cost < best.cost) best = { weight, cost, next }
  }
  const { weight } = best
  const level = walk(values, kind, weight, fitted)
  const sigma = rootMeanSquare(
    values.map((v, t) => v - fitted[t]),
    2,
  )
  return {
    name: NAMES[kind],
    fitted,
    sigma,
    parameters: { weight, level },
    forecast: (horizon) => new Float64Array(horizon).fill(level),
    spread: (horizon) =>
      Float64Array.from({ length: horizon }, (_, i) => sigma * Math.sqrt(1 + i * weight ** 2)),
  }
}

/** Fills the one-step forecasts and gives the next. */
function walk(values: Float64Array, kind: Kind, weight: number, fitted: Float64Array): number {
  const present = values.filter((v) => !Number.isNaN(v))
  const demands = present.filter((v) => v > 0)
  // Both parts start where the whole series puts them.
  let size = demands.length > 0 ? demands.reduce((a, b) => a + b, 0) / demands.length : 0
  let chance = present.length > 0 ? demands.length / present.length : 0
  let gap = chance > 0 ? 1 / chance : Number.POSITIVE_INFINITY
  let since = 1
  const rate = () => (kind === 'tsb' ? chance * size : (size / gap) * (kind === 'sba' ? 1 - weight / 2 : 1))
  for (let t = 0; t < values.length; t++) {
    fitted[t] = rate()
    const value = values[t]
    if (Number.isNaN(value)) continue
    chance += weight * ((value > 0 ? 1 : 0) - chance)
    if (value > 0) {
      size += weight * (value - size)
      gap += weight * (since - gap)
      since = 1
    } else since++
  }
  return rate()
}
