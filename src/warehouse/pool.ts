/** Connections to one DuckDB instance, lent one at a time. */
import type { DuckDBInstance } from '@duckdb/node-api'
import { WarehouseConnection } from './connection.ts'

export const DEFAULTS = {
  /** Connections that work at the same time; further callers wait their turn. */
  size: 4,
  /** How long `close` waits for work under way before it interrupts it, in ms. */
  graceMs: 5000,
} as const

interface Waiter {
  readonly resolve: (connection: WarehouseConnection) => void
  readonly reject: (error: Error) => void
}

export class Pool {
  readonly #instance: DuckDBInstance
  readonly #size: number
  readonly #idle: WarehouseConnection[] = []
  readonly #busy = new Set<WarehouseConnection>()
  readonly #waiters: Waiter[] = []
  #opening = 0
  #closed = false
  #onIdle: (() => void) | undefined

  constructor(instance: DuckDBInstance, size: number = DEFAULTS.size) {
    this.#instance = instance
    this.#size = size
  }

  async acquire(): Promise<WarehouseConnection> {
    if (this.#closed) throw new Error('warehouse is closed')
    const idle = this.#idle.pop()
    if (idle) return this.#lend(idle)
    if (this.#busy.size + this.#opening < this.#size) {
      return this.#open()
    }
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }))
  }

  release(connection: WarehouseConnection): void {
    if (!this.#busy.delete(connection)) return
    const waiter = this.#waiters.shift()
    if (waiter) {
      waiter.resolve(this.#lend(connection))
    } else if (this.#closed) {
      connection.close()
      this.#checkIdle()
    } else {
      this.#idle.push(connection)
    }
  }

  /** Lends a connection to `work` and takes it back whatever happens. */
  async use<T>(work: (connection: WarehouseConnection) => Promise<T>): Promise<T> {
    const connection = await this.acquire()
    try {
      return await work(connection)
    } finally {
      this.release(connection)
    }
  }

  /** Stops every statement that runs; each fails with an interrupt error. */
  interrupt(): void {
    for (const connection of this.#busy) connection.raw.interrupt()
  }

  /**
   * Refuses new work, waits for what is under way, and closes every connection. What takes longer than `graceMs` is
   * interrupted, and a stream that nobody reads loses its connection. Never closes a connection at work: that hangs DuckDB.
   */
  async close(graceMs: number = DEFAULTS.graceMs): Promise<void> {
    this.#closed = true
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new Error('warehouse is closed'))
    for (const connection of this.#idle.splice(0)) connection.close()
    while (!(await this.#idleWithin(graceMs))) {
      this.interrupt()
      for (const connection of this.#busy) {
        if (!connection.paused) continue
        this.#busy.delete(connection)
        connection.close()
      }
    }
  }

  /** True once nothing is lent or being opened; false when that takes longer than `ms`. */
  async #idleWithin(ms: number): Promise<boolean> {
    if (this.#busy.size + this.#opening === 0) return true
    let timer: NodeJS.Timeout | undefined
    const idle = await new Promise<boolean>((resolve) => {
      this.#onIdle = () => resolve(true)
      timer = setTimeout(() => resolve(false), ms)
    })
    clearTimeout(timer)
    return idle
  }

  #checkIdle(): void {
    if (this.#busy.size + this.#opening === 0) this.#onIdle?.()
  }

  /** Opens one more connection. The instance must not be closed meanwhile, so it counts as work under way. */
  async #open(): Promise<WarehouseConnection> {
    this.#opening++
    try {
      const connection = new WarehouseConnection(await this.#instance.connect())
      this.#opening--
      return this.#lend(connection)
    } catch (error) {
      this.#opening--
      this.#checkIdle()
      // A place has become free that no release will announce.
      const waiter = this.#waiters.shift()
      if (waiter) this.acquire().then(waiter.resolve, waiter.reject)
      throw error
    }
  }

  #lend(connection: WarehouseConnection): WarehouseConnection {
    this.#busy.add(connection)
    return connection
  }
}
