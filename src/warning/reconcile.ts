/**
 * Forecasts that add up: those of a tree of series (all, lines, regions of lines) are moved as little as their variances allow until
 * every parent is the sum of its children.
 *
 * Reference: Wickramasuriya, Athanasopoulos and Hyndman (2019), "Optimal forecast reconciliation through trace minimization", with
 * the variances alone. In a tree the solution needs no matrix: information flows from the leaves up and the differences back down.
 */

export interface TreeNode {
  readonly mean: number
  /** Variance of the forecast's error, above 0. */
  readonly variance: number
  /** Places of the children; empty for a leaf. */
  readonly children: readonly number[]
}

/** The means of all nodes, reconciled; `root` is the place of the whole. Means of 0 and more stay so. */
export function reconcile(nodes: readonly TreeNode[], root: number): Float64Array {
  const mean = Float64Array.from(nodes, (node) => node.mean)
  const variance = Float64Array.from(nodes, (node) => node.variance)
  const gather = (at: number): void => {
    const { children } = nodes[at]
    if (children.length === 0) return
    let sum = 0
    let spread = 0
    for (const child of children) {
      gather(child)
      sum += mean[child]
      spread += variance[child]
    }
    const joint = 1 / (1 / variance[at] + 1 / spread)
    mean[at] = joint * (mean[at] / variance[at] + sum / spread)
    variance[at] = joint
  }
  const share = (at: number): void => {
    const { children } = nodes[at]
    if (children.length === 0) return
    let sum = 0
    let spread = 0
    for (const child of children) {
      sum += mean[child]
      spread += variance[child]
    }
    const difference = mean[at] - sum
    const isCount = mean[at] >= 0 && children.every((child) => nodes[child].mean >= 0)
    let total = 0
    for (const child of children) {
      mean[child] += (difference * variance[child]) / spread
      if (isCount) mean[child] = Math.max(0, mean[child])
      total += mean[child]
    }
    // What was cut off at 0 is taken from the others in proportion.
    if (isCount && total > 0) for (const child of children) mean[child] *= mean[at] / total
    for (const child of children) share(child)
  }
  gather(root)
  share(root)
  return mean
}
