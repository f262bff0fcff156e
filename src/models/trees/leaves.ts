/** Values of leaves: Newton steps from exact sums of gradients, and adding them to the margins. */
import type { Engine } from './kernel/engine.ts'
import { NUMBERS, TASK } from './kernel/layout.ts'
import { type GrownNode, placeOf, SHARE_ROWS } from './node.ts'
import type { TreeParameters } from './parameters.ts'
import type { TrainingRows } from './rows.ts'
import { type Sums, shrink } from './split.ts'

/** Leaves that are summed up at a time. */
const LEAF_TASKS = 4096

export class Leaves {
  readonly #engine: Engine
  readonly #rows: TrainingRows
  readonly #p: TreeParameters
  readonly #leafSums: number

  constructor(engine: Engine, rows: TrainingRows, p: TreeParameters) {
    this.#engine = engine
    this.#rows = rows
    this.#p = p
    this.#leafSums = engine.allocate(16 * LEAF_TASKS)
  }

  /** Leaf values from the exact gradients, summed up in an order that does not depend on the threads. */
  fill(nodes: readonly GrownNode[], bounds: readonly (readonly [number, number])[]): void {
    const engine = this.#engine
    const leaves = nodes.flatMap((node, i) => (node.split ? [] : [i]))
    const g = new Float64Array(leaves.length)
    const h = new Float64Array(leaves.length)
    let waiting: number[] = []
    const collect = () => {
      engine.run()
      const { f64 } = engine.views
      waiting.forEach((k, i) => {
        h[k] += f64[(this.#leafSums >> 3) + 2 * i]
        g[k] += f64[(this.#leafSums >> 3) + 2 * i + 1]
      })
      waiting = []
    }
    leaves.forEach((index, k) => {
      const { from, to, side } = nodes[index]
      for (let at = from; at < to; at += SHARE_ROWS) {
        const result = this.#leafSums + 16 * waiting.length
        engine.task(TASK.sumSlopes, placeOf(this.#rows, side, at), Math.min(SHARE_ROWS, to - at), result)
        if (waiting.push(k) === LEAF_TASKS) collect()
      }
    })
    collect()
    leaves.forEach((index, k) => {
      nodes[index].value = this.#p.learningRate * this.#value(g[k], h[k], ...bounds[index])
    })
  }

  /** Adds leaf values to the margins of the rows that the tree was grown on. */
  add(nodes: readonly GrownNode[]): void {
    const engine = this.#engine
    for (const node of nodes) {
      if (node.split) continue
      for (let from = node.from; from < node.to; from += SHARE_ROWS) {
        const at = engine.task(
          TASK.addToMargins,
          placeOf(this.#rows, node.side, from),
          Math.min(SHARE_ROWS, node.to - from),
        )
        engine.views.f64[(at + 4) >> 1] = node.value
      }
    }
    engine.run()
  }

  /** The Newton step that whole sums ask for. */
  step({ g, h }: Sums, low: number, high: number): number {
    const { f64 } = this.#engine.views
    return this.#value(g / f64[NUMBERS.gradientScale >> 3], h / f64[NUMBERS.hessianScale >> 3], low, high)
  }

  /** The Newton step of a leaf before shrinkage. */
  #value(g: number, h: number, low: number, high: number): number {
    const { l1, l2, maxStep } = this.#p
    if (h + l2 <= 0) return 0
    let value = -shrink(g, l1) / (h + l2)
    if (maxStep > 0) value = Math.max(-maxStep, Math.min(maxStep, value))
    return Math.max(low, Math.min(high, value))
  }
}
