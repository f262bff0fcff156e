/** Measures are the same on one thread and on two. */
import { expect, test } from 'vitest'
import { buildCsr } from '../../src/graph/csr.ts'
import { measureNodes } from '../../src/graph/measure-nodes.ts'
import { random } from '../../src/util/random.ts'

test('a second thread changes no measure', async () => {
  const draw = random(3)
  const n = 400
  const left = Int32Array.from({ length: 500 }, () => draw.int(0, n - 1))
  const right = Int32Array.from({ length: 500 }, () => draw.int(0, n - 1))
  const graph = buildCsr(n, left, right)
  const alone = await measureNodes(graph, { threads: 1 })
  const beside = await measureNodes(graph, { threads: 2, alone: 0 })
  expect(beside).toEqual(alone)
  expect(alone.facts.cutNodes).toBeGreaterThan(0)
  expect(alone.columns.page_rank.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
})
