/**
 * Suspicion: how near each node stood to what was known to be fraud at a moment, measured by the chance that a walk along the ties
 * ends there, against the chance for a tie drawn at random.
 *
 * Reference: Oskarsdottir, Ahmed, Antonio, Baesens, Dendievel, Donas and Reynkens (2022), Social network analytics for supervised
 * fraud detection in insurance: BiRank on the network of claims and parties, from known fraud whose weight falls exponentially with
 * its age. Three things differ. Ties weigh by rarity as it was at the moment, and what is shared too widely ties nobody. A known
 * fraud enters by the root of its strength and scores are read over that root, so that a busy node is not suspicious for being
 * busy. And the score is set against its mean over all ties, so that it means the same while more and more fraud becomes known.
 */
import { biRank } from './birank.ts'
import { buildCsr, type Csr, strengths } from './csr.ts'

export const DEFAULTS = {
  /** How far suspicion spreads: what a node takes from its neighbours, as in BiRank. */
  alpha: 0.85,
  /** A known fraud counts half after so many days. */
  halfLifeDays: 365,
  /** Share of the largest query that BiRank may still move by. */
  tolerance: 1e-4,
  /** Steps that are counted to the nearest known fraud. */
  steps: 4,
  /** What is less suspicious than this, and further than those steps, is left out. */
  least: 0.05,
} as const

const DAY = 86_400_000

/** Ties in the order in which they became known. */
export interface Ties {
  /** Number of nodes. */
  readonly n: number
  readonly source: Int32Array
  readonly target: Int32Array
  /** Number of the tie's kind. */
  readonly kind: Int32Array
  /** Milliseconds since 1970, never falling. */
  readonly knownAt: Float64Array
}

/** What a kind of tie weighs. */
export interface TieKind {
  /** Weight when at most two share the hub, 0 to 1. */
  readonly strength: number
  /** A hub of more ties than this ties nobody together. */
  readonly maxDegree: number
  /** Whether the source is what is shared; else the target. */
  readonly isHubSource: boolean
}

/** Nodes known to be fraud, each with the moment it became known. */
export interface Frauds {
  readonly node: Int32Array
  readonly knownAt: Float64Array
}

/** What was suspicious at a moment: nodes in rising order. */
export interface Suspicion {
  readonly node: Int32Array
  /** 1 is the mean over all ties. */
  readonly suspicion: Float64Array
  /** Fewest ties to a known fraud; -1 beyond `steps`. */
  readonly steps: Int32Array
  /** Ties and frauds known by then. */
  readonly ties: number
  readonly frauds: number
}

/** Suspicion at `moment` (milliseconds since 1970) from what was known by then. */
export function suspicionAt(
  ties: Ties,
  kinds: readonly TieKind[],
  frauds: Frauds,
  moment: number,
): Suspicion {
  const known = knownBy(ties.knownAt, moment)
  const graph = graphOf(ties, known, kinds)
  const strength = strengths(graph)
  const seeds = frauds.node.filter((_, i) => frauds.knownAt[i] <= moment)
  const query = new Float64Array(graph.n)
  frauds.node.forEach((v, i) => {
    const age = moment - frauds.knownAt[i]
    if (age >= 0) query[v] = Math.max(query[v], 2 ** (-age / DAY / DEFAULTS.halfLifeDays))
  })
  let [mass, total] = [0, 0]
  for (let v = 0; v < graph.n; v++) {
    mass += strength[v] * query[v]
    total += strength[v]
    query[v] *= Math.sqrt(strength[v])
  }
  const score = biRank(graph, query, { alpha: DEFAULTS.alpha, tolerance: DEFAULTS.tolerance })
  const steps = stepsFrom(graph, seeds)
  const suspicion = score.map((value, v) =>
    strength[v] > 0 && mass > 0 ? (value / Math.sqrt(strength[v]) / mass) * total : 0,
  )
  const node = Int32Array.from(suspicion.keys()).filter(
    (v) => suspicion[v] >= DEFAULTS.least || steps[v] >= 0,
  )
  return {
    node,
    suspicion: Float64Array.from(node, (v) => suspicion[v]),
    steps: Int32Array.from(node, (v) => steps[v]),
    ties: known,
    frauds: seeds.length,
  }
}

/** How many of the rising moments are not later than `moment`. */
function knownBy(knownAt: Float64Array, moment: number): number {
  let [low, high] = [0, knownAt.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (knownAt[middle] <= moment) low = middle + 1
    else high = middle
  }
  return low
}

/** The graph of the first `known` ties, each by its rarity among them. */
function graphOf({ n, source, target, kind }: Ties, known: number, kinds: readonly TieKind[]): Csr {
  const weights = new Float64Array(known)
  const sharedBy = new Int32Array(n)
  for (const [k, { strength, maxDegree, isHubSource }] of kinds.entries()) {
    const hub = isHubSource ? source : target
    sharedBy.fill(0)
    for (let i = 0; i < known; i++) if (kind[i] === k) sharedBy[hub[i]]++
    for (let i = 0; i < known; i++) {
      const number = sharedBy[hub[i]]
      // A thing that one alone uses leads nowhere, and whether it stands in the graph may hang on who came to use it later.
      if (kind[i] === k && number <= maxDegree && (isHubSource || number > 1))
        weights[i] = strength * Math.min(1, Math.log2(3) / Math.log2(1 + number))
    }
  }
  const kept = new Int32Array(weights.reduce((sum, weight) => sum + (weight > 0 ? 1 : 0), 0))
  for (let i = 0, at = 0; i < known; i++) if (weights[i] > 0) kept[at++] = i
  return buildCsr(
    n,
    kept.map((i) => source[i]),
    kept.map((i) => target[i]),
    Float64Array.from(kept, (i) => weights[i]),
  )
}

/** Fewest ties from each node to one of the seeds, -1 where there are more than `DEFAULTS.steps`. */
function stepsFrom({ n, offsets, targets }: Csr, seeds: Int32Array): Int32Array {
  const steps = new Int32Array(n).fill(-1)
  const queue: number[] = []
  for (const v of seeds) {
    if (steps[v] < 0) queue.push(v)
    steps[v] = 0
  }
  for (let head = 0; head < queue.length; head++) {
    const v = queue[head]
    if (steps[v] === DEFAULTS.steps) break
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      if (steps[targets[i]] >= 0) continue
      steps[targets[i]] = steps[v] + 1
      queue.push(targets[i])
    }
  }
  return steps
}
