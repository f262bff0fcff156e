/**
 * Fisher's exact test of a two by two table, one-sided, and what a p-value is worth after many tests.
 *
 * References: Fisher (1935), The Design of Experiments; Holm (1979), Scandinavian Journal of Statistics 6; Benjamini and Hochberg
 * (1995), Journal of the Royal Statistical Society B 57.
 */

/** Logarithms of factorials up to `n`. */
export function logFactorials(n: number): Float64Array {
  const logs = new Float64Array(n + 1)
  // Compensated, or the error of five million additions would show in the last digits.
  let lost = 0
  for (let i = 2; i <= n; i++) {
    const step = Math.log(i) - lost
    logs[i] = logs[i - 1] + step
    lost = logs[i] - logs[i - 1] - step
  }
  return logs
}

/**
 * Natural logarithm of the probability that `both` or more of the `a` baskets with one thing have the other too, which `b` of all
 * `n` have, when neither leans on the other (hypergeometric tail). `logs` reaches to `n`.
 */
export function logTail(both: number, a: number, b: number, n: number, logs: Float64Array): number {
  const most = Math.min(a, b)
  const least = Math.max(0, a + b - n)
  if (both <= least) return 0
  if (both > most) return Number.NEGATIVE_INFINITY
  const choose = (m: number, k: number) => logs[m] - logs[k] - logs[m - k]
  const first = choose(b, both) + choose(n - b, a - both) - choose(n, a)
  // Each term from the one before; beyond the mean they only fall.
  let sum = 1
  let term = 1
  for (let k = both; k < most; k++) {
    term *= ((b - k) * (a - k)) / ((k + 1) * (n - a - b + k + 1))
    sum += term
    if (term < sum * 1e-17 && k * n > a * b) break
  }
  return Math.min(0, first + Math.log(sum))
}

/** P-values after `tests` tests, of which only the smallest are given (as logarithms); the others count as 1. */
export interface Adjusted {
  /** Holm: the chance of any false one among those at least this small. */
  readonly holm: Float64Array
  /** Benjamini-Hochberg: the share of false ones to expect among those at least this small. */
  readonly q: Float64Array
}

/** @param tests at least the number of p-values. */
export function adjust(logP: Float64Array, tests: number): Adjusted {
  const order = Uint32Array.from(logP.keys()).sort((a, b) => logP[a] - logP[b])
  const holm = new Float64Array(logP.length)
  const q = new Float64Array(logP.length)
  let highest = 0
  order.forEach((index, i) => {
    highest = Math.max(highest, Math.min(1, Math.exp(logP[index] + Math.log(tests - i))))
    holm[index] = highest
  })
  let lowest = 1
  for (let i = order.length - 1; i >= 0; i--) {
    lowest = Math.min(lowest, Math.exp(logP[order[i]] + Math.log(tests / (i + 1))))
    q[order[i]] = lowest
  }
  return { holm, q }
}
