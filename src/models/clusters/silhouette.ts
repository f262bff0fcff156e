/**
 * How well rows sit in their groups: near their own, far from the next.
 *
 * Reference: Rousseeuw (1987), "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis".
 */

/** Mean silhouette width in [-1, 1]; 0 when there is one group only. Quadratic in the number of points. */
export function silhouette(points: readonly (readonly number[])[], group: readonly number[]): number {
  const groups = Math.max(-1, ...group) + 1
  const sizes = new Float64Array(groups)
  for (const g of group) sizes[g]++
  let sum = 0
  points.forEach((a, i) => {
    if (sizes[group[i]] < 2) return
    const distance = new Float64Array(groups)
    points.forEach((b, k) => {
      let squared = 0
      for (let j = 0; j < a.length; j++) squared += (a[j] - b[j]) ** 2
      distance[group[k]] += Math.sqrt(squared)
    })
    const own = distance[group[i]] / (sizes[group[i]] - 1)
    let other = Number.POSITIVE_INFINITY
    for (let g = 0; g < groups; g++)
      if (g !== group[i] && sizes[g] > 0) other = Math.min(other, distance[g] / sizes[g])
    if (Number.isFinite(other)) sum += (other - own) / Math.max(other, own, 1e-300)
  })
  return points.length > 0 ? sum / points.length : 0
}
