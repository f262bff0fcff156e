/** What is in view: the nodes and evidence that pass the filters, and the scene that is drawn of them, groups as one. */
import type { GraphEdge, GraphNode } from '../../src/api/schemas/index.ts'
import type { Book } from './book.ts'
import { type Group, groupsOf } from './groups.ts'
import { type Sifted, sift } from './sift.ts'
import type { ExplorerState } from './state.ts'

/** A node or a group as it is drawn. */
export interface SceneNode {
  readonly id: string
  readonly node: GraphNode | undefined
  readonly group: Group | undefined
}

/** Nodes and edges as they are drawn; `source` and `target` are places in `nodes`. */
export interface Scene {
  readonly nodes: readonly SceneNode[]
  readonly index: ReadonlyMap<string, number>
  readonly source: Int32Array
  readonly target: Int32Array
  /** Of the strongest evidence. */
  readonly weight: Float32Array
  /** Pieces of evidence behind the edge. */
  readonly evidence: Int32Array
}

export interface Visible {
  /** Nodes that pass the filters, those inside of groups too. */
  readonly ids: readonly string[]
  readonly has: (node: string) => boolean
  /** Evidence of an edge of the network that passes. */
  readonly evidence: (edge: string) => readonly GraphEdge[]
  readonly groups: readonly Group[]
  /** Groups that are opened. */
  readonly opened: readonly Group[]
  /** Neighbours of a node among what passes. */
  readonly degree: (node: string) => number
  /** Id that a node is drawn under: its own, or its group's. */
  readonly shownAs: (node: string) => string
  /** Nodes and edges of the network that pass. */
  readonly order: number
  readonly size: number
  readonly scene: Scene
}

/** Depends on everything in the state but the choice, the layout and the places of pins. */
export function visibleOf(book: Book, state: ExplorerState): Visible {
  const sifted = sift(book, state)
  const { groups, opened, groupOf } = groupsOf(book, sifted, state)
  const ids = book.ids.filter((_, i) => sifted.node[i])
  let degrees: Int32Array | undefined
  let edgeAt: ReadonlyMap<string, number> | undefined
  return {
    ids,
    has: (id) => sifted.node[book.index.get(id) ?? -1] === 1,
    evidence(key) {
      edgeAt ??= new Map(book.keys.map((one, i) => [one, i]))
      const e = edgeAt.get(key)
      return e === undefined || !sifted.edge[e] ? [] : evidenceOf(book, state, e)
    },
    groups,
    opened,
    degree(id) {
      degrees ??= degreesOf(book, sifted)
      return degrees[book.index.get(id) ?? -1] ?? 0
    },
    shownAs(id) {
      const group = groupOf[book.index.get(id) ?? -1] ?? -1
      return group < 0 ? id : groups[group].id
    },
    order: ids.length,
    size: sifted.edge.reduce((sum, one) => sum + one, 0),
    scene: sceneOf(book, sifted, groups, groupOf),
  }
}

function degreesOf(book: Book, { edge }: Sifted): Int32Array {
  const degrees = new Int32Array(book.ids.length)
  for (let e = 0; e < edge.length; e++)
    if (edge[e]) {
      degrees[book.source[e]]++
      degrees[book.target[e]]++
    }
  return degrees
}

function evidenceOf(book: Book, state: ExplorerState, e: number): GraphEdge[] {
  const { from, until } = state
  return book.evidence
    .slice(book.evidenceFrom[e], book.evidenceFrom[e + 1])
    .filter(
      ({ link, knownAt }) =>
        !state.hiddenLinks.includes(link) &&
        (from === null || Date.parse(knownAt) >= Date.parse(from)) &&
        (until === null || Date.parse(knownAt) <= Date.parse(until)),
    )
}

function sceneOf(book: Book, sifted: Sifted, groups: readonly Group[], groupOf: Int32Array): Scene {
  const nodes: SceneNode[] = []
  const index = new Map<string, number>()
  const placeOf = new Int32Array(book.ids.length).fill(-1)
  const placeOfGroup = new Int32Array(groups.length).fill(-1)
  for (let i = 0; i < book.ids.length; i++) {
    if (!sifted.node[i]) continue
    const g = groupOf[i]
    if (g >= 0 && placeOfGroup[g] >= 0) {
      placeOf[i] = placeOfGroup[g]
      continue
    }
    placeOf[i] = nodes.length
    if (g >= 0) {
      placeOfGroup[g] = nodes.length
      nodes.push({ id: groups[g].id, node: undefined, group: groups[g] })
    } else nodes.push({ id: book.ids[i], node: book.nodes[i], group: undefined })
    index.set(nodes[nodes.length - 1].id, nodes.length - 1)
  }
  const source: number[] = []
  const target: number[] = []
  const weight: number[] = []
  const evidence: number[] = []
  const merged = new Map<number, number>()
  for (let e = 0; e < book.keys.length; e++) {
    if (!sifted.edge[e]) continue
    const a = placeOf[book.source[e]]
    const b = placeOf[book.target[e]]
    if (a === b) continue
    if (nodes[a].group || nodes[b].group) {
      const key = Math.min(a, b) * nodes.length + Math.max(a, b)
      const at = merged.get(key)
      if (at !== undefined) {
        weight[at] = Math.max(weight[at], sifted.weight[e])
        evidence[at] += sifted.evidence[e]
        continue
      }
      merged.set(key, source.length)
    }
    source.push(a)
    target.push(b)
    weight.push(sifted.weight[e])
    evidence.push(sifted.evidence[e])
  }
  return {
    nodes,
    index,
    source: Int32Array.from(source),
    target: Int32Array.from(target),
    weight: Float32Array.from(weight),
    evidence: Int32Array.from(evidence),
  }
}
