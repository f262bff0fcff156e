/**
 * Outcomes exist only for what somebody chose to look at. Three corrections that take the choice to depend on nothing but what
 * was known then: positive-unlabelled weights, inverse propensity weights, and both at once (doubly robust). Each gives every row
 * a weight as a one and a weight as a zero; `selection.ts` has the fourth, which lets the choice depend on the truth as well.
 *
 * References: Elkan and Noto (2008), "Learning classifiers from only positive and unlabeled data"; Robins and Rotnitzky (1995);
 * Wang, Zhang, Sun and Qi (2019), "Doubly robust joint learning for recommendation on data missing not at random".
 */
import { invalid } from '../errors.ts'
import { smallLogistic, smallProbabilities } from './small-logistic.ts'

export const DEFAULTS = {
  /** Propensities are kept from falling below: one row may not speak for more than so many. */
  leastPropensity: 0.02,
  /** Ridge of the propensity. */
  l2: 3,
} as const

/** What each row counts as a one and as a zero. Both are 0 for a row that is left out. */
export interface Counted {
  readonly one: Float64Array
  readonly zero: Float64Array
}

const isKnown = (label: number): boolean => !Number.isNaN(label)

/** Known outcomes count 1; unknown ones are taken for zeros of weight `assumed`. */
export function assumedZero(y: Float64Array, assumed: number): Counted {
  return {
    one: y.map((label) => (label === 1 ? 1 : 0)),
    zero: y.map((label) => (label === 0 ? 1 : isKnown(label) ? 0 : assumed)),
  }
}

/**
 * Elkan and Noto's weights: an unknown row is a one by `(1 - c) / c * g / (1 - g)`, where `g` is the chance of being a *found*
 * one (by a model that has not seen the row) and `c` the share of ones that are found: the mean of `g` over those that were.
 * It holds where found ones are a fair draw of all ones.
 */
export function positiveUnlabelled(y: Float64Array, found: Float64Array): Counted & { readonly c: number } {
  let sum = 0
  let ones = 0
  y.forEach((label, i) => {
    if (label !== 1) return
    sum += found[i]
    ones++
  })
  if (ones === 0) throw invalid('positive outcomes', 0, 'at least one to weigh the unknown by')
  const c = sum / ones
  const one = y.map((label, i) =>
    isKnown(label) ? label : Math.min(1, (((1 - c) / c) * found[i]) / Math.max(1e-12, 1 - found[i])),
  )
  return { one, zero: one.map((w) => 1 - w), c }
}

/**
 * Chance that a row was looked at, from what was known then, by a regression that has not seen the row's fold; NaN for rows
 * without a fold (-1).
 */
export function propensity(
  referral: readonly Float64Array[],
  seen: Float64Array,
  folds: Int32Array,
): Float64Array {
  const out = new Float64Array(seen.length).fill(Number.NaN)
  const last = folds.reduce((most, fold) => Math.max(most, fold), -1)
  for (let fold = 0; fold <= last; fold++) {
    const weight = Float64Array.from(folds, (f) => (f < 0 || f === fold ? 0 : 1))
    const theta = smallLogistic(referral, seen, weight, { l2: DEFAULTS.l2 })
    smallProbabilities(referral, theta, seen.length).forEach((p, i) => {
      if (folds[i] === fold) out[i] = p
    })
  }
  return out
}

/** Known rows count by the inverse of their propensity, clipped, and stabilised to a mean near 1. Unknown rows are left out. */
export function inversePropensity(y: Float64Array, chance: Float64Array): Counted {
  let seen = 0
  let all = 0
  y.forEach((label, i) => {
    if (Number.isNaN(chance[i])) return
    all++
    if (isKnown(label)) seen++
  })
  const share = seen / Math.max(1, all)
  const weight = y.map((label, i) =>
    isKnown(label) && !Number.isNaN(chance[i]) ? share / Math.max(DEFAULTS.leastPropensity, chance[i]) : 0,
  )
  return {
    one: weight.map((w, i) => (y[i] === 1 ? w : 0)),
    zero: weight.map((w, i) => (y[i] === 0 ? w : 0)),
  }
}

/**
 * Every row counts by `imputed`, the chance of a one by a model of the known rows, corrected on known rows by what it was wrong,
 * over their propensity. Right where either of the two is. Counts add up to 1 a row but may lie outside of 0 and 1: a logistic
 * loss stays convex under them.
 */
export function doublyRobust(y: Float64Array, chance: Float64Array, imputed: Float64Array): Counted {
  const pseudo = y.map((label, i) => {
    if (Number.isNaN(chance[i])) return Number.NaN
    const wrong = isKnown(label) ? (label - imputed[i]) / Math.max(DEFAULTS.leastPropensity, chance[i]) : 0
    return imputed[i] + wrong
  })
  return {
    one: pseudo.map((p) => (Number.isNaN(p) ? 0 : p)),
    zero: pseudo.map((p) => (Number.isNaN(p) ? 0 : 1 - p)),
  }
}
