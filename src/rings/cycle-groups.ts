/** Groups that hold together in two ways: households, the claims they meet in and the things they share. */
import { buildCsr, type Csr } from '../graph/csr.ts'
import { twoEdgeConnected } from '../graph/cycles.ts'
import { leiden } from '../graph/leiden.ts'
import { rowOf } from './incidence.ts'
import { coresOf, type MeetingRows, rowOfEntry } from './meeting-rows.ts'
import type { RingBook } from './ring-book.ts'
import type { Group } from './typology.ts'

const DEFAULTS = {
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
  options: { readonly seed?: number } = {},
): Group[] {
  const rows = coresOf({ book, homes })
  const core = coreGraph(rows, homes.length)
  const part = twoEdgeConnected(core.graph)
  const groups: Group[] = []
  for (const nodes of gather(part, core.graph)) {
    for (const piece of cut(core.graph, nodes, core.households.length, options.seed)) {
      const group = toGroup(book, homes, piece, core, rows)
      if (group) groups.push(group)
    }
  }
  return groups
}

/** Nodes: households, then rows. */
interface Core {
  readonly graph: Csr
  /** Household of each of the first nodes. */
  readonly households: Int32Array
}

/** The graph of what lies on cycles, numbered anew. */
function coreGraph(rows: MeetingRows, people: number): Core {
  const nodeOf = new Int32Array(people).fill(-1)
  const households: number[] = []
  for (const home of rows.homes) if (nodeOf[home] < 0) nodeOf[home] = households.push(home) - 1
  const right = rowOfEntry(rows).map((row) => households.length + row)
  return {
    graph: buildCsr(
      households.length + rows.count,
      rows.homes.map((home) => nodeOf[home]),
      right,
    ),
    households: Int32Array.from(households),
  }
}

/** Parts of more than one node. */
function gather(part: Int32Array, graph: Csr): number[][] {
  const parts = new Map<number, number[]>()
  for (let v = 0; v < graph.n; v++) {
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
  core: Core,
  rows: MeetingRows,
): Group | undefined {
  const first = core.households.length
  const households = new Set(piece.filter((v) => v < first).map((v) => core.households[v]))
  if (households.size < 2) return undefined
  const names = piece.filter((v) => v >= first).map((v) => rows.row[v - first])
  const claims = names.filter((name) => name < rows.claims)
  const things = names.filter((name) => name >= rows.claims).map((name) => name - rows.claims)
  const persons = new Set<number>()
  const concern = (list: Int32Array) => {
    for (const person of list) if (households.has(homes[person])) persons.add(person)
  }
  for (const claim of claims) concern(rowOf(book.personsOf, claim))
  for (const thing of things) concern(rowOf(book.usersOf, thing))
  return { persons: [...persons].sort((a, b) => a - b), claims, things, providers: [], origin: 'cycle' }
}
