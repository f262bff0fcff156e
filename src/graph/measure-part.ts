/** The measures of a graph that need neither communities nor paths: they can be taken beside those, on a thread of their own. */
import { components } from './components.ts'
import { coreNumbers } from './core-numbers.ts'
import type { Csr } from './csr.ts'
import { cuts } from './cuts.ts'
import { pageRank } from './page-rank.ts'
import { squares } from './squares.ts'
import { triangles } from './triangles.ts'

export interface PartMeasures {
  readonly component: Int32Array
  readonly components: number
  /** Nodes of the largest component. */
  readonly largestComponent: number
  readonly core: Int32Array
  readonly isCut: Uint8Array
  readonly bridges: number
  readonly rank: Float64Array
  readonly triangles: number
  readonly squares: number
}

/** Components, cores, cuts, PageRank, triangles and squares. */
export function measurePart(graph: Csr): PartMeasures {
  const { label, sizes } = components(graph)
  const { isCut, bridges } = cuts(graph)
  return {
    component: label,
    components: sizes.length,
    largestComponent: sizes[0] ?? 0,
    core: coreNumbers(graph),
    isCut,
    bridges: bridges.length / 2,
    rank: pageRank(graph),
    triangles: triangles(graph),
    squares: squares(graph).reduce((sum, through) => sum + through, 0) / 4,
  }
}
