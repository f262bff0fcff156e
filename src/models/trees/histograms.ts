/** Histograms of nodes: sums of packed gradients, and counts of rows where they matter, by column and bin. */
import type { Engine } from './kernel/engine.ts'
import { BLOCK_SUMS, PLACES, TASK } from './kernel/layout.ts'
import { type GrownNode, placeOf, SHARE_ROWS } from './node.ts'
import type { TrainingRows } from './rows.ts'

/** Addresses of a node's sums and, where rows are counted, its counts; 0 where each node makes its own. */
export interface NodeSums {
  readonly sums: number
  readonly counts: number
}

export class Histograms {
  readonly #engine: Engine
  readonly #rows: TrainingRows
  readonly #isListed: boolean
  readonly #countsRows: boolean
  readonly #free: number[] = []

  /** @param isListed whether nodes make the histograms of their columns themselves, so that there is nothing to do here. */
  constructor(engine: Engine, rows: TrainingRows, isListed: boolean, countsRows: boolean) {
    this.#engine = engine
    this.#rows = rows
    this.#isListed = isListed
    this.#countsRows = countsRows
  }

  /** Makes the histograms of nodes. */
  make(nodes: readonly GrownNode[]): NodeSums[] {
    if (this.#isListed) return nodes.map(() => ({ sums: 0, counts: 0 }))
    const engine = this.#engine
    const places = engine.views.i32
    const packed = places[PLACES.packed >> 2]
    const ones = places[PLACES.ones >> 2]
    const parts: (readonly [whole: number, part: number])[] = []
    const fill = (node: GrownNode, values: number): number => {
      const whole = this.#take()
      const threads = Math.max(1, Math.min(engine.threads, Math.floor(node.cover / SHARE_ROWS)))
      const isWhole = node.cover === this.#rows.rows
      for (let t = 0; t < threads; t++) {
        const from = node.from + Math.floor((node.cover * t) / threads)
        const to = node.from + Math.floor((node.cover * (t + 1)) / threads)
        const out = t === 0 ? whole : this.#take()
        engine.task(
          TASK.histogram,
          isWhole ? 0 : placeOf(this.#rows, node.side, from),
          to - from,
          isWhole ? from : 0,
          out,
          values,
        )
        if (t > 0) parts.push([whole, out])
      }
      return whole
    }
    // The largest first, so that no thread is left with it at the end.
    const order = [...nodes.keys()].sort((a, b) => nodes[b].cover - nodes[a].cover)
    const made: NodeSums[] = new Array(nodes.length)
    for (const k of order)
      made[k] = { sums: fill(nodes[k], packed), counts: this.#countsRows ? fill(nodes[k], ones) : 0 }
    engine.run()
    for (const [whole, part] of parts) {
      engine.task(TASK.addHistogram, whole, part)
      engine.run()
      this.#free.push(part)
    }
    return made
  }

  #take(): number {
    return this.#free.pop() ?? this.#engine.allocate(this.#rows.blocks * BLOCK_SUMS)
  }

  /** Gives the histograms of a node back. */
  release({ sums, counts }: NodeSums): void {
    if (this.#isListed) return
    this.#free.push(sums)
    if (counts !== 0) this.#free.push(counts)
  }
}
