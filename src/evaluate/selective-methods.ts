/** Ways of learning from outcomes that exist only where somebody looked, each as a whole score. */
import { correct, countedCombiner, referralOf } from '../run/correct-selection.ts'
import {
  fitModels,
  foldsOf,
  type Ground,
  outOfFold,
  pick,
  share,
  type Unseen,
  validationOf,
  weigh,
} from '../run/fit.ts'
import type { TrainingRows } from '../run/known.ts'
import { logistic } from '../score.ts'
import {
  COMPONENTS,
  type Combiner,
  type ComponentValues,
  componentsOf,
  fitCombiner,
  fitScorer,
  rowsOf,
  type ScoringModels,
} from '../scoring/index.ts'
import {
  assumedZero,
  type Counted,
  doublyRobust,
  inversePropensity,
  positiveUnlabelled,
  propensity,
} from '../training/selective.ts'

/** A method's probabilities of the test rows, and what it does, in a sentence. */
export interface MethodResult {
  readonly name: string
  readonly how: string
  readonly seconds: number
  readonly probability: Float64Array
  /** Share of ones among the settled training rows, as the method has it. */
  readonly share?: number
}

/** Where unknown rows are left out of a fit. */
const LEAST = 1e-3

/** Learns by every method from the training rows and scores the test rows. */
export async function byEveryMethod(
  ground: Ground,
  training: TrainingRows,
  test: Int32Array,
  truth: Float64Array,
  onMethod: (name: string) => void,
): Promise<MethodResult[]> {
  const results: MethodResult[] = []
  const timed = async (name: string, how: string, work: () => Promise<Float64Array>) => {
    onMethod(name)
    const began = performance.now()
    const logOdds = await work()
    const seconds = (performance.now() - began) / 1000
    results.push({ name, how, seconds, probability: logOdds.map(logistic) })
  }
  const labels = training.y.map((label, i) => (training.known[i] ? label : Number.NaN))
  const splits = validationOf(ground, training)
  let first: Unseen | undefined
  let tested: ComponentValues | undefined
  await timed(
    'naive',
    'rows that nobody looked at are genuine, at less weight where models learn; weights of the parts from folds',
    async () => {
      first = await outOfFold(ground, training, splits)
      tested = valuesOf(ground, await fitModels(ground, training), test)
      return weigh(tested, naiveCombiner(first, training))
    },
  )
  if (!first || !tested) throw new Error('missing values: the naive method comes first')
  const [unseen, values] = [first, tested]
  let estimated: number | undefined
  await timed(
    'claimscope',
    "the same models; being looked at is learned with the outcome, and the parts are weighed on rows as they probably are (the run's own)",
    async () => {
      const corrected = correct(ground, pick(training, unseen.positions), unseen.values)
      const counted = corrected?.selection.counted
      if (counted) estimated = sumOf(counted.one) / (sumOf(counted.one) + sumOf(counted.zero))
      return weigh(values, corrected?.combiner ?? naiveCombiner(unseen, training))
    },
  )
  const last = results[results.length - 1]
  if (estimated !== undefined) results[results.length - 1] = { ...last, share: estimated }
  const naive = weigh(unseen.values, naiveCombiner(unseen, training)).map(logistic)
  const whole = await propensityOf(ground, training)
  const settled = (counted: Counted): Counted => ({
    one: counted.one.map((w, i) => (training.settled[i] ? w : 0)),
    zero: counted.zero.map((w, i) => (training.settled[i] ? w : 0)),
  })
  await timed('positive-unlabelled', 'Elkan and Noto: unknown rows count as ones by their chance', () =>
    byCounts(
      ground,
      training,
      settled(positiveUnlabelled(labels, spread(unseen, naive, labels.length))),
      test,
    ),
  )
  await timed(
    'inverse propensity',
    'known rows alone, each by one over its chance of having been looked at (out of fold, clipped, stabilised)',
    () => byCounts(ground, training, inversePropensity(labels, whole), test),
  )
  await timed(
    'doubly robust',
    'a model of known rows imputes all, corrected on known rows by one over their propensity',
    async () => {
      const known = assumedZero(labels, 0)
      const imputed = await imputedBy(ground, training, known)
      return byCounts(ground, training, doublyRobust(labels, whole, imputed), test)
    },
  )
  await timed(
    'all outcomes known',
    'learned from the answer key itself: what no correction can exceed',
    () => {
      const all = { one: truth, zero: truth.map((label) => 1 - label) }
      return byCounts(ground, training, all, test)
    },
  )
  return results
}

