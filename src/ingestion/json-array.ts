/**
 * Where the records of a JSON document are: the array at the root, the one at a declared path, or the only array of objects
 * that stands under members of objects.
 */
import { invalid } from '../errors.ts'
import { blocksOf } from './blocks.ts'

const DEFAULTS = {
  /** Objects within objects that are looked into. */
  depth: 4,
} as const

export interface FoundArray {
  /** Names of the members that lead to it; empty at the root. */
  readonly path: string
  /** How many objects it stands in. */
  readonly depth: number
  /** Of its first byte behind the bracket. */
  readonly offset: number
  readonly line: number
}

interface Candidate extends FoundArray {
  /** First character in it; `]` when it is empty. */
  first: number
}

/** Finds the array. @throws UserError when there is none, or several and none is declared. */
export async function findArray(
  path: string,
  name: string,
  bom: number,
  declared: string | undefined,
): Promise<FoundArray> {
  const finder = new Finder(bom, declared)
  for await (const block of blocksOf(path, bom)) if (finder.push(block)) break
  const found = finder.candidates
  const choice =
    declared === undefined
      ? found.filter((one) => one.first === 0x7b)
      : found.filter((one) => one.path === declared)
  if (choice.length === 1) return choice[0]
  const rest = declared === undefined && choice.length === 0 ? found : choice
  if (rest.length === 1 && (rest[0].first === 0x5d || rest[0].path === '')) return rest[0]
  const names = (choice.length > 0 ? choice : found).map((one) => one.path || 'the root').join(', ')
  if (choice.length > 1)
    throw invalid('file', name, `several arrays of records: ${names}; name one by reading.path`)
  throw invalid(
    'file',
    name,
    declared === undefined
      ? 'holds no array of objects; if it has an object a line, its format is jsonl'
      : `no array at ${JSON.stringify(declared)}${names ? `, only at ${names}` : ''}`,
  )
}

/** Walks the bytes once: strings, brackets, and the names of members while only objects are around. */
class Finder {
  readonly candidates: Candidate[] = []
  readonly #declared: string | undefined
  #offset: number
  #line = 1
  /** Names that lead to the present object; undefined below an array or too deep. */
  readonly #names: (string | undefined)[] = []
  #arrays = 0
  #depth = 0
  #isString = false
  #isEscaped = false
  #string: number[] = []
  #last = ''
  #isOpen: Candidate | undefined
  #isBegun = false

  constructor(bom: number, declared: string | undefined) {
    this.#offset = bom
    this.#declared = declared
  }

  /** True when nothing more has to be read. */
  push(block: Buffer): boolean {
    for (let i = 0; i < block.length; i++) {
      const c = block[i]
      if (c === 10) this.#line++
      if (this.#isString) {
        this.#inString(c)
        continue
      }
      if (c === 32 || (c >= 9 && c <= 13)) continue
      if (this.#isOpen) {
        this.#isOpen.first = c
        this.#isOpen = undefined
        if (this.candidates.at(-1)?.path === (this.#declared ?? '')) return true
      }
      if (!this.#isBegun && c !== 0x5b && c !== 0x7b) return true
      this.#isBegun = true
      this.#structure(c, this.#offset + i + 1)
    }
    this.#offset += block.length
    return false
  }

  #inString(c: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (c === 92) this.#isEscaped = true
    else if (c === 34) {
      this.#isString = false
      this.#last = Buffer.from(this.#string).toString('utf8')
      return
    }
    if (this.#arrays === 0 && this.#string.length < 256) this.#string.push(c)
  }

  #structure(c: number, behind: number): void {
    if (c === 34) {
      this.#isString = true
      this.#string = []
    } else if (c === 0x3a) {
      if (this.#arrays === 0 && this.#depth <= DEFAULTS.depth) this.#names[this.#depth - 1] = this.#last
    } else if (c === 0x7b) {
      if (this.#arrays > 0) this.#arrays++
      else this.#depth++
    } else if (c === 0x5b) {
      if (this.#arrays++ > 0 || this.#depth > DEFAULTS.depth) return
      const path = this.#names.slice(0, this.#depth).join('.')
      this.#isOpen = { path, depth: this.#depth, offset: behind, line: this.#line, first: 0x5d }
      this.candidates.push(this.#isOpen)
    } else if (c === 0x7d || c === 0x5d) {
      if (this.#arrays > 0) this.#arrays--
      else this.#depth = Math.max(0, this.#depth - 1)
    }
  }
}
