/** Renumbers nodes in depth-first order, so that neighbours lie close together in memory. */
import type { Csr } from './csr.ts'
import { type Room, withRoom } from './room.ts'

export interface Relabelled {
  readonly graph: Csr
  /** Old number of each new node. */
  readonly order: Int32Array
}

/** Rows of a graph by their places in memory. */
export interface RowsAt {
  readonly n: number
  readonly entries: number
  readonly rows: number
  readonly targets: number
  readonly weights: number
  /** Sum of the weights of each row. */
  readonly strength: number
}

/** The same graph in depth-first order, the first root being node `start`. */
export function relabel(graph: Csr, start = 0): Relabelled {
  return withRoom((room) => {
    const { n } = graph
    const { at, order } = layDown(room, graph, start)
    return {
      graph: {
        n,
        offsets: room.i32(at.rows, n + 1).slice(),
        targets: room.i32(at.targets, at.entries).slice(),
        weights: room.f64(at.weights, at.entries).slice(),
      },
      order: room.i32(order, n).slice(),
    }
  })
}

/** Lays a graph down in depth-first order; `order` is where the old numbers lie. Nothing else is kept. */
export function layDown(
  room: Room,
  graph: Csr,
  start: number,
): { readonly at: RowsAt; readonly order: number } {
  const { n, offsets, targets } = graph
  const entries = targets.length
  const at: RowsAt = {
    n,
    entries,
    weights: room.place(8 * entries),
    strength: room.place(8 * n),
    targets: room.place(4 * entries),
    rows: room.place(4 * (n + 1)),
  }
  const order = room.place(4 * n)
  room.borrow(() => {
    const old = {
      weights: room.place(8 * entries),
      targets: room.place(4 * entries),
      rows: room.place(4 * (n + 1)),
    }
    const [fresh, stack, next] = [room.place(4 * n), room.place(4 * n), room.place(4 * n)]
    room.f64(old.weights, entries).set(graph.weights)
    room.i32(old.targets, entries).set(targets)
    room.i32(old.rows, n + 1).set(offsets)
    room.kernel.walk(
      n,
      start,
      old.rows,
      old.targets,
      old.weights,
      at.rows,
      at.targets,
      at.weights,
      at.strength,
      order,
      fresh,
      stack,
      next,
    )
  })
  return { at, order }
}
