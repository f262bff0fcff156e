/**
 * Elastic net: a regression whose penalty is chosen by cross-validation along a path from "nothing matters" to almost none.
 *
 * Reference: Zou and Hastie (2005), "Regularization and variable selection via the elastic net"; Friedman, Hastie and Tibshirani
 * (2010), "Regularization paths for generalized linear models via coordinate descent".
 */
import { invalid } from '../../errors.ts'
import {
  type FeatureMatrix,
  type FitOptions,
  type Labels,
  type Model,
  type Objective,
  requireFeatures,
  takeLabels,
  takeRows,
} from '../../model.ts'
import { random } from '../../util/random.ts'
import { checkLabels, meanLoss, priorMargin } from '../objective.ts'
import { chooseDesign, type DesignColumn, designRows } from './design.ts'
import {
  checkParameters,
  type FittedLinear,
  fittedLinear,
  DEFAULTS as LINEAR,
  type LinearParameters,
} from './linear.ts'
import { withDesign } from './newton.ts'

export interface ElasticNetParameters extends Pick<LinearParameters, 'objective' | 'power'> {
  /** Share of the penalty on absolute values, above 0 to 1; the rest is on half the squares. */
  readonly mix: number
  /** Penalties tried, evenly spaced in their logarithm. */
  readonly penalties: number
  /** The smallest of them as a share of the one that takes every column out. */
  readonly least: number
  /** Folds over which the penalty is chosen. */
  readonly folds: number
  /** `best`: least loss of the held-out folds; `sparse`: the heaviest penalty within one standard error of it. */
  readonly choose: 'best' | 'sparse'
}

const DEFAULTS: ElasticNetParameters = {
  objective: 'binary',
  power: LINEAR.power,
  mix: 0.5,
  penalties: 25,
  least: 1e-3,
  folds: 5,
  choose: 'best',
}

/** Coefficients that move less along the path have arrived; the last fit is exact. */
const PATH_TOLERANCE = 1e-4
/** Heavier penalties in a row without a better held-out loss, after which lighter ones are not tried. */
const PATIENCE = 4

/** A regression with an elastic net penalty, e.g. `elasticNet({ mix: 1 })` for the lasso. */
export function elasticNet(given: Partial<ElasticNetParameters> = {}): Model {
  const p = { ...DEFAULTS, ...given }
  checkParameters({ ...LINEAR, ...p })
  if (!(p.mix > 0 && p.mix <= 1)) throw invalid('elastic net mix', p.mix, 'above 0, at most 1')
  if (!(p.penalties >= 2 && p.folds >= 2 && p.least > 0 && p.least < 1))
    throw invalid(
      'elastic net path',
      [p.penalties, p.folds, p.least],
      'two penalties, two folds, a share below 1',
    )
  return {
    kind: 'linear',
    async fit(x: FeatureMatrix, labels: Labels, options: FitOptions = {}): Promise<FittedLinear> {
      requireFeatures(x, x.names)
      checkLabels(labels, x.rows, p.objective)
      const { seed = 1, signal, onProgress } = options
      const design = chooseDesign(x, labels.weight)
      const whole: Part = { x, labels, design }
      const path = penaltiesOf(await heaviest(whole, p), p)
      const folds = foldsOf(labels, p, seed)
      const losses: Float64Array[] = []
      for (let fold = 0; fold < p.folds; fold++) {
        losses.push(await heldOutLosses(whole, folds, fold, path, p, signal))
        onProgress?.({ done: fold + 1, total: p.folds + 1 })
      }
      const lambda = path[chosen(losses, p.choose)]
      const beta = await along(
        whole,
        path.filter((l) => l >= lambda),
        p,
        signal,
      )
      onProgress?.({ done: p.folds + 1, total: p.folds + 1 })
      return fittedLinear({ objective: p.objective, ...shares(lambda, p, labels) }, x.names, design, beta)
    },
  }
}

/** Rows with their design. */
interface Part {
  readonly x: FeatureMatrix
  readonly labels: Labels
  readonly design: readonly DesignColumn[]
}

const weightOf = ({ weight, y }: Labels): number => weight?.reduce((a, b) => a + b, 0) ?? y.length

/** Penalties are a row's share; the minimum is over the sum. */
const shares = (lambda: number, { mix }: ElasticNetParameters, labels: Labels) => ({
  l1: lambda * mix * weightOf(labels),
  l2: lambda * (1 - mix) * weightOf(labels),
})

