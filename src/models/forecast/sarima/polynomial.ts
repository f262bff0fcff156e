/** Products of a plain and a seasonal lag polynomial, and coefficients that always stand for a stationary (invertible) one. */

/** Lags and their coefficients: `x[t] = sum coefficient x[t - lag] + ...`. */
export interface Lags {
  readonly lags: readonly number[]
  readonly coefficients: readonly number[]
}

/**
 * Coefficients of an autoregression from partial autocorrelations within (-1, 1), by the recursion of Levinson and Durbin.
 *
 * Reference: Barndorff-Nielsen and Schou (1973), "On the parametrization of autoregressive models by partial autocorrelations".
 */
export function fromPartial(partial: readonly number[]): number[] {
  let out: number[] = []
  partial.forEach((r, k) => {
    out = [...out.map((v, i) => v - r * out[k - 1 - i]), r]
  })
  return out
}

/** `1 - (1 - sum plain B^i)(1 - sum seasonal B^(season i))`. */
export function product(plain: readonly number[], seasonal: readonly number[], season: number): Lags {
  const terms = new Map<number, number>()
  const first = [1, ...plain.map((v) => -v)]
  const second = [1, ...seasonal.map((v) => -v)]
  first.forEach((a, i) => {
    second.forEach((b, j) => {
      const lag = i + season * j
      if (lag > 0) terms.set(lag, (terms.get(lag) ?? 0) - a * b)
    })
  })
  const lags = [...terms.keys()].sort((a, b) => a - b)
  return { lags, coefficients: lags.map((lag) => terms.get(lag) ?? 0) }
}

/** Dense coefficients of the lags 1, 2, ... of `1 - (1 - ar)(1 - B)^d (1 - B^season)^D`. */
export function integrated(ar: Lags, d: number, D: number, season: number): number[] {
  let poly = [1]
  const times = (other: readonly number[]) => {
    const out = new Array<number>(poly.length + other.length - 1).fill(0)
    poly.forEach((a, i) => {
      other.forEach((b, j) => {
        out[i + j] += a * b
      })
    })
    poly = out
  }
  const dense = new Array<number>((ar.lags.at(-1) ?? 0) + 1).fill(0)
  dense[0] = 1
  ar.lags.forEach((lag, k) => {
    dense[lag] = -ar.coefficients[k]
  })
  times(dense)
  for (let k = 0; k < d; k++) times([1, -1])
  for (let k = 0; k < D; k++)
    times(Array.from({ length: season + 1 }, (_, i) => (i === 0 ? 1 : i === season ? -1 : 0)))
  return poly.slice(1).map((v) => -v)
}
