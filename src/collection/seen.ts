/** Records of the last stretch of a cursor, by hash: what a look back brings again is told from what is new. */
import { createHash } from 'node:crypto'

const DEFAULTS = {
  /** Records remembered; where a stretch holds more, the oldest come again, and their source's key tells them. */
  most: 50_000,
} as const

/** Position of a record on the cursor, and the hash of all of it. */
export type SeenRecord = readonly [position: number, hash: string]

/** Sixty-four bits of a record's text. */
export const recordHash = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 11)

export class Seen {
  readonly #records: Map<string, number>

  constructor(records: readonly SeenRecord[]) {
    this.#records = new Map(records.map(([position, hash]) => [hash, position]))
  }

  /** Whether the record is new; from now on it is not. */
  isNew(position: number, hash: string): boolean {
    // Deleted first, so that what came last is forgotten last.
    const known = this.#records.delete(hash)
    this.#records.set(hash, position)
    return !known
  }

  /** The record is to be new again. */
  forget(hash: string): void {
    this.#records.delete(hash)
  }

  /** The records at `floor` or behind it; the others are forgotten. */
  since(floor: number): SeenRecord[] {
    for (const [hash, position] of this.#records) if (position < floor) this.#records.delete(hash)
    let extra = this.#records.size - DEFAULTS.most
    for (const hash of this.#records.keys()) {
      if (extra-- <= 0) break
      this.#records.delete(hash)
    }
    return [...this.#records].map(([hash, position]) => [position, hash] as const)
  }
}
