/**
 * How two nodes hang together: the chains of evidence between them, the strongest first.
 *
 * References: Dijkstra (1959), A Note on Two Problems in Connexion with Graphs, from both ends at once; Yen (1971), Finding the K
 * Shortest Loopless Paths in a Network; Hart, Nilsson, Raphael (1968), A Formal Basis for the Heuristic Determination of Minimum
 * Cost Paths, with what each node costs to the end as its bound, so that a way around a step is sought along the chain and not
 * anew. A tie costs minus the logarithm of its weight, so the costs of a chain add up to its
 * strength: rare things that two share (a phone) cost little, common ones (a clinic) much.
 */
import { invalid, unknown } from '../errors.ts'
import { Frontier } from './frontier.ts'
import { type EvidenceFilter, type ResidentGraph, type TieWeight, tieWeight } from './resident.ts'
import { smallCycles } from './small-cycles.ts'

const DEFAULTS = {
  paths: 1,
  maxPaths: 5,
  /** What a step costs besides, so that of chains as strong the shorter comes first; as a logarithm. */
  step: 0.1,
  /** Nodes settled in one search before it gives up. */
  settle: 100_000,
  /** Ties of one node that are followed, the strongest. */
  follow: 2000,
  /** Costs that differ by less are equal. */
  rounding: 1e-9,
} as const

export interface EvidencePathOptions extends EvidenceFilter {
  /** Chains in the answer, each with other ties than those before: 1 to 5; default 1. */
  readonly most?: number
  /** What a step costs besides the logarithm of its weight, 0 and more; default 0.1. Higher prefers short chains to strong ones. */
  readonly step?: number
}

/** A chain of evidence. */
export interface EvidencePath {
  /** Node ids from one end to the other; two that follow each other are tied by evidence. */
  readonly nodes: readonly string[]
  /** Product of the ties' weights, 0 to 1. */
  readonly strength: number
}

export interface EvidencePaths {
  /** The strongest first (from a node to itself the shortest); empty when the two do not hang together by ties that weigh anything. */
  readonly paths: readonly EvidencePath[]
  /** False when a search gave up or left ties of a hub aside, so that there may be more or stronger chains. */
  readonly complete: boolean
}

/** A chain while it is sought: nodes, and the cost up to each of them. */
interface Chain {
  readonly nodes: readonly number[]
  readonly costs: readonly number[]
}

/**
 * The strongest chains of evidence between two nodes; from a node to itself, the cycles of up to six steps through it. Ties that
 * weigh nothing (of things too common) are never followed.
 * @throws UserError for unknown nodes (404) and a number of chains outside 1 to 5.
 */
export function evidencePath(
  graph: ResidentGraph,
  from: string,
  to: string,
  options: EvidencePathOptions = {},
): EvidencePaths {
  const most = options.most ?? DEFAULTS.paths
  if (!Number.isInteger(most) || most < 1 || most > DEFAULTS.maxPaths) {
    throw invalid('number of paths', most, `1 to ${DEFAULTS.maxPaths}`)
  }
  const [start, end] = [from, to].map((id) => {
    const node = graph.ids.find(id)
    if (node < 0) throw unknown('node', id)
    return node
  })
  const weightOf = tieWeight(graph, options)
  if (start === end) {
    const { cycles, complete } = smallCycles(graph, start, weightOf, most)
    const named = cycles.map(({ nodes, strength }) => ({
      nodes: nodes.map((v) => graph.ids.at(v)),
      strength,
    }))
    return { paths: named, complete }
  }
  const step = options.step ?? DEFAULTS.step
  if (!(step >= 0)) throw invalid('cost of a step', step, '0 or more')
  const search = new Search(graph, weightOf, step)
  const found: Chain[] = []
  const waiting: Chain[] = []
  const first = search.strongest(start, end)
  if (first) found.push(first)
  const reach = first && most > 1 ? search.reachOf(end, costOf(first)) : undefined
  while (reach && found.length < most) {
    const last = found[found.length - 1]
    for (let i = 0; i + 1 < last.nodes.length; i++) {
      const root = last.nodes.slice(0, i + 1)
      // What costs more than the last that can still be told is not sought.
      const left = most - found.length
      const bound = waiting.length >= left ? costOf(waiting[left - 1]) : Number.POSITIVE_INFINITY
      const rest = search.around(
        last.nodes[i],
        reach,
        { avoid: new Set(root.slice(0, i)), barred: leaving(found, root) },
        bound - last.costs[i],
      )
      if (!rest) continue
      const chain = {
        nodes: [...root.slice(0, i), ...rest.nodes],
        costs: [...last.costs.slice(0, i), ...rest.costs.map((cost) => last.costs[i] + cost)],
      }
      const key = chain.nodes.join()
      if (waiting.some((other) => other.nodes.join() === key)) continue
      waiting.push(chain)
      waiting.sort((a, b) => costOf(a) - costOf(b) || a.nodes.length - b.nodes.length)
    }
    const next = waiting.shift()
    if (!next) break
    found.push(next)
  }
  return {
    paths: found.map((chain) => ({
      nodes: chain.nodes.map((node) => graph.ids.at(node)),
      strength: Math.exp(-(costOf(chain) - step * (chain.nodes.length - 1))),
    })),
    complete: search.complete,
  }
}

const costOf = (chain: Chain): number => chain.costs[chain.costs.length - 1]

/** Steps `a,b` by which the chains found so far leave a beginning that they share. */
function leaving(found: readonly Chain[], root: readonly number[]): Set<string> {
  const steps = new Set<string>()
  for (const { nodes } of found)
    if (root.every((node, i) => nodes[i] === node))
      steps.add(`${nodes[root.length - 1]},${nodes[root.length]}`)
  return steps
}

