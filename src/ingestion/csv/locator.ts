/** Finds accepted records again: the offset of every thousandth is kept, the rest is split once more from there. */
import { open } from 'node:fs/promises'
import type { Encoding } from '../encoding.ts'
import type { Located } from '../raw.ts'
import { type SplitOptions, Splitter } from './splitter.ts'

/** Records between two kept offsets. */
const STEP = 1024

export class Locator {
  readonly #offsets: number[] = []

  /** Says that record `ordinal` (from 0, ascending without a gap) begins at `offset`. */
  note(ordinal: number, offset: number): void {
    if (ordinal % STEP === 0) this.#offsets.push(offset)
  }

  /** Records by ascending ordinal number, read from the file again. */
  async locate(
    path: string,
    encoding: Encoding,
    options: SplitOptions,
    ordinals: readonly number[],
  ): Promise<Located[]> {
    const found: Located[] = []
    const decoder = new TextDecoder(encoding, { ignoreBOM: true })
    const handle = await open(path, 'r')
    try {
      const { size } = await handle.stat()
      for (let i = 0; i < ordinals.length; ) {
        const step = Math.floor(ordinals[i] / STEP)
        const wanted = new Set<number>()
        while (i < ordinals.length && Math.floor(ordinals[i] / STEP) === step) wanted.add(ordinals[i++])
        const start = this.#offsets[step]
        const stop = this.#offsets[step + 1] ?? size
        const bytes = Buffer.allocUnsafe(stop - start)
        await handle.read(bytes, 0, bytes.length, start)
        let ordinal = step * STEP
        const splitter = new Splitter(
          options,
          {
            record: (block, from, to, offset) => {
              if (wanted.has(ordinal++))
                found.push({ offset, bytes: to - from, record: decoder.decode(block.subarray(from, to)) })
            },
            oddEnd: () => undefined,
            blank: () => undefined,
            reject: () => undefined,
          },
          start,
        )
        splitter.push(bytes, true)
      }
    } finally {
      await handle.close()
    }
    return found
  }
}
