/** The snapshot that is being served: lent to every request, exchanged at once, closed when the last borrower is done. */
import { UserError } from '../errors.ts'
import type { Manifest, OpenedSnapshot, Warehouse } from '../warehouse/index.ts'

export const DEFAULTS = {
  /** How long `close` waits for borrowers, in ms. */
  graceMs: 5000,
} as const

/** One snapshot as handlers see it. */
export interface View {
  readonly warehouse: Warehouse
  readonly manifest: Manifest
  /** What `make` gives, made once for this snapshot: it never changes. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>
}

/** A borrowed view. `release` may be called more than once. */
export interface Lease {
  readonly view: View
  release(): void
}

interface Held {
  readonly view: View
  leases: number
  retired: boolean
  /** Settles when the warehouse is closed. */
  readonly closed: Promise<void>
  readonly close: () => void
}

function hold({ warehouse, manifest }: OpenedSnapshot): Held {
  const kept = new Map<string, Promise<unknown>>()
  const once = <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const known = kept.get(key) as Promise<T> | undefined
    if (known) return known
    const made = make()
    kept.set(key, made)
    made.catch(() => kept.delete(key))
    return made
  }
  let close = () => {}
  const freed = new Promise<void>((resolve) => {
    close = resolve
  })
  const closed = freed.then(() => warehouse.close())
  // Whoever waits for the end hears of a failure; without one there is nobody to tell.
  closed.catch(() => {})
  return { view: { warehouse, manifest, once }, leases: 0, retired: false, closed, close }
}

export class SnapshotHolder {
  #current: Held
  readonly #retired = new Set<Held>()
  #ended = false

  constructor(first: OpenedSnapshot) {
    this.#current = hold(first)
  }

  /** Id of the snapshot that new requests get. */
  get id(): string {
    return this.#current.view.manifest.id
  }

  /** Borrows the current snapshot. @throws UserError (503) once the holder is closed. */
  lease(): Lease {
    if (this.#ended) throw new UserError('missing snapshot: the server is stopping [try again]', 503)
    const held = this.#current
    held.leases++
    let released = false
    return {
      view: held.view,
      release: () => {
        if (released) return
        released = true
        held.leases--
        this.#closeWhenFree(held)
      },
    }
  }

  /** Serves another snapshot from now on; requests under way finish on the one that they began with. */
  swap(next: OpenedSnapshot): void {
    const old = this.#current
    this.#current = hold(next)
    this.#retire(old)
  }

  /** Lends no more, waits for borrowers `graceMs` at most, and closes. */
  async close(graceMs: number = DEFAULTS.graceMs): Promise<void> {
    this.#ended = true
    this.#retire(this.#current)
    const held = [...this.#retired]
    const timer = setTimeout(() => {
      for (const one of held) one.close()
    }, graceMs)
    await Promise.all(held.map((one) => one.closed))
    clearTimeout(timer)
  }

  #retire(held: Held): void {
    held.retired = true
    this.#retired.add(held)
    const forget = () => this.#retired.delete(held)
    held.closed.then(forget, forget)
    this.#closeWhenFree(held)
  }

  #closeWhenFree(held: Held): void {
    if (held.retired && held.leases === 0) held.close()
  }
}
