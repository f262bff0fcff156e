/**
 * Groups: nodes that say the same are drawn as one - the passengers of a claim, the claims of a clinic each with its one patient,
 * the numbers that the same two people share. Two shapes are found: trees that hang on one node and have the same form
 * (canonical forms of rooted trees, Aho, Hopcroft and Ullman 1974), and nodes with the same few neighbours (structural
 * equivalence, Lorrain and White 1971).
 */
import type { NodeKind } from '../../src/api/schemas/index.ts'
import type { Book } from './book.ts'
import type { Sifted } from './sift.ts'
import { type ExplorerState, FOLD } from './state.ts'

export const DEFAULTS = {
  /** Alike from which a group is made. */
  least: 5,
  /** Nodes of a hanging tree at most. */
  tree: 4,
  /** Neighbours of an equivalent node at most. */
  neighbours: 3,
} as const

export interface Group {
  /** Made of what the members share, so that it stays the same while members come and go. */
  readonly id: string
  /** All that is folded, trees included, in the order of the network. */
  readonly members: readonly string[]
  /** How many are alike. */
  readonly count: number
  /** Of those that are alike; of most where everything on a node is folded. */
  readonly kind: NodeKind
  /** What all that are alike do in their claims; null when it is not one and the same. */
  readonly role: string | null
  /** Nodes on which it hangs. */
  readonly hubs: readonly string[]
  /** Folded by hand: everything that hangs on the node. */
  readonly isFolded: boolean
}

export interface Grouped {
  readonly groups: readonly Group[]
  /** Groups that are opened, to be closed again. */
  readonly opened: readonly Group[]
  /** Place of a node's group in `groups`; -1 for none. */
  readonly groupOf: Int32Array
}

interface Forest {
  /** Node that a hanging node hangs on; -1 where it hangs on none. */
  readonly parent: Int32Array
  /** Hanging nodes, leaves first. */
  readonly peeled: Int32Array
  readonly form: readonly string[]
  readonly count: Int32Array
}

export function groupsOf(book: Book, sifted: Sifted, state: ExplorerState): Grouped {
  const order = book.ids.length
  const groupOf = new Int32Array(order).fill(-1)
  const collapsed = new Set(state.collapsed)
  if (!state.grouped && collapsed.size === 0) return { groups: [], opened: [], groupOf }
  const stays = new Set([
    ...Object.keys(state.pinned),
    ...Object.keys(state.tags),
    ...state.path,
    ...state.expanded,
    ...state.collapsed,
    ...(state.centre === null ? [] : [state.centre]),
  ])
  const forest = hang(book, sifted, stays)
  const opened = new Set(state.opened)
  const found: { id: string; alike: number[]; hubs: number[]; isFolded: boolean }[] = []
  const buckets = new Map<string, { alike: number[]; hubs: number[]; isFolded: boolean }>()
  const put = (id: string, node: number, hubs: number[], isFolded = false) => {
    const bucket = buckets.get(id)
    if (bucket) bucket.alike.push(node)
    else buckets.set(id, { alike: [node], hubs, isFolded })
  }
  const hanging = new Int32Array(order)
  for (const v of forest.peeled) if (forest.parent[v] >= 0) hanging[forest.parent[v]]++
  for (const v of forest.peeled) {
    const p = forest.parent[v]
    // In a large network most hang alone: names are made where there may be a group.
    if (p < 0 || (hanging[p] < DEFAULTS.least && !collapsed.has(book.ids[p]))) continue
    if (collapsed.has(book.ids[p])) put(FOLD + book.ids[p], v, [p], true)
    else if (state.grouped && forest.count[v] <= DEFAULTS.tree)
      put(`group:${book.ids[p]}|${forest.form[v]}`, v, [p])
  }
  if (state.grouped) putEquivalents(book, sifted, stays, forest, put)
  for (const [id, bucket] of buckets)
    if (bucket.alike.length >= (bucket.isFolded ? 2 : DEFAULTS.least)) found.push({ id, ...bucket })
  // The group nearest the root takes what hangs on its members with it.
  const children = childrenOf(forest)
  const depth = depths(forest)
  found.sort((a, b) => depth[a.alike[0]] - depth[b.alike[0]] || (a.id < b.id ? -1 : 1))
  const groups: Group[] = []
  const open: Group[] = []
  for (const { id, alike, hubs, isFolded } of found) {
    if (groupOf[alike[0]] >= 0) continue
    const isOpen = opened.has(id)
    const members: number[] = []
    const take = (v: number) => {
      if (!isOpen) groupOf[v] = groups.length
      members.push(v)
      for (const child of children.get(v) ?? []) take(child)
    }
    alike.forEach(take)
    members.sort((a, b) => a - b)
    ;(isOpen ? open : groups).push({
      id,
      members: members.map((i) => book.ids[i]),
      count: isFolded ? members.length : alike.length,
      kind: commonest((isFolded ? members : alike).map((i) => book.nodes[i].kind)),
      role: isFolded ? null : sharedRole(alike.map((i) => book.nodes[i].roles)),
      hubs: hubs.map((i) => book.ids[i]),
      isFolded,
    })
  }
  return { groups, opened: open, groupOf }
}

