/** Identifiers of nodes in order, kept as bytes beside each other: a tenth of what as many strings take, and nothing to collect. */
import { invalid } from '../errors.ts'

export class NodeIds {
  readonly #bytes: Buffer
  readonly #offsets: Float64Array

  private constructor(bytes: Buffer, offsets: Float64Array) {
    this.#bytes = bytes
    this.#offsets = offsets
  }

  /**
   * @param ids ascending by their UTF-8 bytes, as `order by` in SQL gives them
   * @throws UserError when they are not, or one comes twice
   */
  static of(ids: readonly string[]): NodeIds {
    const offsets = new Float64Array(ids.length + 1)
    for (let i = 0; i < ids.length; i++) offsets[i + 1] = offsets[i] + Buffer.byteLength(ids[i])
    const bytes = Buffer.allocUnsafe(offsets[ids.length])
    for (let i = 0; i < ids.length; i++) {
      bytes.write(ids[i], offsets[i])
      if (i > 0 && bytes.compare(bytes, offsets[i], offsets[i + 1], offsets[i - 1], offsets[i]) >= 0) {
        throw invalid('order of nodes', ids[i], 'ascending, each once')
      }
    }
    return new NodeIds(bytes, offsets)
  }

  get length(): number {
    return this.#offsets.length - 1
  }

  /** The identifier of a node. */
  at(index: number): string {
    return this.#bytes.toString('utf8', this.#offsets[index], this.#offsets[index + 1])
  }

  /** The node with an identifier; -1 when there is none. */
  find(id: string): number {
    const wanted = Buffer.from(id)
    let low = 0
    let high = this.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const order = this.#bytes.compare(
        wanted,
        0,
        wanted.length,
        this.#offsets[middle],
        this.#offsets[middle + 1],
      )
      if (order === 0) return middle
      // Buffer.compare says how these bytes stand to the wanted ones.
      if (order < 0) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}
