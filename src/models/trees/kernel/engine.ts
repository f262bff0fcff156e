/**
 * The memory of a fit and what runs tasks over it: WebAssembly, alone or with threads beside it that take tasks from the same
 * list, or the same tasks in TypeScript. Which one it is never changes a result.
 */
import { Worker } from 'node:worker_threads'
import { UserError } from '../../../errors.ts'
import { GROW_WASM } from './grow-wasm.ts'
import { BATCH, CONTROL_BYTES, HEAP, MAX_TASKS, NUMBERS, PLACES, TASK_BYTES, TASKS } from './layout.ts'
import { runPlain, type Views } from './plain.ts'

const PAGE = 65_536
const MAX_PAGES = 65_536
/** A memory of at most so many bytes is kept for the next fit. */
const KEEP_BYTES = 1 << 26

interface Kernel {
  readonly memory: WebAssembly.Memory
  readonly runAlone: (count: number, scratch: number) => void
  readonly run: (count: number, scratch: number) => number
  readonly stop: () => void
}

let compiled: WebAssembly.Module | null | undefined
/** A kernel whose fit has ended. */
let idle: Kernel | undefined

/** The compiled kernels; null where the machine has no shared memory or no SIMD. */
function moduleOf(): WebAssembly.Module | null {
  if (compiled === undefined) {
    const bytes = Buffer.from(GROW_WASM, 'base64')
    compiled =
      typeof SharedArrayBuffer !== 'undefined' && WebAssembly.validate(bytes)
        ? new WebAssembly.Module(bytes)
        : null
  }
  return compiled
}

function kernelOf(module: WebAssembly.Module): Kernel {
  const kept = idle
  idle = undefined
  if (kept) {
    new Uint8Array(kept.memory.buffer, 0, CONTROL_BYTES).fill(0)
    return kept
  }
  const memory = new WebAssembly.Memory({ initial: 2, maximum: MAX_PAGES, shared: true })
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  return { memory, ...exports } as unknown as Kernel
}

function viewsOf(buffer: ArrayBufferLike): Views {
  return {
    u8: new Uint8Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  }
}

export class Engine {
  /** The memory; new objects after every `allocate`. */
  views: Views
  readonly threads: number
  readonly #kernel: Kernel | null
  readonly #workers: Worker[] = []
  #plain: ArrayBuffer
  #end = HEAP
  #tasks = 0
  #scratch = 0

  /** @param threads that run tasks, this one included; with `plain`, this one alone in TypeScript. */
  constructor(threads: number, plain = false) {
    const module = plain ? null : moduleOf()
    this.#kernel = module && kernelOf(module)
    this.threads = this.#kernel ? threads : 1
    this.#plain = new ArrayBuffer(this.#kernel ? 0 : 2 * PAGE)
    this.views = viewsOf(this.#kernel?.memory.buffer ?? this.#plain)
  }

  /** Address of `bytes` new bytes on a cache line of their own; what they hold is unknown. */
  allocate(bytes: number): number {
    const at = this.#end
    this.#end = at + Math.ceil(bytes / 64) * 64
    const pages = Math.ceil(this.#end / PAGE)
    if (pages >= MAX_PAGES)
      throw new UserError('invalid training data: they need more than 4 GiB [draw a sample of the rows]')
    const present = this.views.u8.length / PAGE
    if (pages <= present) return at
    if (this.#kernel) {
      this.#kernel.memory.grow(pages - present)
      this.views = viewsOf(this.#kernel.memory.buffer)
    } else {
      const larger = new ArrayBuffer(Math.max(pages, Math.min(2 * present, MAX_PAGES - 1)) * PAGE)
      new Uint8Array(larger).set(this.views.u8)
      this.#plain = larger
      this.views = viewsOf(larger)
    }
    return at
  }

  /** Starts the threads; each gathers rows of so many blocks of eight columns into a place of its own. */
  start(blocks: number): void {
    const bytes = BATCH * 8 * (blocks + 1)
    this.#scratch = this.allocate(bytes)
    for (let t = 1; t < this.threads; t++) {
      const scratch = this.allocate(bytes)
      const worker = new Worker(new URL('./grow-worker.mjs', import.meta.url), {
        workerData: { module: moduleOf(), memory: this.#kernel?.memory, scratch },
        execArgv: [],
      })
      // A thread that cannot start is no fault: the others do its tasks.
      worker.on('error', () => undefined)
      worker.unref()
      this.#workers.push(worker)
    }
  }

  /** Adds a task with up to 15 fields and returns the place of its first word. */
  task(what: number, ...fields: readonly number[]): number {
    if (this.#tasks === MAX_TASKS) this.run()
    const at = (TASKS + this.#tasks++ * TASK_BYTES) >> 2
    const { i32 } = this.views
    i32[at] = what
    for (let k = 0; k < fields.length; k++) i32[at + 1 + k] = fields[k]
    return at
  }

  /** Runs the tasks that were added, in any order, and returns when all are done. */
  run(): void {
    const count = this.#tasks
    this.#tasks = 0
    if (count === 0) return
    if (!this.#kernel) runPlain(this.views, count)
    else if (this.#workers.length === 0 || count === 1) this.#kernel.runAlone(count, this.#scratch)
    else if (!this.#kernel.run(count, this.#scratch)) throw new Error('a thread that grows trees was lost')
  }

  /** Lets the threads go and gives the memory back. */
  close(): void {
    const kernel = this.#kernel
    if (!kernel) return
    if (this.#workers.length === 0) {
      if (kernel.memory.buffer.byteLength <= KEEP_BYTES) idle = kernel
      return
    }
    kernel.stop()
    for (const worker of this.#workers) void worker.terminate()
  }
}

/** Sets an address or a small number that the tasks read. */
export function setPlace({ views }: Engine, name: keyof typeof PLACES, value: number): void {
  views.i32[PLACES[name] >> 2] = value
}

/** Sets a number that the tasks read. */
export function setNumber({ views }: Engine, name: keyof typeof NUMBERS, value: number): void {
  views.f64[NUMBERS[name] >> 3] = value
}
