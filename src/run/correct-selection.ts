/** Calibrates a score to all rows where only some were ever looked at. */
import type { Task } from '../book.ts'
import type { Featurized } from '../featurization/index.ts'
import { COMPONENTS, type Combiner, type ComponentValues, fitCombiner } from '../scoring/index.ts'
import { fitSelection, referralColumns, type Selection } from '../training/selection.ts'
import type { Counted } from '../training/selective.ts'
import { smallLogistic, smallProbabilities } from '../training/small-logistic.ts'
import type { TrainingRows } from './known.ts'

export const DEFAULTS = {
  /** Ones and unknown rows below which the choice cannot be told from the outcome. */
  leastOnes: 30,
  leastUnknown: 100,
  /** Ridge of the outcome on the standardised parts. */
  l2: 1,
  /** Rows that count less are not doubled. */
  leastWeight: 1e-3,
} as const

export interface Corrected {
  readonly combiner: Combiner
  readonly selection: Selection
}

/** Columns of what the referral had before it, aligned with the training rows. */
export function referralOf(
  { referral = [] }: Pick<Task, 'referral'>,
  { matrix }: Featurized,
  { rows }: TrainingRows,
): Float64Array[] {
  const columns = referral.flatMap((name) => {
    const at = matrix.names.indexOf(name)
    return at < 0 ? [] : [Float32Array.from(rows, (row) => matrix.columns[at][row])]
  })
  return referralColumns(columns)
}

/**
 * The parts weighed on rows that are counted as what they probably are. Undefined where the task says nothing of the choice, or too
 * little is known to tell choice from outcome.
 */
export function correct(
  { task, featurized }: { readonly task: Task; readonly featurized: Featurized },
  training: TrainingRows,
  values: ComponentValues,
): Corrected | undefined {
  if (!task.referral || !task.assumed) return undefined
  const { y, known, settled } = training
  let ones = 0
  let unknown = 0
  settled.forEach((isSettled, i) => {
    if (isSettled && known[i] && y[i] === 1) ones++
    if (isSettled && !known[i]) unknown++
  })
  if (ones < DEFAULTS.leastOnes || unknown < DEFAULTS.leastUnknown) return undefined
  const labels = y.map((label, i) => (known[i] ? label : Number.NaN))
  const parts = COMPONENTS.map((name) => standardised(values[name])).filter((column) => column !== undefined)
  let theta: Float64Array | undefined
  const selection = fitSelection(
    { y: labels, referral: referralOf(task, featurized, training), settled },
    ({ one, zero }) => {
      const weight = one.map((w, i) => w + zero[i])
      theta = smallLogistic(parts, one, weight, {
        l2: DEFAULTS.l2,
        tolerance: 1e-4,
        ...(theta ? { start: theta } : {}),
      })
      return smallProbabilities(parts, theta, y.length)
    },
  )
  // Rows and ones are told as they are, not as they were doubled.
  const combiner = { ...countedCombiner(values, selection.counted), rows: y.length, positives: sum(y) }
  return { combiner, selection }
}

/** The parts weighed on rows that count partly as a one and partly as a zero. */
export function countedCombiner(values: ComponentValues, { one, zero }: Counted): Combiner {
  const positions: number[] = []
  const y: number[] = []
  const weight: number[] = []
  for (const [label, counts] of [
    [1, one],
    [0, zero],
  ] as const)
    counts.forEach((w, i) => {
      if (Math.abs(w) < DEFAULTS.leastWeight) return
      positions.push(i)
      y.push(label)
      weight.push(w)
    })
  const doubled = Object.fromEntries(
    COMPONENTS.map((name) => [name, Float64Array.from(positions, (i) => values[name][i])]),
  ) as ComponentValues
  const prior = sum(one) / Math.max(1e-9, sum(one) + sum(zero))
  return fitCombiner(
    doubled,
    { y: Float64Array.from(y), weight: Float64Array.from(weight) },
    { prior: Math.min(0.99, Math.max(0.001, prior)) },
  )
}

const sum = (list: Float64Array): number => list.reduce((a, b) => a + b, 0)

/** Mean 0 and deviation 1; undefined for a part that says the same of every row. */
function standardised(values: Float64Array): Float64Array | undefined {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)
  return deviation > 1e-9 ? values.map((v) => (v - mean) / deviation) : undefined
}
