/** The few best of many, without sorting them all: a heap whose root is the worst that is kept. */

export interface Weighed {
  readonly node: number
  readonly weight: number
}

/** True when `a` comes before `b`: heavier, or as heavy and of a smaller number. */
const before = (a: Weighed, b: Weighed): boolean =>
  a.weight > b.weight || (a.weight === b.weight && a.node < b.node)

export class Best {
  readonly #most: number
  readonly #heap: Weighed[] = []

  /** @param most how many are kept; none when below 1 */
  constructor(most: number) {
    this.#most = most
  }

  offer(node: number, weight: number): void {
    if (this.#most < 1) return
    const heap = this.#heap
    const one = { node, weight }
    if (heap.length < this.#most) {
      let at = heap.push(one) - 1
      while (at > 0) {
        const above = (at - 1) >> 1
        if (before(one, heap[above])) break
        heap[at] = heap[above]
        at = above
      }
      heap[at] = one
    } else if (before(one, heap[0])) {
      let at = 0
      for (;;) {
        let worst = 2 * at + 1
        if (worst >= heap.length) break
        if (worst + 1 < heap.length && before(heap[worst], heap[worst + 1])) worst++
        if (before(heap[worst], one)) break
        heap[at] = heap[worst]
        at = worst
      }
      heap[at] = one
    }
  }

  /** Those kept, the best first. */
  take(): Weighed[] {
    return [...this.#heap].sort((a, b) => (before(a, b) ? -1 : 1))
  }
}
