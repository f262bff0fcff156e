/** Filters: which nodes and edges of a book pass, told once for every change and read by place while drawing. */
import type { Book } from './book.ts'
import { GIVEN } from './network.ts'
import type { ExplorerState } from './state.ts'

export interface Sifted {
  /** 1 where the node passes. */
  readonly node: Uint8Array
  /** 1 where the edge passes, with how much evidence that passes and the weight of the strongest. */
  readonly edge: Uint8Array
  readonly evidence: Uint16Array
  readonly weight: Float32Array
}

/**
 * A node passes when it was brought in, is not hidden, and neither its kind, nor all of its roles, nor (a claim) its amount is
 * filtered; an edge when a piece of its evidence does. What had ties and has lost them all goes too, unless it is marked.
 */
export function sift(book: Book, state: ExplorerState): Sifted {
  const order = book.ids.length
  const node = new Uint8Array(order)
  const hidden = new Set(state.hidden)
  const kinds = new Set(state.hiddenKinds)
  const roles = new Set<string>(state.hiddenRoles)
  const expanded = new Set([GIVEN, ...state.expanded])
  const onPath = new Set(state.path)
  const least = state.least ?? Number.NEGATIVE_INFINITY
  const most = state.most ?? Number.POSITIVE_INFINITY
  for (let i = 0; i < order; i++) {
    const one = book.nodes[i]
    if (kinds.has(one.kind) || hidden.has(book.ids[i])) continue
    if (!book.brought[i].some((from) => expanded.has(from)) && !onPath.has(book.ids[i])) continue
    if (roles.size > 0 && one.roles.length > 0 && one.roles.every((role) => roles.has(role))) continue
    if (one.kind === 'claim' && one.amount !== null && (one.amount < least || one.amount > most)) continue
    node[i] = 1
  }
  const edges = siftEdges(book, state, node)
  const marked = new Set([...Object.keys(state.pinned), ...Object.keys(state.tags), ...state.path])
  for (let i = 0; i < order; i++) {
    if (!node[i] || book.first[i] === book.first[i + 1]) continue
    let alone = true
    for (let at = book.first[i]; alone && at < book.first[i + 1]; at++)
      alone = edges.edge[book.edge[at]] === 0
    if (alone && !marked.has(book.ids[i])) node[i] = 0
  }
  return { node, ...edges }
}

function siftEdges(book: Book, state: ExplorerState, node: Uint8Array) {
  const size = book.keys.length
  const edge = new Uint8Array(size)
  const evidence = new Uint16Array(size)
  const weight = new Float32Array(size)
  const linkPasses = Uint8Array.from(book.links, (link) => (state.hiddenLinks.includes(link) ? 0 : 1))
  const from = state.from === null ? Number.NEGATIVE_INFINITY : Date.parse(state.from)
  const until = state.until === null ? Number.POSITIVE_INFINITY : Date.parse(state.until)
  for (let e = 0; e < size; e++) {
    if (!node[book.source[e]] || !node[book.target[e]]) continue
    let passed = 0
    let strongest = 0
    for (let i = book.evidenceFrom[e]; i < book.evidenceFrom[e + 1]; i++) {
      if (!linkPasses[book.link[i]] || book.knownAt[i] < from || book.knownAt[i] > until) continue
      passed++
      if (book.weight[i] > strongest) strongest = book.weight[i]
    }
    edge[e] = passed > 0 ? 1 : 0
    evidence[e] = Math.min(passed, 65_535)
    weight[e] = strongest
  }
  return { edge, evidence, weight }
}
