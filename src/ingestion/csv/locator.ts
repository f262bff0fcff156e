/** Finds accepted records again by the line that they begin on: some places are kept, the rest is split once more from there. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { textDecoder } from '../../util/text-decoder.ts'
import type { Encoding } from '../encoding.ts'
import type { Located } from '../raw.ts'
import { type SplitOptions, Splitter } from './splitter.ts'

export const DEFAULTS = {
  /** Records between two kept places. */
  step: 32,
  /** Bytes read at a time. */
  window: 1 << 20,
} as const

export class Locator {
  readonly #offsets: number[] = []
  readonly #lines: number[] = []

  /** Says that a record begins at `offset`, on `line`; in the order of the file. */
  note(offset: number, line: number): void {
    this.#offsets.push(offset)
    this.#lines.push(line)
  }

  /** The records that begin on `lines`, which ascend, read from the file again. */
  locate(path: string, encoding: Encoding, options: SplitOptions, lines: readonly number[]): Located[] {
    const found: Located[] = []
    const decoder = textDecoder(encoding, { ignoreBOM: true })
    const handle = openSync(path, 'r')
    try {
      const { size } = fstatSync(handle)
      const read = windowed(handle)
      let place = 0
      for (let i = 0; i < lines.length; ) {
        place = this.#placeOf(lines[i], place)
        const until = this.#lines[place + 1] ?? Number.POSITIVE_INFINITY
        const wanted = new Set<number>()
        while (i < lines.length && lines[i] < until) wanted.add(lines[i++])
        const start = this.#offsets[place]
        const splitter = new Splitter(
          options,
          {
            record: (block, from, to, offset, line) => {
              if (!wanted.has(line)) return
              found.push({ offset, bytes: to - from, record: decoder.decode(block.subarray(from, to)) })
            },
            blank: () => undefined,
            reject: () => undefined,
          },
          start,
          this.#lines[place],
        )
        splitter.push(read(start, (this.#offsets[place + 1] ?? size) - start), true)
      }
    } finally {
      closeSync(handle)
    }
    return found
  }

  /** The last place at or before a line, `from` being one of them. */
  #placeOf(line: number, from: number): number {
    let low = from
    let high = this.#lines.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#lines[middle] <= line) low = middle
      else high = middle
    }
    return low
  }
}

/** Reads pieces of a file, near ones from one window. */
function windowed(handle: number): (start: number, bytes: number) => Buffer {
  let window: Buffer = Buffer.alloc(0)
  let at = 0
  return (start, bytes) => {
    if (start < at || start + bytes > at + window.length) {
      const room = Buffer.allocUnsafe(Math.max(bytes, DEFAULTS.window))
      window = room.subarray(0, readSync(handle, room, 0, room.length, start))
      at = start
    }
    return window.subarray(start - at, start - at + bytes)
  }
}
