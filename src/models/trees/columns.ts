/** Which columns a node may be split by: drawn for the tree, the level and the node, and allowed beside those above it. */
import { UserError } from '../../errors.ts'
import type { Random } from '../../util/random.ts'
import type { TreeParameters } from './parameters.ts'

/** Groups of columns, 1 for a member; null where any columns may stand together. */
export type Groups = readonly Uint8Array[] | null

export class ColumnChoice {
  readonly #p: TreeParameters
  readonly #width: number
  /** Groups of columns that may stand on a path together, 1 for a member; null where all may. */
  readonly #groups: Groups
  #tree: Uint32Array
  readonly #levels: Uint32Array[] = []
  #scratch: Uint32Array

  constructor(p: TreeParameters, names: readonly string[]) {
    this.#p = p
    this.#width = names.length
    this.#groups = p.interactions.length === 0 ? null : groupsOf(p.interactions, names)
    this.#tree = Uint32Array.from(names, (_, j) => j)
    this.#scratch = new Uint32Array(names.length)
  }

  /** Draws the columns of the next tree, ascending. */
  drawTree(rng: Random): Uint32Array {
    this.#levels.length = 0
    const all = Uint32Array.from({ length: this.#width }, (_, j) => j)
    this.#tree = this.#draw(all, this.#p.columnSample, rng).slice()
    return this.#tree
  }

  /** The groups that a root may choose among. */
  get groups(): Groups {
    return this.#groups
  }

  /**
   * The columns of a node at a depth, ascending, where the path above has left `groups`. Null stands for all columns of the tree;
   * another list is overwritten by the next call.
   */
  drawNode(depth: number, groups: Groups, rng: Random): Uint32Array | null {
    const { levelColumnSample, nodeColumnSample } = this.#p
    if (levelColumnSample >= 1 && nodeColumnSample >= 1 && !groups) return null
    let list = this.#tree
    if (levelColumnSample < 1) {
      for (let d = this.#levels.length; d <= depth; d++)
        this.#levels.push(this.#draw(this.#tree, levelColumnSample, rng).slice())
      list = this.#levels[depth]
    }
    if (groups) list = list.filter((column) => groups.some((group) => group[column] === 1))
    return this.#draw(list, nodeColumnSample, rng)
  }

  #draw(from: Uint32Array, share: number, rng: Random): Uint32Array {
    if (share >= 1 || from.length === 0) return from
    const scratch = this.#scratch
    scratch.set(from)
    const take = Math.max(1, Math.round(from.length * share))
    for (let i = 0; i < take; i++) {
      const j = i + Math.floor(rng.next() * (from.length - i))
      const held = scratch[i]
      scratch[i] = scratch[j]
      scratch[j] = held
    }
    return scratch.subarray(0, take).sort()
  }
}

/** The groups that remain below a split by `column`. */
export function groupsBelow(groups: Groups, column: number): Groups {
  return groups?.filter((group) => group[column] === 1) ?? null
}

/** A column that no group names stands alone. */
function groupsOf(named: readonly (readonly string[])[], names: readonly string[]): Uint8Array[] {
  const unknown = named.flat().filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new UserError(`unknown feature in interactions: ${unknown.join(', ')}`)
  const alone = names.filter((name) => !named.some((group) => group.includes(name))).map((name) => [name])
  return [...named, ...alone].map((group) => Uint8Array.from(names, (name) => (group.includes(name) ? 1 : 0)))
}
