/** A count with a mean and a variance of `dispersion` times the mean: negative binomial, or Poisson where the dispersion is 1. */
import { logGamma } from '../../util/gamma.ts'
import { normalQuantile } from '../../util/normal.ts'

/** Dispersions this close to 1 are Poisson. */
const POISSON_BELOW = 1 + 1e-7
/** Up to this mean the probabilities are added up from 0. */
const FROM_ZERO = 200
/** A term of a tail that is smaller than this share of its sum ends the sum. */
const NEGLIGIBLE = 1e-17

const sizeOf = (mean: number, dispersion: number): number =>
  dispersion < POISSON_BELOW ? Number.POSITIVE_INFINITY : mean / (dispersion - 1)

/** Probability of exactly `k`. */
function probability(k: number, mean: number, dispersion: number): number {
  const size = sizeOf(mean, dispersion)
  if (size === Number.POSITIVE_INFINITY) return Math.exp(k * Math.log(mean) - mean - logGamma(k + 1))
  return Math.exp(
    logGamma(k + size) -
      logGamma(size) -
      logGamma(k + 1) -
      size * Math.log(dispersion) +
      k * Math.log1p(-1 / dispersion),
  )
}

/** Probability of `k + 1` divided by that of `k`. */
const ratio = (k: number, mean: number, dispersion: number): number =>
  dispersion < POISSON_BELOW ? mean / (k + 1) : (mean + k * (dispersion - 1)) / dispersion / (k + 1)

/** Probability of a count as high as `k` or higher. */
export function countTail(k: number, mean: number, dispersion: number): number {
  const from = Math.ceil(k)
  if (from <= 0) return 1
  if (mean <= 0) return 0
  if (from > mean) {
    let term = probability(from, mean, dispersion)
    let sum = term
    for (let i = from; term > sum * NEGLIGIBLE; i++) {
      term *= ratio(i, mean, dispersion)
      sum += term
    }
    return Math.min(1, sum)
  }
  let term = probability(from - 1, mean, dispersion)
  let below = term
  for (let i = from - 2; i >= 0 && term > below * NEGLIGIBLE; i--) {
    term /= ratio(i, mean, dispersion)
    below += term
  }
  return Math.max(0, 1 - below)
}

/** The smallest count with at least `p` of the probability at or below it. */
export function countQuantile(p: number, mean: number, dispersion: number): number {
  if (!(mean > 0)) return 0
  const enough = p * (1 - 64 * Number.EPSILON)
  if (mean <= FROM_ZERO) {
    let term =
      dispersion < POISSON_BELOW
        ? Math.exp(-mean)
        : Math.exp((-mean / (dispersion - 1)) * Math.log(dispersion))
    let below = term
    let k = 0
    for (; below < enough && term > Number.MIN_VALUE; k++) {
      term *= ratio(k, mean, dispersion)
      below += term
    }
    return k
  }
  // Cornish and Fisher's guess, then one step after another.
  const z = normalQuantile(p)
  const spread = Math.sqrt(mean * dispersion)
  const skew = (2 * dispersion - 1) / spread
  let k = Math.max(0, Math.floor(mean + spread * (z + (skew * (z * z - 1)) / 6)))
  let below = 1 - countTail(k + 1, mean, dispersion)
  let term = probability(k, mean, dispersion)
  while (below < enough) {
    term *= ratio(k, mean, dispersion)
    below += term
    k++
  }
  while (k > 0 && below - term >= enough) {
    below -= term
    k--
    term /= ratio(k, mean, dispersion)
  }
  return k
}
