/** The measures of a graph that need neither communities nor paths: they can be taken beside those, on a thread of their own. */
import { components } from './components.ts'
import { coreNumbers } from './core-numbers.ts'
import type { Csr } from './csr.ts'
import { cuts } from './cuts.ts'
import { type FoldedFlow, flowOf } from './page-rank.ts'
import { squares } from './squares.ts'
import { triangles } from './triangles.ts'

/** What is left of a graph whose trees were folded. */
export interface PartInput {
  readonly graph: Csr
  readonly flow: FoldedFlow
  /** By node: sum of the weights at all that it stands for. */
  readonly sums: Float64Array
}

export interface PartMeasures {
  readonly component: Int32Array
  readonly components: number
  readonly core: Int32Array
  readonly isCut: Uint8Array
  readonly bridges: number
  /** See {@link flowOf}. */
  readonly flow: Float64Array
  readonly triangles: number
  readonly squares: number
}

/** Components, cores, cuts, the flow of PageRank, triangles and squares. */
export function measurePart({ graph, flow, sums }: PartInput): PartMeasures {
  const { label, sizes } = components(graph)
  const { isCut, bridges } = cuts(graph)
  return {
    component: label,
    components: sizes.length,
    core: coreNumbers(graph),
    isCut,
    bridges: bridges.length / 2,
    flow: flowOf(graph, flow, sums),
    triangles: triangles(graph),
    squares: squares(graph).reduce((sum, through) => sum + through, 0) / 4,
  }
}
