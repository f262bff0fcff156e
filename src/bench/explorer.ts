/** The ring explorer in a browser: frames, still pictures, filters and layouts of 200, 20,000 and 100,000 nodes. */
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { BenchCase, Benchmark } from '../bench.ts'

const SIZES = [200, 20_000, 100_000] as const
const SCRIPT = resolve(import.meta.dirname, '../../dashboards/graph/bench.mts')
const run = promisify(execFile)

interface Step {
  readonly clock_ms: number
  readonly page_cpu_ms: number
}

type Steps = Readonly<Record<'read' | 'draw' | 'frame' | 'still' | 'hover' | 'filter', Step>>

interface Answer {
  readonly browser: string
  /** The graphics card, or the software that stands in for one. */
  readonly drawn_by: string
  readonly cases: readonly (Steps & {
    readonly nodes: number
    readonly edges: number
    readonly layout_ms: number
    readonly layout_stall_ms: number
    readonly frames_per_second: number
  })[]
}

/** Milliseconds of the page's own thread; the clock, which depends on what draws, is among the figures. */
function casesOf(answer: Answer['cases'][number]): BenchCase[] {
  const made = (name: string, { clock_ms, page_cpu_ms }: Step, figures: Record<string, number> = {}) => ({
    case: `${name}_${answer.nodes}`,
    ours: page_cpu_ms,
    peer: null,
    peer_name: null,
    ratio: null,
    unit: 'ms',
    figures: { clock_ms, ...figures },
  })
  const { nodes, edges, frames_per_second, layout_ms, layout_stall_ms } = answer
  return [
    made('read', answer.read, { nodes, edges }),
    made('first_picture', answer.draw, { layout_ms, layout_stall_ms }),
    made('moving_frame', answer.frame, { frames_per_second }),
    made('still_picture', answer.still),
    made('point_at_node', answer.hover),
    made('filter_by_time', answer.filter),
  ]
}

export const explorer: Benchmark = {
  name: 'explorer',
  description: 'the ring explorer in a browser: frames, pictures and filters of up to 100,000 nodes',
  async run(report) {
    const cases: BenchCase[] = []
    const versions: Record<string, string> = { node: process.version }
    for (const size of SIZES) {
      report(`explorer: ${size} nodes`)
      const { stdout } = await run(process.execPath, ['--import', 'tsx', SCRIPT, String(size)], {
        maxBuffer: 1 << 22,
      })
      const answer = JSON.parse(stdout) as Answer
      versions.browser = answer.browser
      versions.drawn_by = answer.drawn_by
      cases.push(...answer.cases.flatMap(casesOf))
    }
    return { name: 'explorer', versions, cases }
  },
}
