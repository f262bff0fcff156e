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
