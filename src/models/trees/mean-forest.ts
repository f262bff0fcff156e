/**
 * Forests whose score is a mean: a decision tree, a random forest and extremely randomised trees, grown by the kernels of boosting.
 *
 * Splits reduce the squared error of the labels, which for labels 0 and 1 is Gini's impurity. A leaf holds the mean of its rows'
 * labels divided by the number of trees, so the leaves that a row reaches add up to the mean of its trees: margin and score are that
 * mean (for labels 0 and 1 a probability), and reasons are parts of it, not of its log-odds.
 *
 * Reference: Breiman (2001), "Random forests"; Geurts, Ernst and Wehenkel (2006), "Extremely randomized trees".
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { invalid } from '../../errors.ts'
import type { FeatureMatrix, FitOptions, Labels, Model, ModelFile, ModelKind } from '../../model.ts'
import { type Random, random } from '../../util/random.ts'
import { chooseBins } from './bins.ts'
import { checkRows, monotoneOf, threadsFor } from './boost.ts'
import { type Forest, forestFromJson, forestToJson } from './forest.ts'
import { ForestBuilder } from './forest-builder.ts'
import { TreeGrower } from './grow.ts'
import { Engine } from './kernel/engine.ts'
import { type TreeParameters, treeParameters } from './parameters.ts'
import { placeRows, type TrainingRows } from './rows.ts'
import { FittedTrees } from './trees.ts'

const VERSION = 1
/** Milliseconds between looks at the event loop. */
const TURN_MS = 40

type ForestKind = Extract<ModelKind, 'decision_tree' | 'random_forest' | 'extra_trees'>

export interface ForestParameters {
  /** Number of trees, 1 or more. */
  readonly trees: number
  /** 1 to 32. */
  readonly maxDepth: number
  /** Most leaves a tree, the largest gains first; 0 is without limit. */
  readonly maxLeaves: number
  /** Least rows in a leaf; of rows without weights, one that was drawn twice counts twice. */
  readonly minChildRows: number
  /** Share of the columns drawn for every node, or `root`: as many as the square root of all. */
  readonly nodeColumnSample: number | 'root'
  /** Whether every tree sees as many rows as there are, drawn with replacement. */
  readonly bootstrap: boolean
  /** `best` looks at every cut of a column, `random` draws one. */
  readonly cuts: 'best' | 'random'
  /** Most bins a column besides the one for missing, 2 to 255. */
  readonly maxBins: number
  /** Features whose score may only rise (1) or only fall (-1). */
  readonly monotone: TreeParameters['monotone']
  /** Weight of class 1, or `balanced`, for labels 0 and 1. */
  readonly positiveWeight: TreeParameters['positiveWeight']
}

const COMMON: ForestParameters = {
  trees: 200,
  maxDepth: 20,
  maxLeaves: 0,
  minChildRows: 5,
  nodeColumnSample: 'root',
  bootstrap: true,
  cuts: 'best',
  maxBins: 255,
  monotone: {},
  positiveWeight: 1,
}

const DEFAULTS: Readonly<Record<ForestKind, ForestParameters>> = {
  decision_tree: {
    ...COMMON,
    trees: 1,
    maxDepth: 6,
    minChildRows: 20,
    nodeColumnSample: 1,
    bootstrap: false,
  },
  random_forest: COMMON,
  extra_trees: { ...COMMON, cuts: 'random', bootstrap: false },
}

export type MeanForest = Model & { readonly parameters: ForestParameters }

/** One tree that can be read, e.g. `decisionTree({ maxDepth: 4 })`. */
export const decisionTree = (parameters: Partial<ForestParameters> = {}): MeanForest =>
  meanForest('decision_tree', { ...parameters, trees: 1 })

/** Trees over rows drawn with replacement, each split over columns drawn anew. */
export const randomForest = (parameters: Partial<ForestParameters> = {}): MeanForest =>
  meanForest('random_forest', parameters)

/** Trees over all rows whose cuts are drawn, the best column's is taken. */
export const extraTrees = (parameters: Partial<ForestParameters> = {}): MeanForest =>
  meanForest('extra_trees', parameters)

function meanForest(kind: ForestKind, given: Partial<ForestParameters>): MeanForest {
  const parameters = { ...DEFAULTS[kind], ...given }
  if (!Number.isInteger(parameters.trees) || parameters.trees < 1 || parameters.trees > 100_000)
    throw invalid('forest parameter trees', parameters.trees, 'a whole number from 1 to 100000')
  treeParametersOf(parameters, 1, true)
  return {
    kind,
    parameters,
    async fit(x, labels, options = {}): Promise<FittedMeanForest> {
      const isWeighted = labels.weight !== undefined || parameters.positiveWeight !== 1
      const p = treeParametersOf(parameters, x.names.length, isWeighted)
      checkRows(x, labels, p)
      const engine = new Engine(threadsFor(x, options))
      try {
        const forest = await grow(engine, x, labels, p, parameters, options)
        let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
        for (const y of labels.y) {
          low = Math.min(low, y)
          high = Math.max(high, y)
        }
        return new FittedMeanForest(kind, [...x.names], forest, low, high)
      } finally {
        engine.close()
      }
    },
  }
}

