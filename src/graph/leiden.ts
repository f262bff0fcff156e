/**
 * Communities by the Leiden algorithm: groups with more weight inside than chance gives, each of them connected.
 *
 * Reference: Traag, Waltman and van Eck (2019), From Louvain to Leiden: guaranteeing well-connected communities.
 * By default the refinement takes the best merge (the limit of low randomness), so a seed only chooses where the walk begins;
 * with `theta` it draws among all merges that lose nothing, as in the paper, and a seed chooses those too.
 */
import { invalid } from '../errors.ts'
import { random } from '../util/random.ts'
import { type Components, numberBySize } from './components.ts'
import { type Csr, counting, strengths } from './csr.ts'
import { aggregate, type Level } from './leiden-aggregate.ts'
import { moveNodes } from './leiden-move.ts'
import { type Choice, refine } from './leiden-refine.ts'
import { relabel } from './relabel.ts'

const DEFAULTS = {
  /** Higher gives smaller communities; 1 is modularity. */
  resolution: 1,
  /** Rounds over the whole graph, each starting from the last one's communities. */
  rounds: 2,
  seed: 1,
  theta: 0,
} as const

export interface LeidenOptions {
  readonly resolution?: number
  readonly rounds?: number
  readonly seed?: number
  /**
   * Randomness of the refinement, in the unit of the weights: a merge is drawn with a chance that falls by e when it gains so much
   * less. The paper takes 0.01; 0, the default, takes the best.
   */
  readonly theta?: number
}

/**
 * Communities of a graph, numbered from 0 by size; a node without edges is its own. The same for a seed.
 * @throws UserError for a resolution not above 0 and a theta below 0
 */
export function leiden(graph: Csr, options: LeidenOptions = {}): Components {
  const resolution = options.resolution ?? DEFAULTS.resolution
  const theta = options.theta ?? DEFAULTS.theta
  if (!(resolution > 0)) throw invalid('resolution', resolution, 'above 0')
  if (!(theta >= 0)) throw invalid('theta', theta, '0 or more')
  const { n } = graph
  if (n === 0) return { label: new Int32Array(0), sizes: new Int32Array(0) }
  const seed = options.seed ?? DEFAULTS.seed
  const choice = { theta, draw: random(seed) }
  const start = (Math.imul(seed | 0, 0x9e3779b1) >>> 0) % n
  const { graph: walk, order } = relabel(graph, start)
  const whole: Level = { graph: walk, strength: strengths(walk) }
  let total = 0
  for (const s of whole.strength) total += s
  let part: Int32Array<ArrayBufferLike> = counting(n)
  if (total > 0)
    for (let round = 0; round < (options.rounds ?? DEFAULTS.rounds); round++)
      part = improve(whole, part, total, resolution, choice)
  const connected = splitDisconnected(walk, part)
  const label = new Int32Array(n)
  for (let v = 0; v < n; v++) label[order[v]] = connected[v]
  return numberBySize(label)
}

/** One round: move, refine, aggregate, until nothing merges. */
function improve(
  whole: Level,
  start: Int32Array,
  total: number,
  resolution: number,
  choice: Choice,
): Int32Array {
  const n = whole.graph.n
  let level = whole
  let community: Int32Array<ArrayBufferLike> = start.slice()
  let map: Int32Array | undefined
  let part: Int32Array<ArrayBufferLike> = community
  for (;;) {
    moveNodes(level, community, total, resolution)
    if (map) {
      part = new Int32Array(n)
      for (let v = 0; v < n; v++) part[v] = community[map[v]]
    } else part = community.slice()
    const refined = refine(level, community, total, resolution, choice)
    const next = aggregate(level, community, refined)
    if (next.level.graph.n === level.graph.n) return part
    if (map) for (let v = 0; v < n; v++) map[v] = next.node[map[v]]
    else map = next.node
    level = next.level
    community = next.community
  }
}

/** Gives each connected piece of a community a number of its own (its first node's). */
function splitDisconnected(graph: Csr, part: Int32Array): Int32Array {
  const { n, offsets, targets } = graph
  const piece = new Int32Array(n).fill(-1)
  const stack = new Int32Array(n)
  for (let s = 0; s < n; s++) {
    if (piece[s] >= 0) continue
    let depth = 0
    stack[depth++] = s
    piece[s] = s
    while (depth > 0) {
      const v = stack[--depth]
      for (let i = offsets[v]; i < offsets[v + 1]; i++) {
        const u = targets[i]
        if (piece[u] >= 0 || part[u] !== part[v]) continue
        piece[u] = s
        stack[depth++] = u
      }
    }
  }
  return piece
}
