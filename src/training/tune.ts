/**
 * Seeded random search over hyper-parameters with successive halving: many candidates on few rows, the better half on twice
 * as many, until all rows are in use. Sees the training set only. A budget is a number of candidates, a time, or both.
 *
 * Reference: Jamieson and Talwalkar (2016), "Non-stochastic best arm identification and hyperparameter optimization".
 */
import type { Space } from '../book.ts'
import { invalid } from '../errors.ts'
import { type FeatureMatrix, type Labels, type Model, takeLabels, takeRows } from '../model.ts'
import { type Random, random } from '../util/random.ts'
import { crossValidate, type Folds, type Measure, splitsOf } from './cross-validate.ts'
import { splitsAmong } from './split.ts'

export type Parameters = Readonly<Record<string, number | string | boolean>>

export interface Trial {
  readonly parameters: Parameters
  /** Mean of the measure over the folds, at the largest number of rows that the trial reached. */
  readonly score: number
  readonly deviation: number
  readonly rows: number
}

export interface Tuning {
  readonly best: Trial
  /** All trials: those that got furthest first, then by score. */
  readonly trials: readonly Trial[]
  /** Whether the time ran out before the last round: the same seed may then end elsewhere. */
  readonly cutShort: boolean
}

export interface TuneOptions {
  readonly seed?: number
  /** Candidates at the start; default 16. */
  readonly candidates?: number
  /** Share of the rows that the first round sees; default 0.25. */
  readonly firstShare?: number
  /** Time after which no further candidate is tried; default none. Without it the same seed gives the same answer. */
  readonly seconds?: number
  /** Where the time comes from, in milliseconds. */
  readonly clock?: () => number
  /** Candidates to try first, before the random ones, e.g. the present parameters. */
  readonly include?: readonly Parameters[]
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { done: number; total: number }) => void
}

const DEFAULTS = { seed: 1, candidates: 16, firstShare: 0.25 } as const

/** Finds good hyper-parameters by cross-validation on `folds`; `make` builds the model of a candidate. */
export async function tune(
  make: (parameters: Parameters) => Model,
  space: Space,
  x: FeatureMatrix,
  labels: Labels,
  folds: Folds,
  measure: Measure,
  options: TuneOptions = {},
): Promise<Tuning> {
  const { seed, candidates, firstShare } = { ...DEFAULTS, ...options }
  if (candidates < 1 || !Number.isInteger(candidates))
    throw invalid('candidates', candidates, 'a whole number from 1')
  const splits = splitsOf(folds)
  const rng = random(seed)
  let alive: Parameters[] = [...(options.include ?? [])]
  while (alive.length < candidates) alive.push(draw(space, rng))
  const order = rng.shuffle(Int32Array.from(labels.y, (_, i) => i))
  const done = new Map<Parameters, Trial>()
  const total = alive.length
  const clock = options.clock ?? (() => performance.now())
  const end = clock() + 1000 * (options.seconds ?? Number.POSITIVE_INFINITY)
  let cutShort = false
  for (let share = alive.length > 1 ? firstShare : 1; ; share = Math.min(1, share * 2)) {
    const rows = order.slice(0, Math.max(1, Math.round(share * order.length))).sort()
    const [part, partLabels] = [takeRows(x, rows), takeLabels(labels, rows)]
    const partSplits = splitsAmong(splits, rows)
    for (const parameters of alive) {
      // One trial there always is; then the time decides.
      if (done.size > 0 && clock() >= end) {
        cutShort = true
        break
      }
      const { mean, deviation } = await crossValidate(
        make(parameters),
        part,
        partLabels,
        partSplits,
        measure,
        { seed, signal: options.signal },
      )
      done.set(parameters, { parameters, score: mean, deviation, rows: rows.length })
      options.onProgress?.({ done: done.size - alive.length + alive.indexOf(parameters) + 1, total })
    }
    alive.sort((a, b) => scoreOf(done, b) - scoreOf(done, a))
    if (share >= 1 || cutShort) break
    alive = alive.slice(0, Math.max(1, Math.ceil(alive.length / 2)))
  }
  const trials = [...done.values()].sort((a, b) => b.rows - a.rows || finite(b.score) - finite(a.score))
  return { best: trials[0], trials, cutShort }
}

function draw(space: Space, rng: Random): Parameters {
  return Object.fromEntries(
    Object.entries(space).map(([name, choice]) => {
      if ('oneOf' in choice) return [name, rng.pick(choice.oneOf)]
      const { from, to, scale = 'linear', whole = false } = choice
      if (!(from <= to) || (scale === 'log' && from <= 0))
        throw invalid(`range of ${name}`, [from, to], 'from <= to, and above 0 on a log scale')
      const value = scale === 'log' ? from * (to / from) ** rng.next() : from + (to - from) * rng.next()
      return [name, whole ? Math.round(value) : value]
    }),
  )
}

function scoreOf(done: ReadonlyMap<Parameters, Trial>, parameters: Parameters): number {
  return finite(done.get(parameters)?.score ?? Number.NaN)
}

/** A measure without an answer (one class in a fold) loses against every other. */
function finite(score: number): number {
  return Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score
}