/** Takes leaves away until none is left: what goes hangs on what stays. */
function hang(book: Book, sifted: Sifted, stays: ReadonlySet<string>): Forest {
  const order = book.ids.length
  const degree = new Int32Array(order)
  for (let e = 0; e < book.keys.length; e++)
    if (sifted.edge[e]) {
      degree[book.source[e]]++
      degree[book.target[e]]++
    }
  const parent = new Int32Array(order).fill(-1)
  const gone = new Uint8Array(order)
  const form: string[] = new Array(order).fill('')
  const forms: (string[] | undefined)[] = new Array(order)
  const count = new Int32Array(order).fill(1)
  const queue: number[] = []
  const mayGo = (i: number) => degree[i] === 1 && !stays.has(book.ids[i])
  for (let i = 0; i < order; i++) if (sifted.node[i] && mayGo(i)) queue.push(i)
  const peeled: number[] = []
  for (let at = 0; at < queue.length; at++) {
    const v = queue[at]
    // Of two that hang on each other alone, one stays.
    if (degree[v] !== 1) continue
    let p = -1
    let via = -1
    for (let i = book.first[v]; i < book.first[v + 1]; i++)
      if (sifted.edge[book.edge[i]] && !gone[book.neighbour[i]]) {
        p = book.neighbour[i]
        via = book.edge[i]
        break
      }
    if (p < 0) continue
    gone[v] = 1
    parent[v] = p
    peeled.push(v)
    const below = forms[v]?.sort().join(',') ?? ''
    form[v] = `${linksOf(book, sifted, via)} ${book.nodes[v].kind}${below ? `(${below})` : ''}`
    const above = forms[p]
    if (above) above.push(form[v])
    else forms[p] = [form[v]]
    count[p] += count[v]
    degree[v] = 0
    if (--degree[p] === 1 && !stays.has(book.ids[p])) queue.push(p)
  }
  return { parent, peeled: Int32Array.from(peeled), form, count }
}

/** Nodes that hang on nothing and have the same two or three neighbours, by the same links. */
function putEquivalents(
  book: Book,
  sifted: Sifted,
  stays: ReadonlySet<string>,
  { parent }: Forest,
  put: (id: string, node: number, hubs: number[]) => void,
): void {
  const order = book.ids.length
  const tiesOf = (v: number): [number, number][] => {
    const ties: [number, number][] = []
    for (let i = book.first[v]; i < book.first[v + 1] && ties.length <= DEFAULTS.neighbours; i++)
      if (sifted.edge[book.edge[i]]) ties.push([book.neighbour[i], book.edge[i]])
    return ties
  }
  // How often a sum over the neighbours comes: where it is rare there is no group, and nothing need be named.
  const sums = new Int32Array(order).fill(-1)
  const often = new Int32Array(2 * order + 1)
  for (let v = 0; v < order; v++) {
    if (!sifted.node[v] || parent[v] >= 0 || stays.has(book.ids[v])) continue
    const ties = tiesOf(v)
    if (ties.length < 2 || ties.length > DEFAULTS.neighbours) continue
    const sum = ties.reduce((all, [n]) => (all + Math.imul(n + 1, 0x9e3779b1)) | 0, 0)
    sums[v] = (sum >>> 0) % often.length
    often[sums[v]]++
  }
  for (let v = 0; v < order; v++) {
    if (sums[v] < 0 || often[sums[v]] < DEFAULTS.least) continue
    const ties = tiesOf(v)
    ties.sort(([a], [b]) => a - b)
    const key = ties.map(([n, e]) => `${book.ids[n]} ${linksOf(book, sifted, e)}`).join('+')
    put(
      `group:${key}|${book.nodes[v].kind}`,
      v,
      ties.map(([n]) => n),
    )
  }
}

function linksOf(book: Book, sifted: Sifted, e: number): string {
  const [from, to] = [book.evidenceFrom[e], book.evidenceFrom[e + 1]]
  if (to - from === 1 || sifted.evidence[e] === 0) return book.links[book.link[from]]
  return [...new Set(book.link.subarray(from, to))]
    .map((i) => book.links[i])
    .sort()
    .join('&')
}

function childrenOf({ parent, peeled }: Forest): ReadonlyMap<number, number[]> {
  const children = new Map<number, number[]>()
  for (const v of peeled) {
    const list = children.get(parent[v])
    if (list) list.push(v)
    else children.set(parent[v], [v])
  }
  return children
}

/** Steps from what stays; parents are peeled after their children. */
function depths({ parent, peeled }: Forest): Int32Array {
  const depth = new Int32Array(parent.length)
  for (let at = peeled.length - 1; at >= 0; at--) depth[peeled[at]] = depth[parent[peeled[at]]] + 1
  return depth
}

function commonest(kinds: readonly NodeKind[]): NodeKind {
  const counts = new Map<NodeKind, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0][0]
}

const sharedRole = (roles: readonly (readonly string[])[]): string | null =>
  roles[0].find((role) => roles.every((list) => list.includes(role))) ?? null
