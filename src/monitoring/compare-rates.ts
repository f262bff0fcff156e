/** Two models of a rate on the same counts over exposure: the paired difference of their Poisson deviance and of their Gini. */
import { bootstrap } from '../training/intervals.ts'
import { devianceOf } from '../training/losses.ts'
import { type Ranked, rank } from '../training/ranking.ts'
import { normalTail } from '../util/normal.ts'
import { type Comparison, DEFAULTS } from './compare.ts'

/**
 * Compares rates a unit of exposure on the same rows; null where too few events are known. Measures are `poisson_deviance` (less is
 * better) and `gini`; the p-value is that of the difference of the deviance.
 */
export function compareRates(
  champion: Float64Array,
  challenger: Float64Array,
  { count, exposure }: { readonly count: Float64Array; readonly exposure: Float64Array },
  seed: number,
): Comparison | null {
  const events = count.reduce((a, b) => a + b, 0)
  if (events < DEFAULTS.leastEvents) return null
  const best = rank(
    count.map((n, i) => n / exposure[i]),
    count,
  )
  const sides = [champion, challenger].map((rate) => {
    const each = rate.map((r, i) => devianceOf(r, count[i], exposure[i]))
    const ranked = rank(rate, count)
    return {
      each,
      poisson_deviance: (times: Float64Array) => meanOver(each, exposure, times),
      gini: (times: Float64Array) => lorenz(ranked, exposure, times) / lorenz(best, exposure, times),
    }
  })
  const names = ['poisson_deviance', 'gini'] as const
  const ones = new Float64Array(count.length).fill(1)
  const differences = bootstrap(
    count.length,
    names.map((name) => (times: Float64Array) => sides[1][name](times) - sides[0][name](times)),
    { level: DEFAULTS.level, replicates: DEFAULTS.replicates, seed },
  )
  return {
    rows: count.length,
    events,
    measures: Object.fromEntries(
      names.map((name, i) => [
        name,
        { champion: sides[0][name](ones), challenger: sides[1][name](ones), difference: differences[i] },
      ]),
    ),
    pValue: chanceOf(
      sides[1].each.map((d, i) => d - sides[0].each[i]),
      exposure,
    ),
  }
}

function meanOver(each: Float64Array, exposure: Float64Array, times: Float64Array): number {
  let [sum, total] = [0, 0]
  for (let i = 0; i < each.length; i++) {
    sum += times[i] * each[i]
    total += times[i] * exposure[i]
  }
  return sum / total
}

/** Twice the area between the Lorenz curve of the events and the diagonal, each row drawn so many times. */
function lorenz({ order, y, tieEnd }: Ranked, exposure: Float64Array, times: Float64Array): number {
  let [seen, total, area] = [0, 0, 0]
  for (let i = 0; i < order.length; ) {
    let [n, x] = [0, 0]
    for (const end = tieEnd[i]; i < end; i++) {
      const t = times[order[i]]
      n += t * y[i]
      x += t * exposure[order[i]]
    }
    area += x * (seen + n / 2)
    seen += n
    total += x
  }
  return (2 * area) / (seen * total) - 1
}

/** Probability of such a mean difference a unit of exposure by chance, both ways. */
function chanceOf(difference: Float64Array, exposure: Float64Array): number {
  const total = exposure.reduce((a, b) => a + b, 0)
  const mean = difference.reduce((a, b) => a + b, 0) / total
  const deviation = Math.sqrt(
    difference.reduce((sum, d, i) => sum + ((d - mean * exposure[i]) / total) ** 2, 0),
  )
  return deviation > 0 ? Math.min(1, 2 * normalTail(Math.abs(mean) / deviation)) : 1
}
