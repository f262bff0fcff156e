/**
 * The force layout: ForceAtlas2 (Jacomy et al. 2014), a fixed number of steps from given beginnings, then nodes that lie on each
 * other are moved apart. The same numbers go through the same steps in a worker and on the page.
 */
import iterate from 'graphology-layout-forceatlas2/iterate.js'
import type { LayoutInput, Places } from './layout.ts'

export const DEFAULTS = {
  /** Steps of a new layout by number of nodes: small ones settle, large ones take their shape. */
  steps: (order: number) => (order <= 300 ? 500 : order <= 3000 ? 250 : order <= 30_000 ? 100 : 40),
  /** Steps after nodes came in beside those that are there. */
  refine: 90,
  /** Nodes from which far ones are taken together (Barnes and Hut 1986). */
  barnesHut: 250,
  /** Nodes up to which overlaps are taken out. */
  separate: 3000,
} as const

const PER_NODE = 10
const PER_EDGE = 3

/** What goes to the worker and is worked on in place. */
export interface ForceJob {
  readonly nodes: Float32Array
  readonly edges: Float32Array
  readonly steps: number
}

export function forceJob({ scene, begin, fixed }: LayoutInput, steps: number): ForceJob {
  const order = scene.nodes.length
  const nodes = new Float32Array(order * PER_NODE)
  for (let i = 0; i < order; i++) {
    const at = i * PER_NODE
    nodes[at] = begin[2 * i]
    nodes[at + 1] = begin[2 * i + 1]
    nodes[at + 6] = 1
    nodes[at + 7] = 1
    nodes[at + 8] = 1
    nodes[at + 9] = fixed[i]
  }
  const edges = new Float32Array(scene.source.length * PER_EDGE)
  for (let e = 0; e < scene.source.length; e++) {
    const [s, t] = [scene.source[e] * PER_NODE, scene.target[e] * PER_NODE]
    edges[PER_EDGE * e] = s
    edges[PER_EDGE * e + 1] = t
    edges[PER_EDGE * e + 2] = 1
    nodes[s + 6]++
    nodes[t + 6]++
  }
  return { nodes, edges, steps }
}

/** Does a number of steps of a job in place. */
export function runForce({ nodes, edges }: ForceJob, steps: number): void {
  const order = nodes.length / PER_NODE
  const settings = {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 0,
    scalingRatio: 12,
    strongGravityMode: order <= 2000,
    gravity: order <= 2000 ? 0.06 : 1,
    slowDown: 1 + Math.log(order + 1),
    barnesHutOptimize: order > DEFAULTS.barnesHut,
    barnesHutTheta: order > 5000 ? 1.1 : 0.6,
  }
  for (let step = 0; step < steps; step++) iterate(settings, nodes, edges)
}

export function placesOf({ nodes }: ForceJob): Places {
  const places = new Float32Array((2 * nodes.length) / PER_NODE)
  for (let i = 0; i < nodes.length / PER_NODE; i++) {
    places[2 * i] = nodes[i * PER_NODE]
    places[2 * i + 1] = nodes[i * PER_NODE + 1]
  }
  return places
}

/** All at once, for pictures small enough that nobody waits. */
export function force(input: LayoutInput, steps = DEFAULTS.steps(input.scene.nodes.length)): Places {
  const job = forceJob(input, steps)
  if (input.scene.nodes.length > 1) runForce(job, steps)
  return settled(placesOf(job), input)
}

/** Finishes what the steps left: laid along the stage, nothing on top of another. */
export function settled(places: Places, input: LayoutInput): Places {
  if (!input.fixed.includes(1)) layAlong(places)
  return separate(places, input)
}

/** Turns the picture so that it is widest from left to right, as stages are: its first principal axis becomes x. */
function layAlong(places: Places): void {
  const count = places.length / 2
  let [mx, my] = [0, 0]
  for (let i = 0; i < count; i++) {
    mx += places[2 * i] / count
    my += places[2 * i + 1] / count
  }
  let [xx, xy, yy] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    const [dx, dy] = [places[2 * i] - mx, places[2 * i + 1] - my]
    xx += dx * dx
    xy += dx * dy
    yy += dy * dy
  }
  const angle = -0.5 * Math.atan2(2 * xy, xx - yy)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  for (let i = 0; i < count; i++) {
    const [dx, dy] = [places[2 * i] - mx, places[2 * i + 1] - my]
    places[2 * i] = cos * dx - sin * dy
    places[2 * i + 1] = sin * dx + cos * dy
  }
}

/**
 * Moves nodes apart that lie on each other when the whole is fitted to a stage of about 520 pixels: pairs within reach are found
 * on a grid and pushed along the line between them, some rounds, in the order of the scene.
 */
export function separate(places: Places, { scene, fixed }: LayoutInput, gap = 26): Places {
  const order = scene.nodes.length
  if (order < 2 || order > DEFAULTS.separate) return places
  for (let round = 0; round < 24; round++) {
    const reach = (gap * extent(places)) / 520 / Math.max(1, Math.sqrt(order / 120))
    const cells = new Map<string, number[]>()
    const cellOf = (x: number) => Math.floor(x / reach)
    for (let i = 0; i < order; i++) {
      const key = `${cellOf(places[2 * i])} ${cellOf(places[2 * i + 1])}`
      const cell = cells.get(key)
      if (cell) cell.push(i)
      else cells.set(key, [i])
    }
    let moved = false
    for (let i = 0; i < order; i++) {
      const [cx, cy] = [cellOf(places[2 * i]), cellOf(places[2 * i + 1])]
      for (let gx = cx - 1; gx <= cx + 1; gx++)
        for (let gy = cy - 1; gy <= cy + 1; gy++)
          for (const j of cells.get(`${gx} ${gy}`) ?? [])
            if (j > i && push(places, fixed, i, j, reach)) moved = true
    }
    if (!moved) break
  }
  return places
}

function push(places: Places, fixed: Uint8Array, i: number, j: number, reach: number): boolean {
  let dx = places[2 * j] - places[2 * i]
  let dy = places[2 * j + 1] - places[2 * i + 1]
  let distance = Math.hypot(dx, dy)
  if (distance >= reach || (fixed[i] && fixed[j])) return false
  if (distance < reach * 1e-3) {
    // Right on top of each other: a direction of their own, the same every time.
    dx = Math.cos(i + 2 * j)
    dy = Math.sin(i + 2 * j)
    distance = 1
  }
  const far = (reach - Math.min(distance, reach)) / (fixed[i] || fixed[j] ? 1 : 2) + reach * 1e-3
  const [ux, uy] = [(dx / distance) * far, (dy / distance) * far]
  if (!fixed[i]) {
    places[2 * i] -= ux
    places[2 * i + 1] -= uy
  }
  if (!fixed[j]) {
    places[2 * j] += ux
    places[2 * j + 1] += uy
  }
  return true
}

function extent(places: Places): number {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let i = 0; i < places.length; i += 2) {
    left = Math.min(left, places[i])
    right = Math.max(right, places[i])
    low = Math.min(low, places[i + 1])
    high = Math.max(high, places[i + 1])
  }
  return Math.max(right - left, high - low, 1e-6)
}
