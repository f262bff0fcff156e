import { expect, test } from 'vitest'
import { madeGraph } from '../../src/bench/made-graph.ts'
import { components, numberBySize } from '../../src/graph/components.ts'
import { buildCsr } from '../../src/graph/csr.ts'
import { leiden } from '../../src/graph/leiden.ts'
import { modularity } from '../../src/graph/modularity.ts'
import { relabel } from '../../src/graph/relabel.ts'
import { withRoom } from '../../src/graph/room.ts'
import { random } from '../../src/util/random.ts'
import { KARATE } from './karate.ts'

const MADE = madeGraph(100_000, 200_000, 2)
const LARGE = buildCsr(MADE.n, MADE.left, MADE.right)

test('a hundred thousand nodes: modularity above igraph 1.0.0, two iterations, best of four seeds; communities connected', () => {
  const { label, sizes } = leiden(LARGE)
  expect(modularity(LARGE, label)).toBeGreaterThan(0.80688)
  const inside = MADE.left.map((a, i) => (label[a] === label[MADE.right[i]] ? i : -1)).filter((i) => i >= 0)
  const kept = buildCsr(
    MADE.n,
    inside.map((i) => MADE.left[i]),
    inside.map((i) => MADE.right[i]),
  )
  expect(components(kept).sizes.length).toBe(sizes.length)
})

test('what a large graph left behind changes nothing of a small one', () => {
  const club = buildCsr(
    34,
    KARATE.map(([a]) => a),
    KARATE.map(([, b]) => b),
  )
  const before = leiden(club, { seed: 4 })
  leiden(LARGE, { rounds: 1 })
  expect(leiden(club, { seed: 4 })).toEqual(before)
  const middle = madeGraph(5000, 12_000, 3)
  leiden(buildCsr(middle.n, middle.left, middle.right))
  expect(leiden(club, { seed: 4 })).toEqual(before)
})

test('the unit of the weights does not matter', () => {
  const draw = random(11)
  const made = madeGraph(3000, 9000, 4)
  const weights = Float64Array.from(made.left, () => 0.1 + draw.next())
  const found = [2 ** -40, 1, 2 ** 40].map((unit) =>
    leiden(
      buildCsr(
        made.n,
        made.left,
        made.right,
        weights.map((w) => w * unit),
      ),
    ),
  )
  expect(found[0]).toEqual(found[1])
  expect(found[2]).toEqual(found[1])
})

test('who has no edge is his own community', () => {
  const { label, sizes } = leiden(buildCsr(5, [1], [3]))
  expect([...label]).toEqual([1, 0, 2, 0, 3])
  expect([...sizes]).toEqual([2, 1, 1, 1])
  expect(leiden(buildCsr(3, [], [])).sizes).toHaveLength(3)
})

test('the order of a walk is another name for each node, and neighbours keep their weights', () => {
  const draw = random(2)
  const made = madeGraph(500, 900, 5)
  const graph = buildCsr(
    made.n,
    made.left,
    made.right,
    Float64Array.from(made.left, () => draw.next() + 0.1),
  )
  const { graph: walk, order } = relabel(graph, 77)
  expect(order[0]).toBe(77)
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, v) => v))
  for (let k = 0; k < walk.n; k++) {
    const old = [...graph.targets.subarray(graph.offsets[order[k]], graph.offsets[order[k] + 1])]
    const row = [walk.offsets[k], walk.offsets[k + 1]] as const
    expect([...walk.targets.subarray(...row)].map((u) => order[u])).toEqual(old)
    expect(walk.weights.subarray(...row)).toEqual(
      graph.weights.subarray(graph.offsets[order[k]], graph.offsets[order[k] + 1]),
    )
  }
})

test('groups are numbered by size, equal ones by their first node', () => {
  const { label, sizes } = numberBySize(Int32Array.of(5, 2, 5, 6, 2, 0, 5))
  expect([...label]).toEqual([0, 1, 0, 2, 1, 3, 0])
  expect([...sizes]).toEqual([3, 2, 1, 1])
})

test('a graph beyond what memory can reach is refused in words', () => {
  expect(() => withRoom((room) => room.reach(5 * 2 ** 30))).toThrow('invalid size of the graph')
})
