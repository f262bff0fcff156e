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
  /** All processes of the browser, the one that draws too. */
  readonly browser_cpu_ms: number
}

/** What one frame of a movement takes. */
interface Movement extends Step {
  readonly frames_per_second: number
  /** Longest time between two frames. */
  readonly longest_ms: number
}

type Steps = Readonly<Record<'read' | 'draw' | 'still' | 'hover' | 'filter', Step>>
type Movements = Readonly<Record<'drag' | 'wheel', Movement>>

interface Answer {
  readonly browser: string
  /** The graphics card, or the software that stands in for one. */
  readonly drawn_by: string
  readonly cases: readonly (Steps &
    Movements & {
      readonly nodes: number
      readonly edges: number
      readonly layout_ms: number
      readonly layout_stall_ms: number
    })[]
}

/** Milliseconds of the page's own thread; the clock, which depends on what draws, is among the figures. */
function casesOf(answer: Answer['cases'][number]): BenchCase[] {
  const made = (name: string, { page_cpu_ms, ...step }: Step, figures: Record<string, number> = {}) => ({
    case: `${name}_${answer.nodes}`,
    ours: page_cpu_ms,
    peer: null,
    peer_name: null,
    ratio: null,
    unit: 'ms',
    figures: { ...step, ...figures },
  })
  const { nodes, edges, layout_ms, layout_stall_ms } = answer
  return [
    made('read', answer.read, { nodes, edges }),
    made('first_picture', answer.draw, { layout_ms, layout_stall_ms }),
    made('drag_frame', answer.drag),
    made('wheel_frame', answer.wheel),
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
