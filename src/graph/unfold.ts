/** From the nodes that are left of a folded graph to all: who was folded follows its foot. */
import { type Components, numberBySize } from './components.ts'
import type { Folded } from './fold-trees.ts'

/** Where the old nodes are among those that are left. */
export interface Homes {
  /** By old node: the one that is left and stands for it. */
  readonly home: Int32Array
  /** Those that are left in the order of the first old node that each stands for. */
  readonly met: Int32Array
  /** By node that is left: how many it stands for. */
  readonly stands: Int32Array
}

/** @param name old number of each node that is left */
export function homesOf({ foot, leaves, stands }: Folded, name: Int32Array): Homes {
  const home = new Int32Array(foot.length)
  const met = new Int32Array(name.length)
  const isMet = new Uint8Array(name.length)
  for (let k = 0; k < name.length; k++) home[name[k]] = k
  for (let i = leaves.length - 1; i >= 0; i--) home[leaves[i]] = home[foot[leaves[i]]]
  for (let v = 0, out = 0; out < met.length; v++) {
    if (isMet[home[v]] === 1) continue
    isMet[home[v]] = 1
    met[out++] = home[v]
  }
  return { home, met, stands: name.map((v) => stands[v]) }
}

/** Groups of the nodes that are left, numbered by how many they stand for. */
export const numberAll = ({ met, stands }: Homes, label: Int32Array): Components =>
  numberBySize(label, met, stands)

/** What each old node has of the one that stands for it. */
export function spread({ home }: Homes, values: Int32Array): Int32Array {
  const all = new Int32Array(home.length)
  for (let v = 0; v < all.length; v++) all[v] = values[home[v]]
  return all
}

/**
 * Community of each old node, and the modularity at resolution 1. A tree goes with its foot, but where the community has become so
 * strong that the tree had better stand alone, it does.
 * @param sums by node that is left: weights at all that it stands for
 * @param inside weight of the entries of the graph that is left whose ends are in one community
 */
export function unfoldCommunities(
  folded: Folded,
  homes: Homes,
  { label, sizes }: Components,
  sums: Float64Array,
  inside: number,
  resolution: number,
) {
  const { foot, leaves, ties } = folded
  const { home } = homes
  const strong = new Array<number>(sizes.length).fill(0)
  let total = 0
  for (let k = 0; k < label.length; k++) {
    strong[label[k]] += sums[k]
    total += sums[k]
  }
  // Trees that stand alone are few: whoever hangs on one finds it on the way to its foot.
  const apart = new Map<number, number>()
  const groupOf = (v: number): number => {
    if (apart.size === 0) return label[home[v]]
    let at = v
    while (foot[at] !== at && !apart.has(at)) at = foot[at]
    return apart.get(at) ?? label[home[v]]
  }
  let within = inside
  for (let i = leaves.length - 1; i >= 0; i--) {
    const v = leaves[i]
    const own = groupOf(v)
    const sum = folded.sums[v]
    if (resolution * sum * (strong[own] - sum) > ties[i] * total) {
      strong[own] -= sum
      apart.set(v, strong.push(sum) - 1)
    } else within += 2 * ties[i]
  }
  let chance = 0
  for (const sum of strong) chance += (sum / total) ** 2
  const modularity = total > 0 ? within / total - chance : 0
  if (apart.size > 0) {
    const all = numberBySize(Int32Array.from(home, (_, v) => groupOf(v)))
    return { label: all.label, communities: all.sizes.length, modularity }
  }
  const all = numberAll(homes, label)
  return { label: spread(homes, all.label), communities: all.sizes.length, modularity }
}
