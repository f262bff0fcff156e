/** A linear model as matrix products: numbers standardised, a flag for what is missing, one for each category. */
import type { DesignColumn } from '../linear/design.ts'
import type { Graph } from './graph.ts'

/** Adds the margin, one double a row; `x` holds doubles with NaN for missing. */
export function addLinear(
  graph: Graph,
  x: string,
  bias: number,
  design: readonly DesignColumn[],
  coefficients: Float64Array,
): string {
  let sum = graph.constant('double', [1, 1], [bias])
  for (const kind of ['number', 'missing', 'code'] as const) {
    const places = design.flatMap((column, j) => (column.kind === kind ? [j] : []))
    if (places.length === 0) continue
    const width = places.length
    const of = (pick: (column: DesignColumn) => number) => places.map((j) => pick(design[j]))
    const values = graph.node(
      'Gather',
      [
        x,
        graph.constant(
          'int64',
          [width],
          of((c) => c.feature),
        ),
      ],
      {
        axis: { int: 1 },
      },
    )
    const means = graph.constant(
      'double',
      [1, width],
      of((c) => c.mean),
    )
    let column: string
    if (kind === 'number') {
      const scaled = graph.node('Div', [
        graph.node('Sub', [values, means]),
        graph.constant(
          'double',
          [1, width],
          of((c) => c.scale),
        ),
      ])
      const zero = graph.constant('double', [1, 1], [0])
      column = graph.node('Where', [graph.node('IsNaN', [values]), zero, scaled])
    } else {
      const flag =
        kind === 'missing'
          ? graph.node('IsNaN', [values])
          : graph.node('Equal', [
              values,
              graph.constant(
                'double',
                [1, width],
                of((c) => c.code),
              ),
            ])
      column = graph.node('Sub', [graph.node('Cast', [flag], { to: { int: 11 } }), means])
    }
    const weights = graph.constant(
      'double',
      [width, 1],
      places.map((j) => coefficients[j]),
    )
    sum = graph.node('Add', [sum, graph.node('MatMul', [column, weights])])
  }
  return sum
}
