/** Groups that hold together in two ways: households, the claims they meet in and the things they share. */
import { buildCsr, type Csr } from '../graph/csr.ts'
import { twoEdgeConnected } from '../graph/cycles.ts'
import { leiden } from '../graph/leiden.ts'
import { rowOf } from './incidence.ts'
import type { RingBook } from './ring-book.ts'
import type { Group } from './typology.ts'

const DEFAULTS = {
  /** Claims of more persons (group contracts) say little about who knows whom. */
  largestClaim: 15,
  /** Groups with more households are cut into communities, from coarse to fine, */
  smallGroup: 8,
  resolutions: [0.15, 0.3, 0.6, 1],
  /** when at least two of them have so many households */
  leastPiece: 3,
  /** and at most this share of the ties passes between them; */
  crossing: 0.12,
  /** larger ones always. */
  largestGroup: 40,
} as const

/** Finds the groups; each household of a group meets the others along at least two ways. */
export function cycleGroups(
  book: RingBook,
  homes: Int32Array,
  options: { seed?: number; claims?: (claim: number) => boolean } = {},
): Group[] {
  const { graph, claimStart, thingStart } = meetingGraph(book, homes, options.claims ?? (() => true))
  const part = twoEdgeConnected(graph)
  const parts = gather(part, graph)
  const groups: Group[] = []
  for (const nodes of parts) {
    for (const piece of cut(graph, nodes, claimStart, options.seed)) {
      const group = toGroup(book, homes, piece, claimStart, thingStart)
      if (group) groups.push(group)
    }
  }
  return groups
}

interface MeetingGraph {
  readonly graph: Csr
  readonly claimStart: number
  readonly thingStart: number
}

/** Nodes: persons (their household's number), then claims, then things of at least two households. */
function meetingGraph(book: RingBook, homes: Int32Array, wanted: (claim: number) => boolean): MeetingGraph {
  const claimStart = book.persons.count
  const thingStart = claimStart + book.claims.count
  const left: number[] = []
  const right: number[] = []
  for (let c = 0; c < book.claims.count; c++) {
    const persons = rowOf(book.personsOf, c)
    if (persons.length > DEFAULTS.largestClaim || !wanted(c)) continue
    for (const person of persons) {
      left.push(homes[person])
      right.push(claimStart + c)
    }
  }
  for (let t = 0; t < book.things.id.length; t++) {
    const users = rowOf(book.usersOf, t)
    if (new Set(Array.from(users, (person) => homes[person])).size < 2) continue
    for (const person of users) {
      left.push(homes[person])
      right.push(thingStart + t)
    }
  }
  const graph = buildCsr(thingStart + book.things.id.length, left, right)
  // Two persons of a household in one claim are one tie, not two.
  return { graph: { ...graph, weights: graph.weights.fill(1) }, claimStart, thingStart }
}

/** Parts of more than one node. */
function gather(part: Int32Array, graph: Csr): number[][] {
  const parts = new Map<number, number[]>()
  for (let v = 0; v < graph.n; v++) {
    if (graph.offsets[v + 1] === graph.offsets[v]) continue
    const list = parts.get(part[v])
    if (list) list.push(v)
    else parts.set(part[v], [v])
  }
  return [...parts.values()].filter((nodes) => nodes.length > 1)
}

/**
 * Cuts a part with many households into its communities: rings that share a member or a number are still several. The coarsest
 * cut through which few ties pass is taken, and its pieces are cut again.
 */
function cut(graph: Csr, nodes: readonly number[], claimStart: number, seed?: number): (readonly number[])[] {
  const households = nodes.filter((v) => v < claimStart).length
  if (households <= DEFAULTS.smallGroup) return [nodes]
  const inner = within(graph, nodes)
  for (const resolution of DEFAULTS.resolutions) {
    const { label, sizes } = leiden(inner, { seed, resolution })
    const pieces: number[][] = Array.from(sizes, () => [])
    for (let i = 0; i < nodes.length; i++) pieces[label[i]].push(nodes[i])
    const holding = pieces.filter(
      (piece) => piece.filter((v) => v < claimStart).length >= DEFAULTS.leastPiece,
    )
    const isLast = resolution === DEFAULTS.resolutions.at(-1)
    const apart = holding.length > 1 && crossing(inner, label) <= DEFAULTS.crossing
    if (apart || (isLast && households > DEFAULTS.largestGroup && pieces.length > 1))
      return pieces.flatMap((piece) => cut(graph, piece, claimStart, seed))
  }
  return [nodes]
}

/** The graph among some nodes, numbered as they stand in the list. */
function within(graph: Csr, nodes: readonly number[]): Csr {
  const place = new Map(nodes.map((v, i) => [v, i]))
  const left: number[] = []
  const right: number[] = []
  for (const v of nodes) {
    for (let i = graph.offsets[v]; i < graph.offsets[v + 1]; i++) {
      const u = place.get(graph.targets[i])
      if (u === undefined || graph.targets[i] < v) continue
      left.push(place.get(v) as number)
      right.push(u)
    }
  }
  return buildCsr(nodes.length, left, right)
}

/** Share of the ties that pass from one piece to another. */
function crossing({ n, offsets, targets }: Csr, label: Int32Array): number {
  let across = 0
  for (let v = 0; v < n; v++)
    for (let i = offsets[v]; i < offsets[v + 1]; i++) if (label[targets[i]] !== label[v]) across++
  return across / Math.max(1, targets.length)
}

/** Persons of the households who stand in the claims or use the things of the piece. */
function toGroup(
  book: RingBook,
  homes: Int32Array,
  piece: readonly number[],
  claimStart: number,
  thingStart: number,
): Group | undefined {
  const households = new Set(piece.filter((v) => v < claimStart))
  if (households.size < 2) return undefined
  const claims = piece.filter((v) => v >= claimStart && v < thingStart).map((v) => v - claimStart)
  const things = piece.filter((v) => v >= thingStart).map((v) => v - thingStart)
  const persons = new Set<number>()
  const concern = (list: Int32Array) => {
    for (const person of list) if (households.has(homes[person])) persons.add(person)
  }
  for (const claim of claims) concern(rowOf(book.personsOf, claim))
  for (const thing of things) concern(rowOf(book.usersOf, thing))
  return { persons: [...persons].sort((a, b) => a - b), claims, things, providers: [], origin: 'cycle' }
}
