/** From the nodes that are left of a folded graph to all: who was folded follows its foot. */
import { numberBySize } from './components.ts'
import type { Folded } from './fold-trees.ts'

/** Component of each old node and its size, from those of the nodes that are left, `name` saying which they are. */
export function unfoldComponents({ foot, leaves }: Folded, name: Int32Array, label: Int32Array) {
  const group = new Int32Array(foot.length)
  for (let k = 0; k < name.length; k++) group[name[k]] = label[k]
  for (let i = leaves.length - 1; i >= 0; i--) group[leaves[i]] = group[foot[leaves[i]]]
  return numberBySize(group)
}

/**
 * Community of each old node, and the modularity at resolution 1. A tree goes with its foot, but where the community has become so
 * strong that the tree had better stand alone, it does.
 * @param inside weight of the entries of the graph that is left whose ends are in one community
 */
export function unfoldCommunities(
  { foot, leaves, ties, sums }: Folded,
  name: Int32Array,
  label: Int32Array,
  count: number,
  inside: number,
  resolution: number,
) {
  const group = new Int32Array(foot.length)
  const strong = new Array<number>(count).fill(0)
  let total = 0
  for (let k = 0; k < name.length; k++) {
    group[name[k]] = label[k]
    strong[label[k]] += sums[name[k]]
    total += sums[name[k]]
  }
  let within = inside
  for (let i = leaves.length - 1; i >= 0; i--) {
    const v = leaves[i]
    const own = group[foot[v]]
    if (resolution * sums[v] * (strong[own] - sums[v]) > ties[i] * total) {
      strong[own] -= sums[v]
      group[v] = strong.push(sums[v]) - 1
    } else {
      group[v] = own
      within += 2 * ties[i]
    }
  }
  let chance = 0
  for (const sum of strong) chance += (sum / total) ** 2
  return { ...numberBySize(group), modularity: total > 0 ? within / total - chance : 0 }
}
