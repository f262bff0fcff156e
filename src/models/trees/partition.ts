/** Parts the rows of nodes by their splits; what goes left, and what goes right, stays in its order. */
import type { Engine } from './kernel/engine.ts'
import { TASK } from './kernel/layout.ts'
import { type GrownNode, leaf, placeOf, SHARE_ROWS } from './node.ts'
import type { TrainingRows } from './rows.ts'
import { leftTable, type Split } from './split.ts'

export class Partition {
  readonly #engine: Engine
  readonly #rows: TrainingRows
  readonly #tables: number
  readonly #partSums: number

  /** @param most nodes that are parted at a time. */
  constructor(engine: Engine, rows: TrainingRows, most: number) {
    this.#engine = engine
    this.#rows = rows
    this.#tables = engine.allocate(256 * most)
    this.#partSums = engine.allocate(4 * (2 * most + Math.ceil(rows.rows / SHARE_ROWS)))
  }

  /** Moves the rows of the nodes to the other list, left ones first, and adds their children. */
  part(nodes: GrownNode[], batch: readonly { readonly index: number; readonly split: Split }[]): void {
    const engine = this.#engine
    const rows = this.#rows
    const { columns, columnBytes } = rows
    const shared: {
      readonly node: GrownNode
      readonly column: number
      readonly table: number
      readonly at: number
    }[] = []
    let result = this.#partSums
    const results = batch.map(({ index, split }, k) => {
      const node = nodes[index]
      const column = columns + split.feature * columnBytes
      const table = this.#tables + 256 * k
      leftTable(split, engine.views.u8.subarray(table, table + 256))
      const at = result
      if (engine.threads > 1 && node.cover > 2 * SHARE_ROWS) {
        shared.push({ node, column, table, at })
        for (let from = node.from; from < node.to; from += SHARE_ROWS, result += 4)
          engine.task(
            TASK.countLeft,
            placeOf(rows, node.side, from),
            Math.min(SHARE_ROWS, node.to - from),
            0,
            column,
            table,
            result,
          )
      } else {
        const to = placeOf(rows, node.side === 0 ? 1 : 0, node.from)
        engine.task(
          TASK.partition,
          placeOf(rows, node.side, node.from),
          node.cover,
          to,
          column,
          table,
          result,
        )
        result += 4
      }
      return { from: at >> 2, to: result >> 2 }
    })
    engine.run()
    const { u32 } = engine.views
    const lefts = results.map(({ from, to }) => {
      let sum = 0
      for (let at = from; at < to; at++) sum += u32[at]
      return sum
    })
    for (const { node, column, table, at } of shared) {
      const to = node.side === 0 ? 1 : 0
      let left = node.from
      let right = node.from
      for (let from = node.from, part = at >> 2; from < node.to; from += SHARE_ROWS, part++)
        right += u32[part]
      for (let from = node.from, part = at >> 2; from < node.to; from += SHARE_ROWS, part++) {
        const count = Math.min(SHARE_ROWS, node.to - from)
        engine.task(
          TASK.scatter,
          placeOf(rows, node.side, from),
          count,
          0,
          column,
          table,
          0,
          placeOf(rows, to, left),
          placeOf(rows, to, right),
        )
        left += u32[part]
        right += count - u32[part]
      }
    }
    engine.run()
    batch.forEach(({ index, split }, k) => {
      const node = nodes[index]
      const side = node.side === 0 ? 1 : 0
      const middle = node.from + lefts[k]
      node.split = split
      node.left = nodes.length
      node.right = nodes.length + 1
      nodes.push(leaf(node.from, middle, side), leaf(middle, node.to, side))
    })
  }
}
