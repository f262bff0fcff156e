/** Collects grown trees into a forest: bins become thresholds and bit sets of codes. */
import type { ColumnBins } from './bins.ts'
import type { Forest } from './forest.ts'
import type { GrownNode } from './node.ts'

export class ForestBuilder {
  readonly #bins: readonly ColumnBins[]
  readonly #trees: (readonly GrownNode[])[] = []

  constructor(bins: readonly ColumnBins[]) {
    this.#bins = bins
  }

  add(nodes: readonly GrownNode[]): void {
    this.#trees.push(nodes)
  }

  /** The forest of the first `count` trees. */
  build(count: number): Forest {
    const trees = this.#trees.slice(0, count)
    const total = trees.reduce((sum, nodes) => sum + nodes.length, 0)
    const forest = {
      roots: new Int32Array(trees.length),
      feature: new Int32Array(total).fill(-1),
      threshold: new Float32Array(total),
      left: new Int32Array(total),
      right: new Int32Array(total),
      missingLeft: new Uint8Array(total),
      value: new Float64Array(total),
      cover: new Float64Array(total),
      categoryStart: new Int32Array(total),
      categoryWords: new Int32Array(total),
    }
    const categories: number[] = []
    let at = 0
    trees.forEach((nodes, t) => {
      forest.roots[t] = at
      nodes.forEach((node, i) => {
        const o = at + i
        forest.cover[o] = node.cover
        forest.value[o] = node.value
        if (!node.split) return
        forest.feature[o] = node.split.feature
        forest.left[o] = at + node.left
        forest.right[o] = at + node.right
        forest.missingLeft[o] = node.split.missingLeft ? 1 : 0
        const { cuts, codes } = this.#bins[node.split.feature]
        if (codes && node.split.categories) {
          const words = bitsOf(node.split.categories, codes)
          forest.categoryStart[o] = categories.length
          forest.categoryWords[o] = words.length
          categories.push(...words)
        } else {
          forest.threshold[o] = cuts[node.split.bin - 1]
        }
      })
      at += nodes.length
    })
    return { ...forest, categories: Uint32Array.from(categories) }
  }
}

/** One bit a code, set where the code goes left; codes never seen follow the missing values. */
function bitsOf(left: Uint8Array, codes: Int32Array): Uint32Array {
  const largest = codes.length > 0 ? codes[codes.length - 1] : 0
  const words = new Uint32Array((largest >>> 5) + 1).fill(left[0] === 1 ? 0xffffffff : 0)
  codes.forEach((code, i) => {
    if (left[i + 1] === 1) words[code >>> 5] |= 1 << (code & 31)
    else words[code >>> 5] &= ~(1 << (code & 31))
  })
  return words
}
