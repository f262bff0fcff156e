/** Groups joined by pairs: union-find with path halving, the smallest member standing for its group. */

/** The smallest member of each group over nodes 0 to n-1, as an array by node. */
export function clusters(n: number, left: ArrayLike<number>, right: ArrayLike<number>): Int32Array {
  const parent = Int32Array.from({ length: n }, (_, i) => i)
  const root = (node: number): number => {
    let at = node
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]]
      at = parent[at]
    }
    return at
  }
  for (let i = 0; i < left.length; i++) {
    const a = root(left[i])
    const b = root(right[i])
    if (a < b) parent[b] = a
    else if (b < a) parent[a] = b
  }
  for (let i = 0; i < n; i++) parent[i] = root(i)
  return parent
}
