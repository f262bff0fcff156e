/** Bridges, cut nodes, triangles and squares against what cutting and counting say. */
import { expect, test } from 'vitest'
import { components } from '../../src/graph/components.ts'
import { buildCsr, type Csr } from '../../src/graph/csr.ts'
import { cuts } from '../../src/graph/cuts.ts'
import { squares } from '../../src/graph/squares.ts'
import { triangles } from '../../src/graph/triangles.ts'
import { random } from '../../src/util/random.ts'

function drawn(seed: number, n: number, m: number): { graph: Csr; edges: [number, number][] } {
  const draw = random(seed)
  const pairs = new Map<string, [number, number]>()
  for (let i = 0; i < m; i++) {
    const [a, b] = [draw.int(0, n - 1), draw.int(0, n - 1)].sort((x, y) => x - y)
    if (a !== b) pairs.set(`${a},${b}`, [a, b])
  }
  const edges = [...pairs.values()]
  return { graph: graphOf(n, edges), edges }
}

const graphOf = (n: number, edges: readonly (readonly [number, number])[]): Csr =>
  buildCsr(
    n,
    edges.map(([a]) => a),
    edges.map(([, b]) => b),
  )

test('bridges and cut nodes are those whose loss leaves more pieces', () => {
  for (let seed = 1; seed <= 8; seed++) {
    const { graph, edges } = drawn(seed, 30, 34)
    const whole = components(graph).sizes.length
    const found = cuts(graph)
    const bridges = edges.filter(
      (edge) =>
        components(
          graphOf(
            30,
            edges.filter((other) => other !== edge),
          ),
        ).sizes.length > whole,
    )
    const names = (list: readonly (readonly [number, number])[]) =>
      list.map((edge) => [...edge].sort((x, y) => x - y).join()).sort()
    const ends = Array.from({ length: found.bridges.length / 2 }, (_, i): [number, number] => [
      found.bridges[2 * i],
      found.bridges[2 * i + 1],
    ])
    expect(names(ends)).toEqual(names(bridges))
    for (let v = 0; v < 30; v++) {
      const without = edges.filter(([a, b]) => a !== v && b !== v)
      // Without its edges the node itself is a piece of its own.
      const alone = edges.length === without.length ? 0 : 1
      expect(found.isCut[v]).toBe(components(graphOf(30, without)).sizes.length - alone > whole ? 1 : 0)
    }
  }
})

test('triangles and squares are counted as by trying all', () => {
  for (let seed = 1; seed <= 4; seed++) {
    const n = 14
    const { graph, edges } = drawn(seed, n, 40)
    const tied = new Set(edges.flatMap(([a, b]) => [`${a},${b}`, `${b},${a}`]))
    const is = (a: number, b: number) => tied.has(`${a},${b}`)
    let threes = 0
    const bySquare = new Array<number>(n).fill(0)
    for (let a = 0; a < n; a++)
      for (let b = a + 1; b < n; b++)
        for (let c = 0; c < n; c++) {
          if (c > b && is(a, b) && is(b, c) && is(a, c)) threes++
          // a and b lie across from each other; c and d close the square.
          if (c === a || c === b || !is(a, c) || !is(c, b)) continue
          for (let d = c + 1; d < n; d++)
            if (d !== a && d !== b && is(a, d) && is(d, b)) for (const v of [a, b, c, d]) bySquare[v] += 0.5
        }
    expect(triangles(graph)).toBe(threes)
    expect([...squares(graph)]).toEqual(bySquare)
  }
})

test('a triangle with a tail is one triangle, and an empty graph has none', () => {
  const kite = graphOf(5, [
    [0, 1],
    [1, 2],
    [0, 2],
    [2, 3],
    [3, 4],
  ])
  expect(triangles(kite)).toBe(1)
  expect(triangles(graphOf(0, []))).toBe(0)
  expect(cuts(graphOf(0, [])).bridges).toHaveLength(0)
})
