/**
 * The radial layout: everybody on a circle by the number of steps from one in the middle, each subtree in a wedge as wide as it has
 * leaves (Yee, Fisher, Dhamija and Hearst 2001).
 */
import { adjacencyOf, hold, type LayoutInput, mostCentral, type Places } from './layout.ts'

/** Distance between circles, and the least along a circle. */
const RING = 100
const APART = 30

export function radial(input: LayoutInput): Places {
  const { scene } = input
  const order = scene.nodes.length
  const places = new Float32Array(2 * order)
  if (order === 0) return places
  const middle = input.centre >= 0 ? input.centre : mostCentral(scene)
  const { depth, children, leaves, beyond } = treeOf(input, middle)
  const radii = radiiOf(depth)
  const place = (v: number, from: number, to: number) => {
    const angle = (from + to) / 2
    places[2 * v] = radii[depth[v]] * Math.cos(angle)
    places[2 * v + 1] = radii[depth[v]] * Math.sin(angle)
    let at = from
    for (const child of children[v]) {
      const width = ((to - from) * leaves[child]) / leaves[v]
      place(child, at, at + width)
      at += width
    }
  }
  place(middle, -Math.PI / 2, 1.5 * Math.PI)
  // What no step leads to lies on a circle of its own, outside.
  const outside = radii[radii.length - 1] + RING
  beyond.forEach((v, i) => {
    const angle = (2 * Math.PI * i) / beyond.length
    places[2 * v] = outside * Math.cos(angle)
    places[2 * v + 1] = outside * Math.sin(angle)
  })
  return hold(places, input)
}

function treeOf({ scene }: LayoutInput, middle: number) {
  const order = scene.nodes.length
  const { first, neighbour } = adjacencyOf(scene)
  const depth = new Int32Array(order).fill(-1)
  const children: number[][] = Array.from({ length: order }, () => [])
  const queue = [middle]
  depth[middle] = 0
  const byKind = (a: number, b: number) =>
    kindOf(scene.nodes[a]).localeCompare(kindOf(scene.nodes[b])) || a - b
  for (let at = 0; at < queue.length; at++) {
    const v = queue[at]
    const next = [...neighbour.subarray(first[v], first[v + 1])].sort(byKind)
    for (const n of next) {
      if (depth[n] >= 0) continue
      depth[n] = depth[v] + 1
      children[v].push(n)
      queue.push(n)
    }
  }
  const leaves = new Float64Array(order)
  for (let at = queue.length - 1; at >= 0; at--) {
    const v = queue[at]
    leaves[v] = children[v].reduce((sum, child) => sum + leaves[child], 0) || 1
  }
  const beyond: number[] = []
  for (let i = 0; i < order; i++) if (depth[i] < 0) beyond.push(i)
  return { depth, children, leaves, beyond }
}

/** Radius of each circle: at least a step further out, and long enough for all that lies on it. */
function radiiOf(depth: Int32Array): number[] {
  const counts: number[] = []
  for (const d of depth) if (d >= 0) counts[d] = (counts[d] ?? 0) + 1
  const radii = [0]
  for (let d = 1; d < counts.length; d++)
    radii[d] = Math.max(radii[d - 1] + RING, (counts[d] * APART) / (2 * Math.PI))
  return radii
}

const kindOf = (one: LayoutInput['scene']['nodes'][number]): string => one.group?.kind ?? one.node?.kind ?? ''
