/** Adds a grown tree to the margins of binned rows, by walking it. */

import type { Engine } from './kernel/engine.ts'
import { TASK } from './kernel/layout.ts'
import type { GrownNode } from './node.ts'
import { type BinnedColumns, CHUNK } from './rows.ts'
import { leftTable } from './split.ts'

/** Bytes of a node as the kernel walks it: column, table of directions, left child, right child, value. */
const NODE_BYTES = 24
const TABLE_BYTES = 256

export class TreeWalk {
  readonly #engine: Engine
  #room = 0
  #nodes = 0

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Adds the tree's leaves to `margin`, one value a row. */
  add(nodes: readonly GrownNode[], { rows, columns, columnBytes }: BinnedColumns, margin: number): void {
    const engine = this.#engine
    if (nodes.length > this.#room) {
      this.#room = 2 * nodes.length
      this.#nodes = engine.allocate(this.#room * (NODE_BYTES + TABLE_BYTES))
    }
    const tables = this.#nodes + this.#room * NODE_BYTES
    const { i32, f64, u8 } = engine.views
    nodes.forEach(({ split, left, right, value }, k) => {
      const at = (this.#nodes + k * NODE_BYTES) >> 2
      const table = tables + k * TABLE_BYTES
      i32[at] = split ? split.feature : -1
      i32[at + 1] = table
      i32[at + 2] = left * NODE_BYTES
      i32[at + 3] = right * NODE_BYTES
      f64[(at + 4) >> 1] = value
      if (split) leftTable(split, u8.subarray(table, table + TABLE_BYTES))
    })
    for (let from = 0; from < rows; from += CHUNK)
      engine.task(TASK.walk, from, Math.min(rows, from + CHUNK), columns, columnBytes, this.#nodes, margin)
    engine.run()
  }
}
