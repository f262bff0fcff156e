// The two sweeps of betweenness from each of some nodes: outward in breadth, counting shortest paths, and back, summing what
// passes. A node's state is 16 bytes - a number, and its distance - so that a look at a neighbour touches one cache line; the
// number is the count of paths on the way out and becomes the share that each path hands on on the way back. What is chosen by
// a neighbour's distance is selected, not branched on: no processor could guess it.
// asc: --enable threads,bulk-memory --sharedMemory --maximumMemory 65536

const STATE: usize = 16
const DISTANCE: usize = 8

/**
 * Adds to `out` what the paths from `count` sources give each node. `ends` are ends of rows in bytes, `targets` numbers of nodes;
 * `own` says for how many nodes each stands, `factors` what a source counts. Distances are -1 before and after.
 */
export function accumulate(
  states: usize,
  ends: usize,
  targets: usize,
  own: usize,
  order: usize,
  sources: usize,
  factors: usize,
  count: i32,
  out: usize,
): void {
  for (let k: i32 = 0; k < count; k++) {
    let source = states + (<usize>load<u32>(sources + (<usize>k << 2))) * STATE
    let factor = load<f64>(factors + (<usize>k << 3))
    store<u32>(order, <u32>source)
    store<f64>(source, 1)
    store<i32>(source, 0, DISTANCE)
    let head = order
    let tail = order + 4
    while (head < tail) {
      let at = <usize>load<u32>(head)
      head += 4
      let paths = load<f64>(at)
      let step = load<i32>(at, DISTANCE) + 1
      let row = (at - states) >> 2
      let end = targets + <usize>load<u32>(ends + row + 4)
      for (let i = targets + <usize>load<u32>(ends + row); i < end; i += 4) {
        let u = states + (<usize>load<u32>(i) << 4)
        let distance = load<i32>(u, DISTANCE)
        let unseen = distance < 0
        distance = select<i32>(step, distance, unseen)
        store<u32>(tail, <u32>u)
        tail += <usize>unseen << 2
        store<i32>(u, distance, DISTANCE)
        store<f64>(u, load<f64>(u) + select<f64>(paths, 0, distance == step))
      }
    }
    let back = tail - 4
    for (; back > order; back -= 4) {
      let at = <usize>load<u32>(back)
      let step = load<i32>(at, DISTANCE) + 1
      let index = (at - states) >> 4
      let end = targets + <usize>load<u32>(ends + (index << 2) + 4)
      let sum: f64 = 0
      for (let i = targets + <usize>load<u32>(ends + (index << 2)); i < end; i += 4) {
        let u = states + (<usize>load<u32>(i) << 4)
        sum += select<f64>(load<f64>(u), 0, load<i32>(u, DISTANCE) == step)
      }
      let paths = load<f64>(at)
      let passed = paths * sum
      let to = out + (index << 3)
      store<f64>(to, load<f64>(to) + factor * passed)
      store<f64>(at, (load<f64>(own + (index << 3)) + passed) / paths)
    }
    for (back = order; back < tail; back += 4) {
      let at = <usize>load<u32>(back)
      store<f64>(at, 0)
      store<i32>(at, -1, DISTANCE)
    }
  }
}