/** One end of a search: the least cost found to each node, and the node before it. */
class End {
  readonly cost = new Map<number, number>()
  readonly before = new Map<number, number>()
  readonly settled = new Set<number>()
  readonly frontier = new Frontier()

  constructor(node: number) {
    this.cost.set(node, 0)
    this.frontier.push(node, 0)
  }
}

/** What nodes cost to the end of a chain; those that are not in it cost at least `beyond`. */
interface Reach {
  readonly end: number
  readonly cost: ReadonlyMap<number, number>
  readonly beyond: number
}

class Search {
  complete = true
  readonly #graph: ResidentGraph
  readonly #weightOf: TieWeight
  readonly #step: number

  constructor(graph: ResidentGraph, weightOf: TieWeight, step: number) {
    this.#graph = graph
    this.#weightOf = weightOf
    this.#step = step
  }

  /** The cheapest chain between two nodes, from both at once. */
  strongest(start: number, end: number): Chain | undefined {
    const [front, back] = [new End(start), new End(end)]
    let least = Number.POSITIVE_INFINITY
    let meeting = -1
    while (front.frontier.least() + back.frontier.least() < least) {
      if (front.settled.size + back.settled.size >= DEFAULTS.settle) {
        this.complete = false
        break
      }
      // The end with the nearer frontier goes on.
      const [side, other] = front.frontier.least() <= back.frontier.least() ? [front, back] : [back, front]
      const v = side.frontier.pop()
      if (side.settled.has(v)) continue
      side.settled.add(v)
      const far = side.cost.get(v) ?? 0
      this.#ties(v, (u, cost) => {
        if (side.settled.has(u)) return
        const reach = far + cost
        if (reach >= (side.cost.get(u) ?? Number.POSITIVE_INFINITY)) return
        side.cost.set(u, reach)
        side.before.set(u, v)
        side.frontier.push(u, reach)
        const whole = reach + (other.cost.get(u) ?? Number.POSITIVE_INFINITY)
        if (whole < least) {
          least = whole
          meeting = u
        }
      })
    }
    return meeting < 0 ? undefined : chainThrough(meeting, front, back)
  }

  /** What nodes cost to the end, up to some cost. */
  reachOf(end: number, most: number): Reach {
    const { cost, settled, frontier } = new End(end)
    let beyond = 0
    while (frontier.least() <= most && settled.size < DEFAULTS.settle) {
      beyond = frontier.least()
      const v = frontier.pop()
      if (settled.has(v)) continue
      settled.add(v)
      const far = cost.get(v) ?? 0
      this.#ties(v, (u, step) => {
        if (settled.has(u) || far + step >= (cost.get(u) ?? Number.POSITIVE_INFINITY)) return
        cost.set(u, far + step)
        frontier.push(u, far + step)
      })
    }
    for (const node of cost.keys()) if (!settled.has(node)) cost.delete(node)
    return { end, cost, beyond }
  }

  /** The cheapest chain to the end that avoids some nodes and leaves its start by none of some steps, unless it costs more than `most`. */
  around(
    start: number,
    { end, cost: toEnd, beyond }: Reach,
    { avoid, barred }: { readonly avoid: ReadonlySet<number>; readonly barred: ReadonlySet<string> },
    most: number,
  ): Chain | undefined {
    const { cost, before, settled, frontier } = new End(start)
    for (let v = frontier.pop(); v >= 0 && v !== end; v = frontier.pop()) {
      if (settled.has(v)) continue
      if (settled.size >= DEFAULTS.settle) {
        this.complete = false
        return undefined
      }
      settled.add(v)
      const far = cost.get(v) ?? 0
      this.#ties(v, (u, step) => {
        if (avoid.has(u) || settled.has(u) || (v === start && barred.has(`${v},${u}`))) return
        const whole = far + step + (toEnd.get(u) ?? beyond)
        if (whole > most + DEFAULTS.rounding || far + step >= (cost.get(u) ?? Number.POSITIVE_INFINITY))
          return
        cost.set(u, far + step)
        before.set(u, v)
        frontier.push(u, whole)
      })
    }
    if (!before.has(end)) return undefined
    const nodes = [end]
    for (let v = before.get(end); v !== undefined; v = before.get(v)) nodes.unshift(v)
    return { nodes, costs: nodes.map((node) => cost.get(node) ?? 0) }
  }

  #ties(v: number, visit: (u: number, cost: number) => void): void {
    const { offsets, targets, ties, weights } = this.#graph
    let followed = 0
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      // Rows fall in weight: behind a tie that weighs nothing come only such.
      if (weights[ties[i]] <= 0) return
      const weight = this.#weightOf(ties[i])
      if (weight <= 0) continue
      if (followed++ >= DEFAULTS.follow) {
        this.complete = false
        return
      }
      visit(targets[i], this.#step - Math.log(Math.min(1, weight)))
    }
  }
}

/** Puts the two halves of a chain together. */
function chainThrough(meeting: number, front: End, back: End): Chain {
  const nodes = [meeting]
  for (let v = front.before.get(meeting); v !== undefined; v = front.before.get(v)) nodes.unshift(v)
  const costs = nodes.map((node) => front.cost.get(node) ?? 0)
  const whole = (front.cost.get(meeting) ?? 0) + (back.cost.get(meeting) ?? 0)
  for (let v = back.before.get(meeting); v !== undefined; v = back.before.get(v)) {
    nodes.push(v)
    costs.push(whole - (back.cost.get(v) ?? 0))
  }
  return { nodes, costs }
}
