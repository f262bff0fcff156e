/**
 * Bridges of a graph: edges whose removal splits their component, with the size of what they split off.
 *
 * Reference: Tarjan (1974), A Note on Finding the Bridges of a Graph.
 */

export interface Bridge {
  /** Place of the edge in the lists that were handed in. */
  readonly edge: number
  /** Nodes on the one side and on the other, the smaller first. */
  readonly sides: readonly [number, number]
}

/** Bridges among nodes 0 to n-1, by falling size of the smaller side, then by edge. Doubled edges are no bridges. */
export function bridges(n: number, left: ArrayLike<number>, right: ArrayLike<number>): Bridge[] {
  const start = new Int32Array(n + 1)
  for (let e = 0; e < left.length; e++) {
    start[left[e] + 1]++
    start[right[e] + 1]++
  }
  for (let i = 0; i < n; i++) start[i + 1] += start[i]
  const fill = start.slice(0, n)
  const edgeAt = new Int32Array(left.length * 2)
  for (let e = 0; e < left.length; e++) {
    edgeAt[fill[left[e]]++] = e
    edgeAt[fill[right[e]]++] = e
  }
  const order = new Int32Array(n).fill(-1)
  const lowest = new Int32Array(n)
  const size = new Int32Array(n).fill(1)
  const next = start.slice(0, n)
  const entered = new Int32Array(n).fill(-1)
  const found: { edge: number; below: number; root: number }[] = []
  const stack: number[] = []
  let time = 0
  for (let root = 0; root < n; root++) {
    if (order[root] >= 0) continue
    order[root] = lowest[root] = time++
    stack.push(root)
    while (stack.length > 0) {
      const node = stack[stack.length - 1]
      if (next[node] < start[node + 1]) {
        const edge = edgeAt[next[node]++]
        if (edge === entered[node]) continue
        const other = left[edge] === node ? right[edge] : left[edge]
        if (order[other] >= 0) lowest[node] = Math.min(lowest[node], order[other])
        else {
          order[other] = lowest[other] = time++
          entered[other] = edge
          stack.push(other)
        }
        continue
      }
      stack.pop()
      const parent = stack[stack.length - 1]
      if (parent === undefined) continue
      lowest[parent] = Math.min(lowest[parent], lowest[node])
      size[parent] += size[node]
      if (lowest[node] > order[parent]) found.push({ edge: entered[node], below: size[node], root })
    }
  }
  return found
    .map(({ edge, below, root }): Bridge => {
      const rest = size[root] - below
      return { edge, sides: [Math.min(below, rest), Math.max(below, rest)] }
    })
    .sort((a, b) => b.sides[0] - a.sides[0] || a.edge - b.edge)
}
