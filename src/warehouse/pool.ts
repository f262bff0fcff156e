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
      this.#opening++
      try {
        return this.#lend(new WarehouseConnection(await this.#instance.connect()))
      } finally {
        this.#opening--
      }
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
      if (this.#busy.size === 0) this.#onIdle?.()
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

  /** Refuses new work, waits for what is under way, interrupts it after `graceMs`, and closes every connection. */
  async close(graceMs: number = DEFAULTS.graceMs): Promise<void> {
    this.#closed = true
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new Error('warehouse is closed'))
    for (const connection of this.#idle.splice(0)) connection.close()
    if (this.#busy.size === 0) return
    let timer: NodeJS.Timeout | undefined
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve
      timer = setTimeout(resolve, graceMs)
    })
    await idle
    clearTimeout(timer)
    this.interrupt()
    for (const connection of this.#busy) connection.close()
    this.#busy.clear()
  }

  #lend(connection: WarehouseConnection): WarehouseConnection {
    this.#busy.add(connection)
    return connection
  }
}
