/**
 * Weekly counts with planted outbreaks: fourteen kinds of mean, slope and overdispersion, each without season and with one and two
 * harmonics. Everything in them is made up.
 *
 * Reference: Noufaily et al. (2013), section 3, simulations and table I.
 */
import { type Random, random } from '../../util/random.ts'

export const DEFAULTS = {
  weeks: 312,
  /** The last weeks, which are judged. */
  judged: 104,
  repeats: 8,
  /** Outbreaks before the judged weeks and in them. */
  outbreaks: { before: 4, judged: 2 },
} as const

export interface SimulatedSeries {
  readonly counts: Float64Array
  /** 1 in weeks with cases of an outbreak. */
  readonly outbreak: Uint8Array
}

/** Logarithm of the level, slope a week, variance over mean. */
const KINDS = [
  [0.1, 0, 1.5],
  [0.1, 0.0025, 1.5],
  [-2, 0, 2],
  [-2, 0.005, 2],
  [1.5, 0, 1],
  [1.5, 0.003, 1.2],
  [0.5, 0, 5],
  [0.5, 0.002, 5],
  [2.5, 0, 3],
  [2.5, 0.001, 3],
  [3.75, 0, 1.1],
  [3.75, 0.001, 1.1],
  [5, 0, 1.2],
  [5, 0.0001, 1.2],
] as const

/** Harmonics of the year, and the weights of their cosine and sine. */
const SEASONS = [
  [0, 0, 0],
  [1, 0.6, 0.6],
  [2, 0.2, -0.4],
] as const

export function simulate(seed: number): SimulatedSeries[] {
  const out: SimulatedSeries[] = []
  for (let repeat = 0; repeat < DEFAULTS.repeats; repeat++)
    KINDS.forEach((kind, k) => {
      SEASONS.forEach((season, s) => {
        out.push(seriesOf(kind, season, random(seed).fork(`${repeat} ${k} ${s}`)))
      })
    })
  return out
}

function seriesOf(
  [level, slope, dispersion]: (typeof KINDS)[number],
  [harmonics, cosine, sine]: (typeof SEASONS)[number],
  rng: Random,
): SimulatedSeries {
  const { weeks, judged, outbreaks } = DEFAULTS
  const counts = new Float64Array(weeks)
  const outbreak = new Uint8Array(weeks)
  const mean = Float64Array.from(counts, (_, week) => {
    let log = level + slope * week
    for (let h = 1; h <= harmonics; h++) {
      const angle = (2 * Math.PI * h * (week + 1)) / 52
      log += cosine * Math.cos(angle) + sine * Math.sin(angle)
    }
    return Math.exp(log)
  })
  for (let week = 0; week < weeks; week++) counts[week] = countOf(mean[week], dispersion, rng)
  const plant = (week: number, size: number) => {
    const cases = Math.max(2, poisson(size * Math.sqrt(mean[week] * dispersion), rng))
    for (let i = 0; i < cases; i++) {
      const at = week + Math.floor(Math.exp(rng.normal(0, 0.5)))
      if (at >= weeks) continue
      counts[at]++
      outbreak[at] = 1
    }
  }
  for (let i = 0; i < outbreaks.before; i++) plant(rng.int(0, weeks - judged - 8), 2 + 8 * rng.next())
  for (let i = 0; i < outbreaks.judged; i++) plant(rng.int(weeks - judged, weeks - 8), 1 + 6 * rng.next())
  return { counts, outbreak }
}

const countOf = (mean: number, dispersion: number, rng: Random): number =>
  poisson(dispersion > 1 ? gamma(mean / (dispersion - 1), rng) * (dispersion - 1) : mean, rng)

/** Knuth's product, in parts so that nothing underflows. */
function poisson(mean: number, rng: Random): number {
  let count = 0
  for (let left = mean; left > 0; left -= 100) {
    const floor = Math.exp(-Math.min(100, left))
    for (let product = rng.next(); product > floor; product *= rng.next()) count++
  }
  return count
}

/** Marsaglia and Tsang (2000), "A simple method for generating gamma variables". */
function gamma(shape: number, rng: Random): number {
  if (shape < 1) return gamma(shape + 1, rng) * rng.next() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = rng.normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(rng.next()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}
