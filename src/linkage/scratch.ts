/** Working tables of a link run: in memory beside the warehouse, so that its file neither holds nor compresses them. */
import type { Warehouse } from '../warehouse/index.ts'

/** Runs `work` with an empty database `scratch` attached, and lets go of it whatever happens. */
export async function withScratch<T>(warehouse: Warehouse, work: () => Promise<T>): Promise<T> {
  await warehouse.execute("attach if not exists ':memory:' as scratch")
  try {
    return await work()
  } finally {
    await warehouse.execute('detach database if exists scratch')
  }
}

/**
 * Runs scripts at the same time, each on a connection of its own, and waits for all of them. DuckDB gives a table of a night's size
 * to one thread, so what is slow a row is done in halves.
 */
export async function sideBySide(warehouse: Warehouse, scripts: readonly string[]): Promise<void> {
  const results = await Promise.allSettled(scripts.map((script) => warehouse.execute(script)))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
