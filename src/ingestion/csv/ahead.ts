/**
 * Splits a CSV file while its fingerprint is taken, so that its bytes are read once. It bets on plain UTF-8 without a word from
 * the source about how to read it; when that bet is lost, or anything goes wrong, the file is split again in its own time.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Fingerprint } from '../fingerprint.ts'
import type { ReadRequest } from '../raw.ts'
import { type Header, readHeader } from './header.ts'
import { keyFieldsOf, optionsOf } from './pass-options.ts'
import { type Split, SplitPass } from './split-pass.ts'

const BOM = [0xef, 0xbb, 0xbf] as const

export interface Done {
  readonly header: Header
  readonly split: Split
  readonly copy: string
}

export class CsvAhead {
  readonly #request: ReadRequest
  readonly #copy: string
  #header: Header | undefined
  #pass: SplitPass | undefined
  #isLost = false
  #isTaken = false
  #bytes = 0
  #bom = 0

  constructor(request: ReadRequest) {
    this.#request = request
    this.#copy = join(request.workDirectory, `${request.table}.ahead.csv`)
  }

  /** The next block of the file, from its first byte on. */
  async block(block: Buffer): Promise<void> {
    if (this.#isLost) return
    try {
      const isFirst = !this.#pass
      this.#pass ??= await this.#begin(block)
      await this.#pass.push(isFirst && this.#header ? block.subarray(this.#header.bodyStart) : block)
      this.#bytes += block.length
      this.#request.onBytes(this.#bytes, this.#pass.records)
    } catch {
      await this.#drop()
    }
  }

  /** What was found, when the file turned out to be what was bet on; afterwards the copy is the caller's. */
  async take({ bytes, text }: Fingerprint): Promise<Done | undefined> {
    const isPlain = text?.encoding === 'utf-8' && !text.damaged && text.bom === this.#bom
    this.#isTaken = true
    if (this.#isLost || !this.#pass || !this.#header || !isPlain || this.#bytes !== bytes) {
      await this.#drop()
      return undefined
    }
    const split = await this.#pass.end(bytes)
    return { header: this.#header, split, copy: this.#copy }
  }

  /** Gives up, unless what was found has been taken. */
  async abandon(): Promise<void> {
    if (!this.#isTaken) await this.#drop()
  }

  async #drop(): Promise<void> {
    this.#isLost = true
    await this.#pass?.abandon()
    this.#pass = undefined
    rmSync(this.#copy, { force: true })
  }

  async #begin(first: Buffer): Promise<SplitPass> {
    const { name, wanted, reading, keyColumns = [] } = this.#request
    this.#bom = BOM.every((byte, i) => first[i] === byte) ? BOM.length : 0
    const text = { encoding: 'utf-8', bom: this.#bom, damaged: false } as const
    const header = readHeader(name, first, text, wanted, reading)
    this.#header = header
    return SplitPass.begin(optionsOf(name, header, text, this.#copy, keyFieldsOf(header.columns, keyColumns)))
  }
}
