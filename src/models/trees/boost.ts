/**
 * Gradient boosting of histogram trees.
 *
 * Reference: Friedman (2001), "Greedy function approximation: a gradient boosting machine"; Chen and Guestrin (2016),
 * "XGBoost"; Ke et al. (2017), "LightGBM".
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { UserError } from '../../errors.ts'
import { type FeatureMatrix, type FitOptions, type Labels, requireFeatures } from '../../model.ts'
import { random } from '../../util/random.ts'
import { checkLabels, gradients, meanLoss, priorMargin } from '../objective.ts'
import { type BinnedMatrix, binMatrix, type ColumnBins, chooseBins } from './bins.ts'
import type { Forest } from './forest.ts'
import { ForestBuilder } from './forest-builder.ts'
import { type GrownNode, TreeGrower } from './grow.ts'
import type { TreeParameters } from './parameters.ts'

/** Gradients are packed exactly for up to so many rows. */
const MAX_ROWS = 2 ** 24
/** Milliseconds between looks at the event loop. */
const TURN_MS = 40

export interface Boosted {
  readonly base: number
  readonly forest: Forest
}

/** Fits a boosted forest. */
export async function boost(
  x: FeatureMatrix,
  labels: Labels,
  p: TreeParameters,
  { seed = 1, validation, onProgress, signal }: FitOptions,
): Promise<Boosted> {
  requireFeatures(x, x.names)
  checkLabels(labels, x.rows, p.objective)
  if (x.rows > MAX_ROWS)
    throw new UserError(`invalid training rows: ${x.rows} [at most ${MAX_ROWS}; draw a sample]`)
  if (x.names.length === 0) throw new UserError('missing features: a model needs at least one column')
  const rng = random(seed)
  const bins = chooseBins(x, p.maxBins)
  const matrix = binMatrix(x, bins)
  const grower = new TreeGrower(matrix, bins, p, monotoneOf(p, x))
  const base = p.baseMargin ?? priorMargin(labels, p.objective)
  const margin = new Float64Array(x.rows).fill(base)
  const g = new Float64Array(x.rows)
  const h = new Float64Array(x.rows)
  const builder = new ForestBuilder(bins)

  const held = validation && heldOut(validation, x, bins, base, p)
  let best = { loss: Number.POSITIVE_INFINITY, trees: 0 }
  let turn = performance.now()
  for (let round = 0; round < p.rounds; round++) {
    gradients(margin, labels, p.objective, g, h, p.tweediePower)
    const nodes = grower.grow(g, h, rng)
    builder.add(nodes)
    if (p.rowSample >= 1) addLeaves(nodes, grower.rows, margin)
    else addTree(nodes, matrix, margin)
    let loss: number | undefined
    if (held) {
      addTree(nodes, held.matrix, held.margin)
      loss = meanLoss(held.margin, held.labels, p.objective, p.tweediePower)
      if (loss < best.loss - 1e-12) best = { loss, trees: round + 1 }
      else if (p.patience > 0 && round + 1 - best.trees >= p.patience) break
    }
    if (performance.now() - turn > TURN_MS) {
      onProgress?.({ done: round + 1, total: p.rounds, ...(loss === undefined ? {} : { loss }) })
      await nextTurn()
      signal?.throwIfAborted()
      turn = performance.now()
    }
  }
  signal?.throwIfAborted()
  const forest = builder.build(held ? best.trees : p.rounds)
  onProgress?.({
    done: forest.roots.length,
    total: forest.roots.length,
    ...(held ? { loss: best.loss } : {}),
  })
  return { base, forest }
}

function heldOut(
  { x, labels }: NonNullable<FitOptions['validation']>,
  trained: FeatureMatrix,
  bins: readonly ColumnBins[],
  base: number,
  p: TreeParameters,
) {
  requireFeatures(x, trained.names)
  checkLabels(labels, x.rows, p.objective)
  return { matrix: binMatrix(x, bins), labels, margin: new Float64Array(x.rows).fill(base) }
}

function monotoneOf(p: TreeParameters, x: FeatureMatrix): Int8Array {
  const absent = Object.keys(p.monotone).filter((name) => !x.names.includes(name))
  if (absent.length > 0) throw new UserError(`unknown monotone feature: ${absent.join(', ')}`)
  return Int8Array.from(x.names, (name, j) => (x.categorical?.[j] ? 0 : (p.monotone[name] ?? 0)))
}

/** Adds leaf values to the rows that the tree was grown on. */
function addLeaves(nodes: readonly GrownNode[], rows: Int32Array, margin: Float64Array): void {
  for (const { split, value, from, to } of nodes) {
    if (split) continue
    for (let i = from; i < to; i++) margin[rows[i]] += value
  }
}

/** Adds leaf values to all rows of a binned matrix, by walking the tree. */
function addTree(nodes: readonly GrownNode[], matrix: BinnedMatrix, margin: Float64Array): void {
  for (let row = 0; row < matrix.rows; row++) {
    let node = nodes[0]
    while (node.split)
      node = nodes[node.split.left[matrix.columns[node.split.feature][row]] === 1 ? node.left : node.right]
    margin[row] += node.value
  }
}