/** What the kernels are told: labels are approached from 0 in one whole step, a share of it for every tree. */
function treeParametersOf(p: ForestParameters, width: number, isWeighted: boolean): TreeParameters {
  const share = p.nodeColumnSample === 'root' ? Math.sqrt(width) / width : p.nodeColumnSample
  return treeParameters({
    objective: 'squared',
    rounds: p.trees,
    learningRate: 1 / p.trees,
    growth: 'leaf',
    maxDepth: p.maxDepth,
    maxLeaves: p.maxLeaves,
    // Where every row weighs 1, sums of weights count them.
    minChildRows: isWeighted ? p.minChildRows : 1,
    minChildWeight: isWeighted ? 0 : p.minChildRows,
    l2: 0,
    categoryL2: 0,
    nodeColumnSample: share,
    cuts: p.cuts,
    maxBins: p.maxBins,
    monotone: p.monotone,
    baseMargin: 0,
    positiveWeight: p.positiveWeight,
  })
}

async function grow(
  engine: Engine,
  x: FeatureMatrix,
  labels: Labels,
  p: TreeParameters,
  { bootstrap }: ForestParameters,
  { seed = 1, onProgress, signal }: FitOptions,
): Promise<Forest> {
  const rng = random(seed)
  const bins = chooseBins(x, p.maxBins)
  const own = classWeights(labels, p)
  const weight = own ?? (bootstrap ? new Float64Array(x.rows).fill(1) : undefined)
  const { rows } = placeRows(engine, x, { y: labels.y }, weight, bins)
  engine.views.f64.fill(0, rows.margin >> 3, (rows.margin >> 3) + rows.rows)
  const grower = new TreeGrower(engine, rows, bins, p, x.names, monotoneOf(p, x))
  const builder = new ForestBuilder(bins)
  let turn = performance.now()
  for (let round = 0; round < p.rounds; round++) {
    builder.add(grower.grow(rng, bootstrap ? drawWithReplacement(engine, rows, own, rng) : undefined))
    if (performance.now() - turn <= TURN_MS) continue
    onProgress?.({ done: round + 1, total: p.rounds })
    await nextTurn()
    signal?.throwIfAborted()
    turn = performance.now()
  }
  signal?.throwIfAborted()
  onProgress?.({ done: p.rounds, total: p.rounds })
  return builder.build(p.rounds)
}

/** The weights of the rows with those of their classes; undefined when all weigh 1. */
function classWeights({ y, weight }: Labels, { positiveWeight }: TreeParameters): Float64Array | undefined {
  if (positiveWeight === 1) return weight
  let [ones, others] = [0, 0]
  for (let i = 0; i < y.length; i++) {
    const w = weight ? weight[i] : 1
    if (y[i] === 1) ones += w
    else others += w
  }
  const factor = positiveWeight !== 'balanced' ? positiveWeight : ones > 0 && others > 0 ? others / ones : 1
  return y.map((label, i) => (label === 1 ? factor : 1) * (weight ? weight[i] : 1))
}

/** Draws as many rows as there are, with replacement; a row drawn twice weighs twice. Returns how many different ones there are. */
function drawWithReplacement(
  engine: Engine,
  { rows: n, lists, weight }: TrainingRows,
  own: Float64Array | undefined,
  rng: Random,
): number {
  const { f64, u32 } = engine.views
  const [weights, list] = [weight >> 3, lists[0] >> 2]
  f64.fill(0, weights, weights + n)
  for (let i = 0; i < n; i++) f64[weights + Math.floor(rng.next() * n)]++
  let drawn = 0
  for (let i = 0; i < n; i++) {
    if (f64[weights + i] === 0) continue
    u32[list + drawn++] = i
    if (own) f64[weights + i] *= own[i]
  }
  return drawn
}

export class FittedMeanForest extends FittedTrees {
  override readonly kind: ForestKind
  /** Least and largest label that was learned: no mean lies outside. */
  readonly low: number
  readonly high: number

  constructor(kind: ForestKind, features: readonly string[], forest: Forest, low: number, high: number) {
    super('squared', features, 0, forest)
    this.kind = kind
    this.low = low
    this.high = high
  }

  /** The mean of the trees, without the rounding that would carry it past the labels. */
  override score(x: FeatureMatrix): Float64Array {
    return this.margin(x).map((mean) => Math.min(this.high, Math.max(this.low, mean)))
  }

  override toJSON(): ModelFile {
    return {
      kind: this.kind,
      version: VERSION,
      features: this.features,
      body: { low: this.low, high: this.high, ...forestToJson(this.forest) },
    }
  }
}

/** Reads a decision tree, a random forest or extremely randomised trees back; UserError when the file does not hold them. */
export function meanForestFromJson({ kind, version, features, body }: ModelFile): FittedMeanForest {
  if (version !== VERSION) throw invalid(`version of ${kind}`, version, `this release reads ${VERSION}`)
  if (!Object.hasOwn(DEFAULTS, kind)) throw invalid('model kind', kind, Object.keys(DEFAULTS).join(', '))
  const { low, high } = body
  if (typeof low !== 'number' || typeof high !== 'number' || !(low <= high))
    throw invalid('model file', 'low and high', 'the least and the largest label belong here')
  return new FittedMeanForest(kind as ForestKind, features, forestFromJson(body, features.length), low, high)
}
