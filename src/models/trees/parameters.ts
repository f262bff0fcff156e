/** Hyper-parameters of boosted trees, their defaults and their bounds. */
import { invalid } from '../../errors.ts'
import type { Objective } from '../../model.ts'
import { TWEEDIE_POWER } from '../objective.ts'

export interface TreeParameters {
  readonly objective: Objective
  /** Number of trees (the most, when a validation set stops earlier). */
  readonly rounds: number
  /** Shrinkage of every leaf, in (0, 1]. */
  readonly learningRate: number
  /** `depth` splits level by level, `leaf` always the leaf with the largest gain. */
  readonly growth: 'depth' | 'leaf'
  readonly maxDepth: number
  /** Most leaves a tree; 0 means as many as the depth allows. */
  readonly maxLeaves: number
  /** L1 penalty on leaf sums of gradients. */
  readonly l1: number
  /** L2 penalty on leaf values. */
  readonly l2: number
  /** Least sum of hessians in a child. */
  readonly minChildWeight: number
  /** Least rows in a child; above 1 rows are counted too, which costs time. */
  readonly minChildRows: number
  /** Least gain of a split. */
  readonly minGain: number
  /** Share of rows drawn (without replacement) for a tree, in (0, 1]. */
  readonly rowSample: number
  /** Share of columns drawn for a tree, in (0, 1]. */
  readonly columnSample: number
  /** Share of the tree's columns drawn for a level, in (0, 1]. */
  readonly levelColumnSample: number
  /** Share of the level's columns drawn for a node, in (0, 1]. */
  readonly nodeColumnSample: number
  /** Most bins a column besides the one for missing, 2 to 255. */
  readonly maxBins: number
  /** Added to the hessian when categories are ordered by gradient over hessian. */
  readonly categorySmoothing: number
  /** L2 penalty on top of `l2` in splits by category. */
  readonly categoryL2: number
  /** Most categories on the smaller side of a split. */
  readonly maxCategories: number
  /** Features whose margin may only rise (1) or only fall (-1). */
  readonly monotone: Readonly<Record<string, 1 | -1>>
  /** Groups of features that may stand on one path from the root together; empty lets all. A feature in no group stands alone. */
  readonly interactions: readonly (readonly string[])[]
  /** `best` looks at every cut of a column, `random` draws one (extremely randomised trees). */
  readonly cuts: 'best' | 'random'
  /**
   * Weight of the rows of class 1 in `binary`, on top of their own; `balanced` makes both classes weigh the same. The scores
   * then answer for the weighted rows: calibrate them before they are read as probabilities.
   */
  readonly positiveWeight: number | 'balanced'
  /** Stop after so many rounds without a better validation loss; 0 never stops. */
  readonly patience: number
  /** Power of the variance of `tweedie`, inside (1, 2): nearer 1 for many small claims, nearer 2 for few large ones. */
  readonly tweediePower: number
  /** Largest leaf value before shrinkage; 0 is without limit. Log-rates need one (0.7 when absent): their exponent runs away. */
  readonly maxStep: number
  /** Margin before the first tree; the prior of the labels when absent. */
  readonly baseMargin?: number
}

const DEFAULTS: TreeParameters = {
  objective: 'binary',
  rounds: 100,
  learningRate: 0.1,
  growth: 'depth',
  maxDepth: 6,
  maxLeaves: 0,
  l1: 0,
  l2: 1,
  minChildWeight: 1,
  minChildRows: 1,
  minGain: 0,
  rowSample: 1,
  columnSample: 1,
  levelColumnSample: 1,
  nodeColumnSample: 1,
  maxBins: 255,
  categorySmoothing: 10,
  categoryL2: 10,
  maxCategories: 32,
  monotone: {},
  interactions: [],
  cuts: 'best',
  positiveWeight: 1,
  patience: 30,
  tweediePower: TWEEDIE_POWER,
  maxStep: 0,
}

/** The largest Newton step of a log-rate's leaf when none is given. */
const LOG_MAX_STEP = 0.7

type NumberName = {
  [K in keyof TreeParameters]-?: TreeParameters[K] extends number ? K : never
}[keyof TreeParameters]

const BOUNDS: Readonly<Record<NumberName, readonly [low: number, high: number, whole: boolean]>> = {
  rounds: [1, 100_000, true],
  learningRate: [1e-6, 1, false],
  maxDepth: [1, 32, true],
  maxLeaves: [0, 65_536, true],
  l1: [0, 1e9, false],
  l2: [0, 1e9, false],
  minChildWeight: [0, 1e12, false],
  minChildRows: [1, 1e9, true],
  minGain: [0, 1e12, false],
  rowSample: [1e-6, 1, false],
  columnSample: [1e-6, 1, false],
  levelColumnSample: [1e-6, 1, false],
  nodeColumnSample: [1e-6, 1, false],
  maxBins: [2, 255, true],
  categorySmoothing: [0, 1e9, false],
  categoryL2: [0, 1e9, false],
  maxCategories: [1, 255, true],
  patience: [0, 100_000, true],
  tweediePower: [1.01, 1.99, false],
  maxStep: [0, 1e6, false],
}

/** Fills in the defaults; UserError for a value out of bounds. */
export function treeParameters(given: Partial<TreeParameters>): TreeParameters {
  const isLog = given.objective && given.objective !== 'binary' && given.objective !== 'squared'
  const maxStep = isLog ? LOG_MAX_STEP : DEFAULTS.maxStep
  const all = { ...DEFAULTS, maxStep, ...given }
  for (const [name, [low, high, whole]] of Object.entries(BOUNDS)) {
    const value = all[name as NumberName]
    if (!(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
      throw invalid(
        `tree parameter ${name}`,
        value,
        `${whole ? 'a whole number' : 'a number'} from ${low} to ${high}`,
      )
    }
  }
  if (all.baseMargin !== undefined && !Number.isFinite(all.baseMargin)) {
    throw invalid('tree parameter baseMargin', all.baseMargin, 'a finite number')
  }
  const { positiveWeight } = all
  if (positiveWeight !== 'balanced' && !(positiveWeight > 0 && positiveWeight < 1e9))
    throw invalid('tree parameter positiveWeight', positiveWeight, "a number above 0 or 'balanced'")
  return all
}
