/** How each node and edge of a scene looks, worked out once for a scene and a choice; while drawing it is only read. */
import type { NodeKind } from '../../src/api/schemas/index.ts'
import { adjacencyOf } from './layouts/layout.ts'
import { sizeOf } from './network.ts'
import type { Scene, SceneNode } from './visible.ts'

export const DEFAULTS = {
  /** Risk from which a node has a halo, and from which it is the one of high risk. */
  elevated: 0.3,
  high: 0.6,
  /** Nodes up to which everything else grows pale beside what is lit. */
  pale: 4000,
} as const

/** What the picture makes of the state. Ids are those of the scene. */
export interface Choice {
  readonly selected: ReadonlySet<string>
  readonly path: readonly string[]
  readonly pinned: ReadonlySet<string>
}

export interface Looks {
  readonly size: Float32Array
  readonly kind: readonly NodeKind[]
  /** 0 none, 1 elevated, 2 high. */
  readonly risk: Uint8Array
  readonly edgeSize: Float32Array
  /** Places by falling size: whose label comes first. */
  readonly ranked: Int32Array
  readonly first: Int32Array
  readonly neighbour: Int32Array
}

export const kindOf = ({ node, group }: SceneNode): NodeKind => group?.kind ?? node?.kind ?? 'entity'

/** @param room shorter side of the stage in pixels: on a small one everything is drawn smaller */
export function looksOf(scene: Scene, room: number): Looks {
  const { nodes, weight, evidence } = scene
  // Large pictures are drawn finer.
  const fine = nodes.length > 20_000 ? 0.35 : nodes.length > 2000 ? 0.5 : nodes.length > 500 ? 0.75 : 1
  const scale = fine * Math.max(0.6, Math.min(1, room / 480))
  const size = Float32Array.from(
    nodes,
    ({ node, group }) => scale * (group ? 10 + Math.min(8, Math.sqrt(group.count)) : node ? sizeOf(node) : 4),
  )
  const risk = Uint8Array.from(nodes, ({ node }) => {
    const value = node?.risk ?? 0
    return value >= DEFAULTS.high ? 2 : value >= DEFAULTS.elevated ? 1 : 0
  })
  const edgeSize = Float32Array.from(
    weight,
    (one, e) => scale * Math.min(5, 0.6 + 1.4 * one + 0.35 * Math.log2(Math.max(1, evidence[e]))),
  )
  const ranked = Int32Array.from(nodes.keys()).sort((a, b) => size[b] - size[a] || a - b)
  const { first, neighbour } = adjacencyOf(scene)
  return { size, kind: nodes.map(kindOf), risk, edgeSize, ranked, first, neighbour }
}

export interface Lit {
  /** 1 where the node is lit. */
  readonly node: Uint8Array
  readonly edge: Uint8Array
  /** Whether anything is lit: if not, nothing is pale either. */
  readonly any: boolean
}

/** What is lit: the neighbourhood of what is pointed at, else the path, else what is chosen with its neighbours. */
export function litOf(scene: Scene, looks: Looks, choice: Choice, hovered: number): Lit {
  const node = new Uint8Array(scene.nodes.length)
  const edge = new Uint8Array(scene.source.length)
  const path = choice.path.map((id) => scene.index.get(id) ?? -1).filter((i) => i >= 0)
  if (hovered < 0 && path.length > 0) {
    const steps = new Set<number>()
    path.forEach((v, i) => {
      node[v] = 1
      if (i > 0) steps.add(pairOf(path[i - 1], v, scene.nodes.length))
    })
    for (let e = 0; e < edge.length; e++)
      edge[e] = steps.has(pairOf(scene.source[e], scene.target[e], scene.nodes.length)) ? 1 : 0
    return { node, edge, any: true }
  }
  const core = new Uint8Array(scene.nodes.length)
  let any = false
  const light = (v: number) => {
    any = true
    core[v] = 1
    node[v] = 1
    for (let at = looks.first[v]; at < looks.first[v + 1]; at++) node[looks.neighbour[at]] = 1
  }
  if (hovered >= 0) light(hovered)
  else
    for (const id of choice.selected) {
      const v = scene.index.get(id)
      if (v !== undefined) light(v)
    }
  if (any) for (let e = 0; e < edge.length; e++) edge[e] = core[scene.source[e]] | core[scene.target[e]]
  return { node, edge, any }
}

const pairOf = (a: number, b: number, order: number): number => Math.min(a, b) * order + Math.max(a, b)
