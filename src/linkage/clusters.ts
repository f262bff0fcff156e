/** Groups joined by pairs: union-find with path halving, the smallest member standing for its group. */

function finder(parent: Int32Array): (node: number) => number {
  return (node) => {
    let at = node
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]]
      at = parent[at]
    }
    return at
  }
}

/** The smallest member of each group over nodes 0 to n-1, as an array by node. */
export function clusters(n: number, left: ArrayLike<number>, right: ArrayLike<number>): Int32Array {
  const parent = Int32Array.from({ length: n }, (_, i) => i)
  const root = finder(parent)
  for (let i = 0; i < left.length; i++) {
    const a = root(left[i])
    const b = root(right[i])
    if (a < b) parent[b] = a
    else if (b < a) parent[a] = b
  }
  for (let i = 0; i < n; i++) parent[i] = root(i)
  return parent
}

/** Pairs with what they weigh. */
interface WeightedPairs {
  readonly left: ArrayLike<number>
  readonly right: ArrayLike<number>
  readonly weight: ArrayLike<number>
}

/**
 * The same, where the pairs of `apart` may not end in one group. Only groups that hold such a pair are made anew: their pairs
 * join the strongest first (ties by node), and one that would bring two together who are to stay apart is left out, so that the
 * weakest pair on the strongest path between them is the one that gives way.
 */
export function clustersApart(
  n: number,
  pairs: WeightedPairs,
  apart: readonly (readonly [number, number])[],
): Int32Array {
  const group = clusters(n, pairs.left, pairs.right)
  const torn = new Set(apart.filter(([a, b]) => a !== b && group[a] === group[b]).map(([a]) => group[a]))
  if (torn.size === 0) return group
  const within = Array.from({ length: pairs.left.length }, (_, i) => i).filter((i) =>
    torn.has(group[pairs.left[i]]),
  )
  within.sort(
    (i, j) =>
      pairs.weight[j] - pairs.weight[i] || pairs.left[i] - pairs.left[j] || pairs.right[i] - pairs.right[j],
  )
  const parent = Int32Array.from(group, (head, i) => (torn.has(head) ? i : head))
  const root = finder(parent)
  const strangers = new Map<number, number[]>()
  for (const [a, b] of apart) {
    strangers.set(a, [...(strangers.get(a) ?? []), b])
    strangers.set(b, [...(strangers.get(b) ?? []), a])
  }
  for (const i of within) {
    const a = root(pairs.left[i])
    const b = root(pairs.right[i])
    if (a === b || strangers.get(a)?.some((other) => root(other) === b)) continue
    const [head, joined] = a < b ? [a, b] : [b, a]
    parent[joined] = head
    const both = [...(strangers.get(head) ?? []), ...(strangers.get(joined) ?? [])]
    if (both.length > 0) strangers.set(head, both)
  }
  for (let i = 0; i < n; i++) parent[i] = root(i)
  return parent
}
