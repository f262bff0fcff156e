/**
 * Selective labels where the choice depends on the truth too: an investigator has a nose, so what is looked at is fraud more often
 * than its like that nobody looked at, and what was found is only part of what there is.
 *
 * Two regressions are learned together by expectation-maximisation: the outcome from the evidence, and being looked at from what was
 * known at the referral *and* the outcome. What tells the two apart is evidence that the referral did not have (a network over years
 * of claims, for instance): given the outcome and the face of the claim it has no say in who is looked at. Such evidence is a shadow
 * variable, which identifies an outcome that is missing not at random.
 *
 * References: Miao and Tchetgen Tchetgen (2016), "On varieties of doubly robust estimators under missingness not at random with a
 * shadow variable"; Bekker, Robberechts and Davis (2019), "Beyond the selected completely at random assumption for learning from
 * positive and unlabeled data" (the algorithm, there for positives alone).
 */
import { invalid } from '../errors.ts'
import type { Counted } from './selective.ts'
import { smallLogistic, smallProbabilities } from './small-logistic.ts'

export const DEFAULTS = {
  iterations: 120,
  /** Change of the mean chance of a one between steps that counts as none. */
  tolerance: 1e-5,
  /** Steps are so many times as long as expectation-maximisation says; below 2 they still converge, in half as many. */
  reach: 1.9,
  /** Chance of a one that an unknown row begins with. */
  start: 0.03,
  /** Ridge of the choice. */
  l2: 3,
} as const

/** The outcome part: fits the rows as they are counted and gives every row's chance of a one. */
export type OutcomeStep = (counted: Counted) => Float64Array

export interface SelectionInput {
  /** 0 or 1; NaN where nobody looked. */
  readonly y: Float64Array
  /** What was known at the referral, of like scale. */
  readonly referral: readonly Float64Array[]
  /** Rows old enough that no outcome means that nobody looked; others are left out. */
  readonly settled: readonly boolean[] | Uint8Array
}

export interface Selection {
  /** Each row as it counts in the end: 1 or 0 where known, the chance of both where not; 0 and 0 for rows left out. */
  readonly counted: Counted
  /** Chance of a one by the outcome part alone. */
  readonly outcome: Float64Array
  /** Chance of being looked at, were the row a zero or a one. */
  readonly chosen: { readonly zero: Float64Array; readonly one: Float64Array }
  /** What being a one adds to the log-odds of being looked at. */
  readonly scent: number
  readonly iterations: number
}

/** Learns outcome and choice together. @throws UserError without settled rows of each kind. */
export function fitSelection({ y, referral, settled }: SelectionInput, outcomeOf: OutcomeStep): Selection {
  const rows = Int32Array.from({ length: y.length }, (_, i) => i).filter((i) => Boolean(settled[i]))
  const known = rows.filter((i) => !Number.isNaN(y[i]))
  if (known.length === 0 || known.length === rows.length || !known.some((i) => y[i] === 1))
    throw invalid(
      'selective outcomes',
      known.length,
      `of ${rows.length} settled rows some must be known, some not, and one be a one`,
    )
  // Every settled row stands twice: as a one, and as a zero.
  const n = rows.length
  const twice = referral.map((column) => Float64Array.from({ length: 2 * n }, (_, i) => column[rows[i % n]]))
  const truth = Float64Array.from({ length: 2 * n }, (_, i) => (i < n ? 1 : 0))
  const seen = Float64Array.from({ length: 2 * n }, (_, i) => (Number.isNaN(y[rows[i % n]]) ? 0 : 1))
  const columns = [...twice, truth]

  const one = new Float64Array(y.length)
  const zero = new Float64Array(y.length)
  const count = (i: number, chance: number) => {
    one[i] = chance
    zero[i] = 1 - chance
  }
  for (const i of rows) count(i, Number.isNaN(y[i]) ? DEFAULTS.start : y[i])

  let outcome = new Float64Array(y.length)
  let theta: Float64Array | undefined
  let asOne = new Float64Array(n)
  let asZero = new Float64Array(n)
  let mean = Number.NaN
  let iterations = 0
  while (iterations < DEFAULTS.iterations) {
    iterations++
    outcome = Float64Array.from(outcomeOf({ one, zero }))
    const weight = Float64Array.from({ length: 2 * n }, (_, i) => (i < n ? one[rows[i]] : zero[rows[i - n]]))
    theta = smallLogistic(columns, seen, weight, {
      l2: DEFAULTS.l2,
      tolerance: 1e-4,
      ...(theta ? { start: theta } : {}),
    })
    const chance = smallProbabilities(columns, theta, 2 * n)
    asOne = chance.slice(0, n)
    asZero = chance.slice(n)
    let sum = 0
    rows.forEach((i, k) => {
      if (Number.isNaN(y[i])) {
        const missed = outcome[i] * (1 - asOne[k])
        const clean = (1 - outcome[i]) * (1 - asZero[k])
        const further = one[i] + DEFAULTS.reach * (missed / Math.max(1e-12, missed + clean) - one[i])
        count(i, Math.min(1, Math.max(0, further)))
      }
      sum += one[i]
    })
    const moved = Math.abs(sum / n - mean)
    mean = sum / n
    if (moved < DEFAULTS.tolerance) break
  }
  const spread = (values: Float64Array) => {
    const out = new Float64Array(y.length).fill(Number.NaN)
    rows.forEach((i, k) => {
      out[i] = values[k]
    })
    return out
  }
  return {
    counted: { one, zero },
    outcome,
    chosen: { zero: spread(asZero), one: spread(asOne) },
    scent: theta?.[columns.length] ?? 0,
    iterations,
  }
}

/**
 * Columns for a referral regression: standardised, amounts by their logarithm, missing values at the mean, cut off at three standard
 * deviations; columns without variance are left out.
 */
export function referralColumns(columns: readonly Float32Array[]): Float64Array[] {
  return columns.flatMap((column) => {
    const large = column.some((v) => Math.abs(v) > 50)
    const values = Float64Array.from(column, (v) => (large ? Math.sign(v) * Math.log1p(Math.abs(v)) : v))
    let sum = 0
    let squares = 0
    let n = 0
    for (const v of values) {
      if (Number.isNaN(v)) continue
      sum += v
      squares += v * v
      n++
    }
    const mean = sum / Math.max(1, n)
    const deviation = Math.sqrt(Math.max(0, squares / Math.max(1, n) - mean * mean))
    if (!(deviation > 1e-6)) return []
    return [values.map((v) => (Number.isNaN(v) ? 0 : Math.max(-3, Math.min(3, (v - mean) / deviation))))]
  })
}