const sumOf = (list: Float64Array): number => list.reduce((a, b) => a + b, 0)

function naiveCombiner({ positions, values }: Unseen, training: TrainingRows): Combiner {
  const judged = pick(training, positions)
  return fitCombiner(values, { y: judged.y }, { prior: share(judged) })
}

/** Component values of rows by models. */
function valuesOf(ground: Ground, models: ScoringModels, rows: Int32Array): ComponentValues {
  const chosen = rowsOf(ground.subjects, rows)
  // Biases are those of the whole book, as a run has them.
  const { biases } = fitScorer(ground.subjects, models, ground.rules, null).file
  return componentsOf(chosen, models, ground.rules, biases).values
}

/** Values of unseen rows at their place among all training rows. */
function spread({ positions }: Unseen, values: Float64Array, length: number): Float64Array {
  const out = new Float64Array(length)
  positions.forEach((position, i) => {
    out[position] = values[i]
  })
  return out
}

/** Chance of having been looked at of every settled training row, out of fold. */
async function propensityOf(ground: Ground, training: TrainingRows): Promise<Float64Array> {
  const folds = foldsOf(training, 4, ground.seed).map((fold, i) => (training.settled[i] ? fold : -1))
  return propensity(
    referralOf(ground.task, ground.featurized, training),
    Float64Array.from(training.known),
    folds,
  )
}

/** Training rows twice where they count as a one and as a zero; what counts below nothing is left out. */
function doubled(training: TrainingRows, { one, zero }: Counted) {
  const positions: number[] = []
  const y: number[] = []
  const weight: number[] = []
  for (let i = 0; i < one.length; i++)
    for (const [label, w] of [
      [1, one[i]],
      [0, zero[i]],
    ])
      if (w > LEAST) {
        positions.push(i)
        y.push(label)
        weight.push(w)
      }
  const rows = pick(training, Int32Array.from(positions))
  return {
    positions,
    rows: { ...rows, y: Float64Array.from(y), weight: Float64Array.from(weight) } satisfies TrainingRows,
  }
}

/** Component values of the training rows by models of rows counted so that had not seen them. */
async function countedValues(
  ground: Ground,
  training: TrainingRows,
  counted: Counted,
): Promise<ComponentValues> {
  const { positions, rows } = doubled(training, counted)
  // Copies of a row share its group, so they share a fold.
  const unseen = await outOfFold(ground, rows, validationOf(ground, rows))
  const out = Object.fromEntries(
    COMPONENTS.map((name) => [name, new Float64Array(counted.one.length)]),
  ) as Record<(typeof COMPONENTS)[number], Float64Array>
  unseen.positions.forEach((position, i) => {
    for (const name of COMPONENTS) out[name][positions[position]] = unseen.values[name][i]
  })
  return out
}

/** Models and weights of the parts, both learned from rows counted so; log-odds of the test rows. */
async function byCounts(
  ground: Ground,
  training: TrainingRows,
  counted: Counted,
  test: Int32Array,
): Promise<Float64Array> {
  const values = await countedValues(ground, training, counted)
  const models = await fitModels(ground, doubled(training, counted).rows)
  return weigh(valuesOf(ground, models, test), countedCombiner(values, counted))
}

/** Chance of a one of every training row by models of the known rows that had not seen it. */
async function imputedBy(ground: Ground, training: TrainingRows, known: Counted): Promise<Float64Array> {
  const values = await countedValues(ground, training, known)
  const combiner = countedCombiner(values, known)
  const models = await fitModels(ground, doubled(training, known).rows)
  const all = weigh(valuesOf(ground, models, training.rows), combiner)
  // Known rows were learned from: theirs come from their folds.
  const own = weigh(values, combiner)
  return all.map((margin, i) => logistic(training.known[i] ? own[i] : margin))
}
