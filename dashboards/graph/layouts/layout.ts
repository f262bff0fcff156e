/** The contract of a layout: where each node of a scene goes. The same scene and beginning give the same places. */
import type { Scene } from '../visible.ts'

export interface LayoutInput {
  readonly scene: Scene
  /** x and y by place in the scene, where the nodes are now. */
  readonly begin: Float32Array
  /** 1 where a node holds its place. */
  readonly fixed: Uint8Array
  /** Place of the node in the middle; -1 for the most central. */
  readonly centre: number
  /** First moment of each node, milliseconds since 1970; NaN when nothing is known of it. */
  readonly firstAt: Float64Array
}

/** Places as x and y in turn. Layouts span a few hundred units; the picture fits them to the stage. */
export type Places = Float32Array

export interface TimeTick {
  readonly x: number
  readonly label: string
}

/** Keeps what is held where it is. */
export function hold(places: Places, { begin, fixed }: LayoutInput): Places {
  for (let i = 0; i < fixed.length; i++)
    if (fixed[i]) {
      places[2 * i] = begin[2 * i]
      places[2 * i + 1] = begin[2 * i + 1]
    }
  return places
}

const TURN = Math.PI * (3 - Math.sqrt(5))

/** Places on a sunflower: spread evenly, the first in the middle (Vogel 1979). */
export function sunflower(count: number, distance = 10): Places {
  const places = new Float32Array(2 * count)
  for (let i = 0; i < count; i++) {
    const radius = distance * Math.sqrt(i + 0.5)
    places[2 * i] = radius * Math.cos(i * TURN)
    places[2 * i + 1] = radius * Math.sin(i * TURN)
  }
  return places
}

/** Neighbours of each node of a scene, and how many. */
export function adjacencyOf({ nodes, source, target }: Scene) {
  const degree = new Int32Array(nodes.length)
  for (let e = 0; e < source.length; e++) {
    degree[source[e]]++
    degree[target[e]]++
  }
  const first = new Int32Array(nodes.length + 1)
  for (let i = 0; i < nodes.length; i++) first[i + 1] = first[i] + degree[i]
  const at = first.slice(0, nodes.length)
  const neighbour = new Int32Array(2 * source.length)
  for (let e = 0; e < source.length; e++) {
    neighbour[at[source[e]]++] = target[e]
    neighbour[at[target[e]]++] = source[e]
  }
  return { degree, first, neighbour }
}

/** How central each node is: what the server says of it, else its share of the links in view. */
export function weightsOf(scene: Scene): Float64Array {
  const { degree } = adjacencyOf(scene)
  const most = degree.reduce((a, b) => Math.max(a, b), 1)
  return Float64Array.from(
    scene.nodes,
    ({ node }, i) => Math.max(node?.centrality ?? 0, node?.risk ?? 0) + (0.5 * degree[i]) / most,
  )
}

/** Place of the most central node. */
export function mostCentral(scene: Scene): number {
  const weights = weightsOf(scene)
  let best = 0
  for (let i = 1; i < weights.length; i++) if (weights[i] > weights[best]) best = i
  return best
}
