/** Gradients and hessians of the training rows, packed as whole numbers for the histograms. */
import type { Objective } from '../../model.ts'
import { type Engine, setNumber, setPlace } from './kernel/engine.ts'
import { TASK } from './kernel/layout.ts'
import type { TreeParameters } from './parameters.ts'
import { CHUNK, type TrainingRows } from './rows.ts'
import { type Penalties, penalties } from './split.ts'

/** Sums of all gradients and hessians in whole units: no sum of some of them passes 31 bits, rounding included. */
const GRADIENT_UNITS = 2 ** 30
const HESSIAN_UNITS = 2 ** 31 - 2 ** 26

/** Objectives by the number that the kernel knows them by. */
const NUMBERED: readonly Objective[] = ['binary', 'poisson', 'gamma', 'tweedie', 'squared']

export class Slopes {
  readonly #engine: Engine
  readonly #rows: TrainingRows
  readonly #p: TreeParameters
  readonly #chunkSums: number

  constructor(engine: Engine, rows: TrainingRows, p: TreeParameters) {
    this.#engine = engine
    this.#rows = rows
    this.#p = p
    this.#chunkSums = engine.allocate(16 * Math.ceil(rows.rows / CHUNK))
    setPlace(engine, 'objective', NUMBERED.indexOf(p.objective))
    setNumber(engine, 'power', p.tweediePower)
  }

  /** Takes the gradients of all rows at their margins; with `isWhole`, the numbers of all rows are listed too. Returns the tree's penalties. */
  quantise(isWhole: boolean): Penalties {
    const engine = this.#engine
    const n = this.#rows.rows
    for (let from = 0, at = this.#chunkSums; from < n; from += CHUNK, at += 16)
      engine.task(TASK.gradients, from, Math.min(n, from + CHUNK), at)
    engine.run()
    let h = 0
    let g = 0
    const { f64 } = engine.views
    for (let from = 0, at = this.#chunkSums >> 3; from < n; from += CHUNK, at += 2) {
      h += f64[at]
      g += f64[at + 1]
    }
    const scale = {
      gradient: whole((GRADIENT_UNITS - n) / (g + 1e-9)),
      hessian: whole(HESSIAN_UNITS / (h + 1e-9)),
    }
    setNumber(engine, 'gradientScale', scale.gradient)
    setNumber(engine, 'hessianScale', scale.hessian)
    for (let from = 0; from < n; from += CHUNK)
      engine.task(TASK.quantise, from, Math.min(n, from + CHUNK), isWhole ? this.#rows.lists[0] : 0)
    engine.run()
    const limits = penalties(this.#p, scale)
    setNumber(engine, 'l1', limits.l1)
    setNumber(engine, 'l2', limits.l2)
    setNumber(engine, 'minWeight', limits.minChildWeight)
    setNumber(engine, 'minGain', limits.minGain)
    setNumber(engine, 'minRows', limits.minChildRows)
    return limits
  }
}

/** A large scale without its fraction, so that whole gradients (labels 0 and 1, counts, weights) are packed without any error. */
const whole = (scale: number): number => (scale >= 1024 ? Math.floor(scale) : scale)
