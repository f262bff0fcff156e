/** BiRank against the closed form of its system, and against what it does with bad input. */
import { expect, test } from 'vitest'
import { buildCsr } from '../../src/graph/csr.ts'
import { biRank } from '../../src/graph/index.ts'

/** Two claims (0, 1) and three parties (2, 3, 4); party 3 is in both claims; node 5 is alone. */
const BOOK = buildCsr(6, [0, 0, 1, 1], [2, 3, 3, 4], [1, 1, 1, 2])

/** Solves `(I - alpha S) f = (1 - alpha) q` by elimination. */
function closedForm(query: readonly number[], alpha: number): number[] {
  const { n, offsets, targets, weights } = BOOK
  const strength = Array.from({ length: n }, (_, v) =>
    weights.slice(offsets[v], offsets[v + 1]).reduce((sum, w) => sum + w, 0),
  )
  const rows = Array.from({ length: n }, (_, v) => {
    const row = new Array<number>(n + 1).fill(0)
    row[v] = 1
    for (let i = offsets[v]; i < offsets[v + 1]; i++)
      row[targets[i]] -= (alpha * weights[i]) / Math.sqrt(strength[v] * strength[targets[i]])
    row[n] = (1 - alpha) * query[v]
    return row
  })
  for (let k = 0; k < n; k++)
    for (let r = 0; r < n; r++) {
      if (r === k) continue
      const factor = rows[r][k] / rows[k][k]
      for (let c = k; c <= n; c++) rows[r][c] -= factor * rows[k][c]
    }
  return rows.map((row, v) => row[n] / row[v])
}

test('scores solve the system of the paper', () => {
  for (const alpha of [0, 0.5, 0.85, 0.95]) {
    const query = [1, 0, 0, 0, 0.25, 2]
    const exact = closedForm(query, alpha)
    const found = biRank(BOOK, query, { alpha, tolerance: 1e-14, iterations: 2000 })
    found.forEach((score, v) => {
      expect(score).toBeCloseTo(exact[v], 11)
    })
  }
})

test('who is tied to the marked claim scores above who is not, and the lonely node keeps its own query', () => {
  const score = biRank(BOOK, [1, 0, 0, 0, 0, 0])
  expect(score[2]).toBeGreaterThan(score[4])
  expect(score[3]).toBeGreaterThan(score[4])
  expect(score[4]).toBeGreaterThan(0)
  expect(score[5]).toBe(0)
  expect(biRank(BOOK, [0, 0, 0, 0, 0, 4])[5]).toBeCloseTo(0.6, 12)
})

test('nothing known gives zeros; doubling the query doubles the scores', () => {
  expect([...biRank(BOOK, new Float64Array(6))]).toEqual([0, 0, 0, 0, 0, 0])
  const once = biRank(BOOK, [1, 0, 0, 3, 0, 0])
  const twice = biRank(BOOK, [2, 0, 0, 6, 0, 0])
  once.forEach((score, v) => {
    expect(twice[v]).toBeCloseTo(2 * score, 12)
  })
  expect(biRank(buildCsr(0, [], []), [])).toHaveLength(0)
})

test('a query that cannot be is refused', () => {
  expect(() => biRank(BOOK, [1])).toThrow(/length of the query/)
  expect(() => biRank(BOOK, [1, 0, 0, -1, 0, 0])).toThrow(/node 3/)
  expect(() => biRank(BOOK, [1, 0, Number.NaN, 0, 0, 0])).toThrow(/node 2/)
  expect(() => biRank(BOOK, [1, 0, 0, 0, 0, 0], { alpha: 1 })).toThrow(/alpha/)
})
