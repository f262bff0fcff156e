/** One link run in a process of its own, so that its time and memory are its own: `link-people.ts FILE THREADS MEMORY_MB`. */
import { linkParties } from '../linkage/index.ts'
import { openWarehouse } from '../warehouse/index.ts'

const [path, threads, memoryMb] = process.argv.slice(2)
const warehouse = await openWarehouse({
  path,
  mode: 'write',
  threads: Number(threads),
  memoryMb: Number(memoryMb),
})
try {
  const { byRule, ...report } = await linkParties(warehouse)
  process.send?.({ ...report, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) })
} finally {
  await warehouse.close()
}
