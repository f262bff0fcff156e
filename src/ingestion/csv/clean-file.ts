/**
 * The file that DuckDB reads. As long as every record can stay as it is, that is the source file itself; the first thing to
 * leave out or change makes a copy, and from there on whole runs of records are copied at once.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import type { Encoding } from '../encoding.ts'

const CR = 13
const LF = 10
/** Bytes copied at a time. */
const BLOCK = 4 << 20

export interface CleanFileOptions {
  readonly source: string
  /** Where the copy goes when one is needed. */
  readonly copy: string
  /** Offset of the first record, behind the header. */
  readonly bodyStart: number
  readonly encoding: Encoding
  /** False when the file cannot be read in place from the first byte on. */
  readonly canStay: boolean
}

export class CleanFile {
  readonly #options: CleanFileOptions
  #handle: number | undefined
  /** While the source serves: end of the records seen without a gap. */
  #whole: number
  /** While copying: the run of bytes of the present block that waits to be written. */
  #runStart = 0
  #runEnd = 0
  #block: Buffer | undefined
  #hasCr = false

  constructor(options: CleanFileOptions) {
    this.#options = options
    this.#whole = options.bodyStart
    if (!options.canStay) this.#begin()
  }

  /** True when the source file itself can be read. */
  get inPlace(): boolean {
    return this.#handle === undefined
  }

  /** Records end in CR LF somewhere, so a copy has to take the CR out. */
  noteCr(): void {
    this.#hasCr = true
  }

  /** A record that stays as it is, at `offset` in the file and `start` in the block. */
  keep(block: Buffer, start: number, end: number, offset: number): void {
    if (this.#handle === undefined) {
      if (offset === this.#whole) {
        this.#whole += end - start
        return
      }
      this.#begin()
    }
    if (this.#block === block && this.#runEnd === start) {
      this.#runEnd = end
      return
    }
    this.#writeRun()
    this.#block = block
    this.#runStart = start
    this.#runEnd = end
  }

  /** Something was left out or must change: from now on a copy is written. */
  leave(): void {
    if (this.#handle === undefined) this.#begin()
  }

  /** Writes text of our own. */
  write(text: string): void {
    this.leave()
    this.#writeRun()
    writeSync(this.#handle as number, text)
  }

  /** The present block is about to go away. */
  flush(): void {
    if (this.#handle !== undefined) this.#writeRun()
    this.#block = undefined
  }

  /** Closes the copy. */
  close(): void {
    if (this.#handle === undefined) return
    this.#writeRun()
    closeSync(this.#handle)
  }

  #begin(): void {
    const { source, copy, bodyStart } = this.#options
    this.#handle = openSync(copy, 'w')
    if (this.#whole === bodyStart) return
    const from = openSync(source, 'r')
    try {
      const block = Buffer.allocUnsafe(BLOCK)
      for (let position = bodyStart; position < this.#whole; ) {
        const read = readSync(from, block, 0, Math.min(BLOCK, this.#whole - position), position)
        if (read === 0) break
        this.#writeBytes(block.subarray(0, read))
        position += read
      }
    } finally {
      closeSync(from)
    }
  }

  #writeRun(): void {
    if (this.#block && this.#runEnd > this.#runStart)
      this.#writeBytes(this.#block.subarray(this.#runStart, this.#runEnd))
    this.#runStart = this.#runEnd = 0
    this.#block = undefined
  }

  #writeBytes(bytes: Buffer): void {
    const clean = this.#hasCr ? withoutCr(bytes) : bytes
    if (this.#options.encoding === 'utf-8') writeSync(this.#handle as number, clean)
    else writeSync(this.#handle as number, new TextDecoder(this.#options.encoding).decode(clean))
  }
}

/** CR LF and lone CR become LF. */
function withoutCr(bytes: Buffer): Buffer {
  let at = bytes.indexOf(CR)
  if (at < 0) return bytes
  const clean = Buffer.allocUnsafe(bytes.length)
  let length = 0
  let from = 0
  while (at >= 0) {
    length += bytes.copy(clean, length, from, at)
    if (bytes[at + 1] !== LF) clean[length++] = LF
    from = at + 1
    at = bytes.indexOf(CR, from)
  }
  length += bytes.copy(clean, length, from)
  return clean.subarray(0, length)
}
