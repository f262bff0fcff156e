/** The concentric layout: the most central and riskiest in the middle, the others on circles around them in that order. */
import { adjacencyOf, hold, type LayoutInput, type Places, weightsOf } from './layout.ts'

/** Distance between circles, and along them. */
const RING = 64
const APART = 46

export function concentric(input: LayoutInput): Places {
  const { scene } = input
  const order = scene.nodes.length
  const places = new Float32Array(2 * order)
  const weights = weightsOf(scene)
  const ranked = Array.from({ length: order }, (_, i) => i).sort((a, b) => weights[b] - weights[a] || a - b)
  const { first, neighbour } = adjacencyOf(scene)
  const angles = new Float64Array(order).fill(Number.NaN)
  for (let from = 0, ring = 0; from < order; ring++) {
    const room = ring === 0 ? 1 : Math.floor((2 * Math.PI * ring * RING) / APART)
    const circle = ranked.slice(from, from + room)
    from += circle.length
    // Beside those that they are tied to further in, so that few lines cross.
    const towards = new Map(
      circle.map((v) => [v, towardsOf(neighbour.subarray(first[v], first[v + 1]), angles)]),
    )
    circle.sort((a, b) => (towards.get(a) ?? 0) - (towards.get(b) ?? 0) || a - b)
    circle.forEach((v, i) => {
      angles[v] = (2 * Math.PI * i) / circle.length - Math.PI
      places[2 * v] = ring * RING * Math.cos(angles[v])
      places[2 * v + 1] = ring * RING * Math.sin(angles[v])
    })
  }
  return hold(places, input)
}

/** Mean direction of the neighbours that have their place. */
function towardsOf(neighbours: Int32Array, angles: Float64Array): number {
  let [x, y] = [0, 0]
  for (const n of neighbours)
    if (!Number.isNaN(angles[n])) {
      x += Math.cos(angles[n])
      y += Math.sin(angles[n])
    }
  return x === 0 && y === 0 ? 0 : Math.atan2(y, x)
}
