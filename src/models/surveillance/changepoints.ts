/**
 * Where the level of a series changed: the exact best cut into stretches of one level each.
 *
 * Reference: Killick, Fearnhead and Eckley (2012), "Optimal detection of changepoints with a linear computational cost" (PELT).
 */

export const DEFAULTS = {
  /** Cost of a change, in units of the logarithm of the length. */
  penalty: 3,
  /** Periods of a stretch at least. */
  least: 2,
} as const

export interface ChangepointOptions {
  readonly penalty?: number
  readonly least?: number
}

/**
 * First index of every stretch but the first, ascending. `observed` over `expected` is taken as one ratio a stretch: counts with
 * the variance `dispersion` times their mean; gaps (NaN) cost nothing.
 */
export function changepoints(
  observed: Float64Array,
  expected: Float64Array,
  dispersion: number,
  { penalty = DEFAULTS.penalty, least = DEFAULTS.least }: ChangepointOptions = {},
): number[] {
  const n = observed.length
  const counts = new Float64Array(n + 1)
  const exposure = new Float64Array(n + 1)
  for (let i = 0; i < n; i++) {
    const known = !Number.isNaN(observed[i]) && expected[i] > 0
    counts[i + 1] = counts[i] + (known ? observed[i] : 0)
    exposure[i + 1] = exposure[i] + (known ? expected[i] : 0)
  }
  // Twice the negative logarithm of the likelihood of one ratio, up to a constant, over the dispersion.
  const cost = (from: number, to: number): number => {
    const y = counts[to] - counts[from]
    const e = exposure[to] - exposure[from]
    return y > 0 && e > 0 ? (-2 * (y * Math.log(y / e) - y)) / dispersion : 0
  }
  const beta = penalty * Math.log(Math.max(2, n))
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY)
  const last = new Int32Array(n + 1)
  // A start that lost at one end can still win until a whole stretch fits between.
  const dropped = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY)
  best[0] = -beta
  let candidates = [0]
  for (let to = least; to <= n; to++) {
    if (to - least > 0) candidates.push(to - least)
    for (const from of candidates) {
      const total = best[from] + cost(from, to) + beta
      if (total < best[to]) {
        best[to] = total
        last[to] = from
      }
    }
    for (const from of candidates)
      if (best[from] + cost(from, to) > best[to]) dropped[from] = Math.min(dropped[from], to + least)
    candidates = candidates.filter((from) => dropped[from] > to + 1)
  }
  const out: number[] = []
  for (let at = last[n]; at > 0; at = last[at]) out.push(at)
  return out.reverse()
}
