/**
 * Communities by the Leiden algorithm: groups with more weight inside than chance gives, each of them connected.
 *
 * Reference: Traag, Waltman and van Eck (2019), From Louvain to Leiden: guaranteeing well-connected communities.
 * By default the refinement takes the best merge (the limit of low randomness), so a seed only chooses where the walk begins;
 * with `theta` it draws among all merges that lose nothing, as in the paper, and a seed chooses those too.
 */
import { invalid } from '../errors.ts'
import { type Random, random } from '../util/random.ts'
import { type Components, numberBySize } from './components.ts'
import type { Csr } from './csr.ts'
import { layDown, type RowsAt } from './relabel.ts'
import { type Chooser, type Room, withRoom } from './room.ts'

const DEFAULTS = {
  /** Higher gives smaller communities; 1 is modularity. */
  resolution: 1,
  /** Rounds over the whole graph, each starting from the last one's communities; then single nodes move once more. */
  rounds: 2,
  seed: 1,
  theta: 0,
} as const

/** Least gain that moves a node, in mean weights of an edge: what rounding makes of nothing is smaller. */
const LEAST_GAIN = 1e-10

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

export interface FoldedLeidenOptions extends LeidenOptions {
  /** Sum of the weights at all that each node stands for; default: at itself. */
  readonly sums?: Float64Array
}

/**
 * Communities of a graph, numbered from 0 by size; a node without edges is its own. The same for a seed.
 * @throws UserError for a resolution not above 0, a theta below 0, and a graph that takes more than 4 GiB: some 48 bytes an edge and 80
 * a node
 */
export function leiden(graph: Csr, options: FoldedLeidenOptions = {}): Components {
  const resolution = options.resolution ?? DEFAULTS.resolution
  const theta = options.theta ?? DEFAULTS.theta
  if (!(resolution > 0)) throw invalid('resolution', resolution, 'above 0')
  if (!(theta >= 0)) throw invalid('theta', theta, '0 or more')
  if (graph.n === 0) return { label: new Int32Array(0), sizes: new Int32Array(0) }
  const seed = options.seed ?? DEFAULTS.seed
  const rounds = options.rounds ?? DEFAULTS.rounds
  return withRoom(
    (room) => {
      const { n } = graph
      const { at, order } = layDown(room, graph, (Math.imul(seed | 0, 0x9e3779b1) >>> 0) % n)
      const whole: Level = { ...at, community: room.place(4 * n) }
      const scratch = scratchFor(room, n)
      if (options.sums) {
        const [strength, name] = [room.f64(whole.strength, n), room.i32(order, n)]
        for (let v = 0; v < n; v++) strength[v] = options.sums[name[v]]
      }
      const total = room.f64(whole.strength, n).reduce((sum, s) => sum + s, 0)
      const part = room.i32(whole.community, n)
      for (let v = 0; v < n; v++) part[v] = v
      const least = (LEAST_GAIN * total) / Math.max(1, at.entries)
      const pull = { scale: resolution / total, least, drawn: theta > 0 }
      if (at.entries > 0) {
        for (let round = 0; round < rounds; round++) improve(room, whole, scratch, pull, round === 0)
        moveNodes(room, whole, scratch, pull, false)
      }
      room.kernel.split(n, whole.rows, whole.targets, whole.community, scratch.group, scratch.queue)
      const piece = room.i32(scratch.group, n)
      const name = room.i32(order, n)
      const label = new Int32Array(n)
      for (let v = 0; v < n; v++) label[name[v]] = piece[v]
      return numberBySize(label)
    },
    drawing(theta, random(seed)),
  )
}

/** A level of the graph on the way up. */
interface Level extends RowsAt {
  /** Community of each node, a number below n. */
  readonly community: number
}

interface Scratch {
  readonly state: number
  readonly queue: number
  readonly touched: number
  readonly marks: number
  readonly group: number
}

interface Pull {
  /** Resolution over the weight of all rows. */
  readonly scale: number
  readonly least: number
  /** Whether merges are drawn. */
  readonly drawn: boolean
}

const scratchFor = (room: Room, n: number): Scratch => ({
  state: room.place(32 * n),
  queue: room.place(4 * n),
  touched: room.place(4 * (n + 1)),
  marks: room.place(n),
  group: room.place(4 * n),
})

/** One round: move, refine, aggregate, until nothing merges. */
function improve(room: Room, whole: Level, scratch: Scratch, pull: Pull, isFirst: boolean): void {
  const { kernel } = room
  const { state, queue, touched, marks, group } = scratch
  // Levels lie by turns at the top and behind the first of them; each needs no more than the last but one.
  let here = room.top
  let next = here
  let level = whole
  for (;;) {
    const { n, community } = level
    // What groups of the first level miss by one look at each node, the next round makes good.
    moveNodes(room, level, scratch, pull, isFirst && level === whole)
    kernel.refine(...places(level), group, state, marks, touched, pull.scale, pull.drawn ? 1 : 0)
    const count = kernel.number(n, group, queue)
    if (count === n) break
    kernel.number(n, community, queue)
    const above = join(room, level, scratch, count, next)
    if (level === whole) room.i32(community, n).set(room.i32(group, n))
    else kernel.follow(whole.n, whole.community, group)
    if (level === whole) next = above.end
    else [here, next] = [next, here]
    level = above.level
  }
  if (level !== whole) kernel.follow(whole.n, whole.community, level.community)
}

const places = ({ n, rows, targets, weights, strength, community }: Level) =>
  [n, rows, targets, weights, strength, community] as const

/** Moves nodes until none gains, or looks at each node once. */
function moveNodes(room: Room, level: Level, scratch: Scratch, pull: Pull, once: boolean): void {
  const { state, queue, marks, touched } = scratch
  room.kernel.move(...places(level), state, queue, marks, touched, pull.scale, pull.least, once ? 1 : 0)
}

/** The next level, its nodes the groups of this one, laid down from a place on. */
function join(
  room: Room,
  level: Level,
  scratch: Scratch,
  count: number,
  from: number,
): { level: Level; end: number } {
  const strength = from
  const rows = strength + 8 * count
  const community = rows + 4 * (count + 1)
  const weights = Math.ceil((community + 4 * count) / 64) * 64
  const behind = weights + 8 * level.entries
  room.reach(behind + 4 * level.entries)
  const { state, queue, touched, group } = scratch
  const entries = room.kernel.aggregate(
    ...places(level),
    group,
    count,
    state + 8 * count,
    queue,
    state,
    touched,
    rows,
    behind,
    weights,
    strength,
    community,
  )
  // Fewer entries than there was room for: what lies behind them comes near.
  const targets = weights + 8 * entries
  room.i32(targets, entries).set(room.i32(behind, entries))
  const end = Math.ceil((targets + 4 * entries) / 64) * 64
  return { level: { n: count, entries, rows, targets, weights, strength, community }, end }
}

/** Draws among merges, likely by the exponential of the gain over theta. To stay alone gains nothing, and is one of the choices. */
function drawing(theta: number, draw: Random): Chooser {
  const open: number[] = []
  const gains: number[] = []
  return {
    offer(group, gain) {
      open.push(group)
      gains.push(gain)
    },
    choose(node, most) {
      open.push(node)
      gains.push(0)
      const chosen = draw.weighted(
        open,
        gains.map((gain) => Math.exp((gain - most) / theta)),
      )
      open.length = gains.length = 0
      return chosen
    },
  }
}
