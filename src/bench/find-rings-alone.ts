/** One graph and ring finding in a process of its own, so that time and memory are its own: `find-rings-alone.ts FILE THREADS MEMORY_MB`. */
import { buildGraph } from '../graph/index.ts'
import { links } from '../links/index.ts'
import { findRings } from '../rings/index.ts'
import { openWarehouse } from '../warehouse/index.ts'
import { BOOK_END } from './claims-book.ts'

/** What the process tells: seconds by the clock and of the processor, peak memory in MiB. */
export interface Alone {
  readonly nodes: number
  readonly edges: number
  readonly graphSeconds: number
  readonly graphCpu: number
  readonly graphMb: number
  readonly ringSeconds: number
  readonly ringCpu: number
  readonly rings: number
  readonly rewiredBooks: number
  readonly peakMb: number
}

const [path, threads, memoryMb] = process.argv.slice(2)
const peakMb = () => Math.round(process.resourceUsage().maxRSS / 1024)
const cpu = () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6
const warehouse = await openWarehouse({
  path,
  mode: 'write',
  threads: Number(threads),
  memoryMb: Number(memoryMb),
})
try {
  const graph = await buildGraph(warehouse, links, { asOf: BOOK_END, seed: 1 })
  const graphMb = peakMb()
  const graphCpu = cpu()
  const rings = await findRings(warehouse, { asOf: BOOK_END, seed: 1 })
  const told: Alone = {
    nodes: graph.nodes,
    edges: graph.edges,
    graphSeconds: graph.seconds,
    graphMb,
    graphCpu,
    ringCpu: cpu() - graphCpu,
    ringSeconds: rings.seconds,
    rings: rings.rings,
    rewiredBooks: rings.rewiredBooks,
    peakMb: peakMb(),
  }
  process.send?.(told)
} finally {
  await warehouse.close()
}
