/**
 * Gradient boosting of histogram trees.
 *
 * Reference: Friedman (2001), "Greedy function approximation: a gradient boosting machine"; Chen and Guestrin (2016),
 * "XGBoost"; Ke et al. (2017), "LightGBM".
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { config } from '../../config.ts'
import { UserError } from '../../errors.ts'
import { type FeatureMatrix, type FitOptions, type Labels, requireFeatures } from '../../model.ts'
import { random } from '../../util/random.ts'
import { checkLabels, meanLoss, priorMargin } from '../objective.ts'
import { chooseBins } from './bins.ts'
import type { Forest } from './forest.ts'
import { ForestBuilder } from './forest-builder.ts'
import { TreeGrower } from './grow.ts'
import { Engine } from './kernel/engine.ts'
import type { TreeParameters } from './parameters.ts'
import { placeMore, placeRows } from './rows.ts'
import { TreeWalk } from './walk.ts'

/** Gradients are packed exactly for up to so many rows. */
const MAX_ROWS = 2 ** 24
/** Milliseconds between looks at the event loop. */
const TURN_MS = 40
/** Fits of fewer cells than this are over before a thread has started. */
const THREAD_CELLS = 2 ** 21

export interface Boosted {
  readonly base: number
  readonly forest: Forest
}

/** Refuses rows that no trees can be grown on. */
export function checkRows(x: FeatureMatrix, labels: Labels, p: TreeParameters): void {
  requireFeatures(x, x.names)
  checkLabels(labels, x.rows, p.objective)
  if (x.rows > MAX_ROWS)
    throw new UserError(`invalid training rows: ${x.rows} [at most ${MAX_ROWS}; draw a sample]`)
  if (x.names.length === 0) throw new UserError('missing features: a model needs at least one column')
}

/** How many threads a fit gets: those asked for, or the machine's when there is work for them. */
export function threadsFor(x: FeatureMatrix, { threads }: FitOptions): number {
  if (threads !== undefined) return Math.max(1, Math.floor(threads))
  return x.rows * x.columns.length < THREAD_CELLS ? 1 : Math.max(1, config().threads)
}

/** Fits a boosted forest. */
export async function boost(
  x: FeatureMatrix,
  labels: Labels,
  p: TreeParameters,
  options: FitOptions,
  engine: Engine = new Engine(threadsFor(x, options)),
): Promise<Boosted> {
  try {
    return await boostOn(engine, x, labels, p, options)
  } finally {
    engine.close()
  }
}

async function boostOn(
  engine: Engine,
  x: FeatureMatrix,
  given: Labels,
  p: TreeParameters,
  { seed = 1, validation, onProgress, signal }: FitOptions,
): Promise<Boosted> {
  checkRows(x, given, p)
  const labels = weighted(given, p)
  const rng = random(seed)
  const bins = chooseBins(x, p.maxBins)
  const { rows, cuts } = placeRows(engine, x, labels, labels.weight, bins)
  const grower = new TreeGrower(engine, rows, bins, p, x.names, monotoneOf(p, x))
  const base = p.baseMargin ?? priorMargin(labels, p.objective)
  const walk = new TreeWalk(engine)
  const fill = (at: number, count: number) => engine.views.f64.fill(base, at >> 3, (at >> 3) + count)
  fill(rows.margin, rows.rows)
  const builder = new ForestBuilder(bins)

  if (validation) {
    requireFeatures(validation.x, x.names)
    checkLabels(validation.labels, validation.x.rows, p.objective)
  }
  const held = validation && {
    ...placeMore(engine, validation.x, bins, cuts),
    labels: weighted(validation.labels, p),
  }
  if (held) fill(held.margin, held.rows)
  let best = { loss: Number.POSITIVE_INFINITY, trees: 0 }
  let turn = performance.now()
  for (let round = 0; round < p.rounds; round++) {
    const nodes = grower.grow(rng)
    builder.add(nodes)
    if (p.rowSample >= 1) grower.addLeaves(nodes)
    else walk.add(nodes, rows, rows.margin)
    let loss: number | undefined
    if (held) {
      walk.add(nodes, held, held.margin)
      const margin = engine.views.f64.subarray(held.margin >> 3, (held.margin >> 3) + held.rows)
      loss = meanLoss(margin, held.labels, p.objective, p.tweediePower)
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

/** Labels with the weight of their class. */
function weighted(labels: Labels, { objective, positiveWeight }: TreeParameters): Labels {
  if (objective !== 'binary' || positiveWeight === 1) return labels
  const { y, weight } = labels
  let [ones, zeros] = [0, 0]
  for (let i = 0; i < y.length; i++) {
    const w = weight ? weight[i] : 1
    if (y[i] === 1) ones += w
    else zeros += w
  }
  const factor = positiveWeight === 'balanced' ? (ones > 0 && zeros > 0 ? zeros / ones : 1) : positiveWeight
  return { ...labels, weight: y.map((label, i) => (label === 1 ? factor : 1) * (weight ? weight[i] : 1)) }
}

export function monotoneOf(p: TreeParameters, x: FeatureMatrix): Int8Array {
  const absent = Object.keys(p.monotone).filter((name) => !x.names.includes(name))
  if (absent.length > 0) throw new UserError(`unknown monotone feature: ${absent.join(', ')}`)
  return Int8Array.from(x.names, (name, j) => (x.categorical?.[j] ? 0 : (p.monotone[name] ?? 0)))
}