function open<T>(
  { x, labels, design }: Part,
  { objective, power }: ElasticNetParameters,
  work: Parameters<typeof withDesign<T>>[5],
): Promise<T> {
  const block = (from: number, to: number) => designRows(x, design, from, to)
  return withDesign(block, design.length, labels, objective, power, work)
}

function startOf({ labels, design }: Part, objective: Objective): Float64Array {
  const start = new Float64Array(design.length + 1)
  start[0] = priorMargin(labels, objective)
  return start
}

/** The least penalty under which every coefficient is 0. */
function heaviest(part: Part, p: ElasticNetParameters): Promise<number> {
  return open(part, p, async (problem) => {
    const slope = problem.slope(startOf(part, p.objective)).slice(1)
    const steepest = slope.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
    return Math.max(steepest / (p.mix * weightOf(part.labels)), 1e-12)
  })
}

/** Heaviest first. */
const penaltiesOf = (top: number, { penalties, least }: ElasticNetParameters): number[] =>
  Array.from({ length: penalties }, (_, k) => top * least ** (k / (penalties - 1)))

/** Coefficients at the last of `path`, warm from each penalty to the next. */
function along(
  part: Part,
  path: readonly number[],
  p: ElasticNetParameters,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  return open(part, p, async (problem) => {
    let beta = startOf(part, p.objective)
    for (const [k, lambda] of path.entries()) {
      const last = k === path.length - 1
      beta = await problem.minimise(beta, {
        ...LINEAR,
        ...shares(lambda, p, part.labels),
        power: p.power,
        tolerance: last ? LINEAR.tolerance : PATH_TOLERANCE,
        keepCurvature: true,
        signal,
      })
    }
    return beta
  })
}

/** Loss of each penalty on the rows of a fold, learned from the others; infinite where the path was not followed to its end. */
function heldOutLosses(
  { x, labels }: Part,
  folds: Int32Array,
  fold: number,
  path: readonly number[],
  p: ElasticNetParameters,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const rows = (inside: boolean) =>
    Int32Array.from(folds.keys()).filter((row) => (folds[row] === fold) === inside)
  const [seen, unseen] = [rows(false), rows(true)]
  const seenX = takeRows(x, seen)
  const seenLabels = takeLabels(labels, seen)
  const part: Part = { x: seenX, labels: seenLabels, design: chooseDesign(seenX, seenLabels.weight) }
  const testX = takeRows(x, unseen)
  const testLabels = takeLabels(labels, unseen)
  return open(part, p, async (problem) => {
    const losses = new Float64Array(path.length).fill(Number.POSITIVE_INFINITY)
    let beta = startOf(part, p.objective)
    let [best, since] = [Number.POSITIVE_INFINITY, 0]
    for (const [k, lambda] of path.entries()) {
      const penalty = shares(lambda, p, seenLabels)
      beta = await problem.minimise(beta, {
        ...LINEAR,
        ...penalty,
        power: p.power,
        tolerance: PATH_TOLERANCE,
        keepCurvature: true,
        signal,
      })
      const fitted = fittedLinear({ objective: p.objective, ...penalty }, x.names, part.design, beta)
      losses[k] = meanLoss(fitted.margin(testX), testLabels, p.objective, p.power)
      since = losses[k] < best ? 0 : since + 1
      best = Math.min(best, losses[k])
      if (since >= PATIENCE) break
    }
    return losses
  })
}

/** Position of the penalty that the held-out losses speak for. */
function chosen(losses: readonly Float64Array[], choose: ElasticNetParameters['choose']): number {
  const stats = Array.from(losses[0], (_, k) => {
    const values = losses.map((fold) => fold[k])
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1)
    return { mean, error: Math.sqrt(variance / values.length) }
  })
  let best = 0
  stats.forEach(({ mean }, k) => {
    if (mean < stats[best].mean) best = k
  })
  if (choose === 'best') return best
  return stats.findIndex(({ mean }) => mean <= stats[best].mean + stats[best].error)
}

/** A fold a row; ones and zeros are spread evenly. */
function foldsOf({ y }: Labels, { folds, objective }: ElasticNetParameters, seed: number): Int32Array {
  const order = random(seed).shuffle(Int32Array.from({ length: y.length }, (_, i) => i))
  if (objective === 'binary') order.sort((a, b) => y[a] - y[b])
  const out = new Int32Array(y.length)
  order.forEach((row, i) => {
    out[row] = i % folds
  })
  return out
}
