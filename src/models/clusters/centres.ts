/** Centres of k-means and who is nearest to which. */
import { kmeans } from 'ml-kmeans'

/** The nearest centre and the squared distance to it. */
export function nearest(
  point: readonly number[],
  centres: readonly (readonly number[])[],
): { group: number; squared: number } {
  let group = 0
  let least = Number.POSITIVE_INFINITY
  for (let g = 0; g < centres.length; g++) {
    const centre = centres[g]
    let squared = 0
    for (let j = 0; j < centre.length && squared < least; j++) squared += (point[j] - centre[j]) ** 2
    if (squared < least) {
      least = squared
      group = g
    }
  }
  return { group, squared: least }
}

/** The tightest of several starts; groups are numbered from the largest. */
export function centresOf(points: number[][], k: number, starts: number, seed: number): number[][] {
  let best: { inertia: number; centres: number[][] } | null = null
  for (let start = 0; start < starts; start++) {
    const { centroids } = kmeans(points, k, {
      seed: seed * 31 + start,
      initialization: 'kmeans++',
      maxIterations: 100,
    })
    const centres = centroids.filter((centre) => centre.every(Number.isFinite))
    const inertia = points.reduce((sum, point) => sum + nearest(point, centres).squared, 0)
    if (!best || inertia < best.inertia) best = { inertia, centres }
  }
  const centres = best?.centres ?? []
  const sizes = centres.map(() => 0)
  for (const point of points) sizes[nearest(point, centres).group]++
  return centres
    .map((centre, g) => ({ centre, size: sizes[g] }))
    .sort((a, b) => b.size - a.size)
    .map(({ centre }) => centre)
}
