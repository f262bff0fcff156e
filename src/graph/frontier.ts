/** Nodes that wait for their turn, the cheapest first (of equal cost the one of the smaller number): a binary heap. */
export class Frontier {
  readonly #costs: number[] = []
  readonly #nodes: number[] = []

  /** Cost of the next node; infinity when none waits. */
  least(): number {
    return this.#costs.length > 0 ? this.#costs[0] : Number.POSITIVE_INFINITY
  }

  push(node: number, cost: number): void {
    let at = this.#costs.push(cost) - 1
    this.#nodes.push(node)
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!this.#before(cost, node, above)) break
      this.#set(at, this.#costs[above], this.#nodes[above])
      at = above
    }
    this.#set(at, cost, node)
  }

  /** Takes the next node; -1 when none waits. */
  pop(): number {
    const cost = this.#costs.pop()
    const node = this.#nodes.pop()
    if (cost === undefined || node === undefined) return -1
    if (this.#costs.length === 0) return node
    const first = this.#nodes[0]
    let at = 0
    for (;;) {
      let next = 2 * at + 1
      if (next >= this.#costs.length) break
      if (next + 1 < this.#costs.length && this.#before(this.#costs[next + 1], this.#nodes[next + 1], next))
        next++
      if (this.#before(cost, node, next)) break
      this.#set(at, this.#costs[next], this.#nodes[next])
      at = next
    }
    this.#set(at, cost, node)
    return first
  }

  #before(cost: number, node: number, other: number): boolean {
    return cost < this.#costs[other] || (cost === this.#costs[other] && node < this.#nodes[other])
  }

  #set(at: number, cost: number, node: number): void {
    this.#costs[at] = cost
    this.#nodes[at] = node
  }
}
