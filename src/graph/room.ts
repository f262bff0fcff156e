/** Memory in which graphs are laid down and the functions of kernel/leiden.as that work on it. */
import { invalid } from '../errors.ts'
import { LEIDEN_WASM } from './kernel/leiden-wasm.ts'

const PAGE = 65_536
const MOST_PAGES = 65_536
/** Memory up to this many bytes is kept for the next call: many small graphs would else make one each. */
const KEPT = 1 << 24

/** Places in memory, in bytes. See kernel/leiden.as for what each function takes. */
interface Functions {
  walk(...places: number[]): void
  move(...places: number[]): void
  refine(...places: number[]): void
  number(n: number, label: number, fresh: number): number
  aggregate(...places: number[]): number
  follow(n: number, list: number, table: number): void
  split(n: number, rows: number, targets: number, part: number, piece: number, stack: number): void
}

/** A merge that the host draws: it hears what each choice gains, and then chooses. */
export interface Chooser {
  offer(group: number, gain: number): void
  choose(node: number, most: number): number
}

interface Engine {
  readonly memory: WebAssembly.Memory
  readonly kernel: Functions
  chooser?: Chooser
}

let compiled: WebAssembly.Module | undefined
let spare: Engine | undefined
let large: WeakRef<Engine> | undefined

function start(): Engine {
  compiled ??= new WebAssembly.Module(Buffer.from(LEIDEN_WASM, 'base64'))
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES })
  const env = {
    memory,
    offer: (group: number, gain: number) => engine.chooser?.offer(group, gain),
    choose: (node: number, most: number) => engine.chooser?.choose(node, most) ?? node,
  }
  const kernel = new WebAssembly.Instance(compiled, { env }).exports as unknown as Functions
  const engine: Engine = { memory, kernel }
  return engine
}

/**
 * Runs work with a memory of its own. A large one is let go afterwards: who comes before it is collected uses it again, so that two do
 * not stand beside each other. Only drawn merges need the chooser.
 */
export function withRoom<T>(work: (room: Room) => T, chooser?: Chooser): T {
  const engine = large?.deref() ?? spare ?? start()
  if (engine === spare) spare = undefined
  large = undefined
  engine.chooser = chooser
  const result = work(new Room(engine.memory, engine.kernel))
  engine.chooser = undefined
  if (engine.memory.buffer.byteLength <= KEPT) spare = engine
  else large = new WeakRef(engine)
  return result
}

export class Room {
  readonly kernel: Functions
  readonly #memory: WebAssembly.Memory
  #top = 64

  constructor(memory: WebAssembly.Memory, kernel: Functions) {
    this.#memory = memory
    this.kernel = kernel
  }

  /** First byte that nothing lies at. */
  get top(): number {
    return this.#top
  }

  /** Room for so many bytes, at a cache line of its own. What lies there is anything. */
  place(bytes: number): number {
    const at = this.#top
    this.#top += Math.ceil(bytes / 64) * 64
    this.reach(this.#top)
    return at
  }

  /** What is placed meanwhile is given back afterwards. */
  borrow(work: () => void): void {
    const before = this.#top
    work()
    this.#top = before
  }

  /**
   * Makes the memory reach to this byte. Views of it taken before are void.
   * @throws UserError beyond 4 GiB
   */
  reach(end: number): void {
    const missing = Math.ceil(end / PAGE) - this.#memory.buffer.byteLength / PAGE
    if (missing <= 0) return
    if (end > MOST_PAGES * PAGE)
      throw invalid('size of the graph', end, 'bytes; its communities need more than 4 GiB')
    this.#memory.grow(missing)
  }

  i32(at: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#memory.buffer, at, length)
  }

  f64(at: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#memory.buffer, at, length)
  }
}
