/** Suspicion against the closed form of its walk, and against what becomes known later. */
import { expect, test } from 'vitest'
import { type Frauds, suspicionAt, type TieKind, type Ties } from '../../src/graph/index.ts'

const DAY = 86_400_000
const KINDS: readonly TieKind[] = [
  { strength: 0.9, maxDegree: 10, isHubSource: true },
  { strength: 0.8, maxDegree: 3, isHubSource: false },
]
/** Ties as `[source, target, kind, day]`, in the order of their days. */
const tiesOf = (n: number, list: readonly (readonly [number, number, number, number])[]): Ties => ({
  n,
  source: Int32Array.from(list, ([source]) => source),
  target: Int32Array.from(list, ([, target]) => target),
  kind: Int32Array.from(list, ([, , kind]) => kind),
  knownAt: Float64Array.from(list, ([, , , day]) => day * DAY),
})
const fraudsOf = (...list: readonly (readonly [number, number])[]): Frauds => ({
  node: Int32Array.from(list, ([node]) => node),
  knownAt: Float64Array.from(list, ([, day]) => day * DAY),
})
const near = ({ node, suspicion }: ReturnType<typeof suspicionAt>, v: number) =>
  suspicion[node.indexOf(v)] ?? 0

// Two people (0, 1) share a telephone (2); each has a claim (3, 4). A third (5) has a claim (6) of his own.
const BOOK = tiesOf(7, [
  [0, 2, 1, 1],
  [1, 2, 1, 2],
  [0, 3, 0, 3],
  [1, 4, 0, 4],
  [5, 6, 0, 5],
])

test('it is the chance that a walk along the ties ends at known fraud, over that of a tie at random', () => {
  const found = suspicionAt(BOOK, KINDS, fraudsOf([3, 10]), 10 * DAY)
  // z = alpha * mean of the neighbours + (1 - alpha) at the fraud, solved by repetition.
  const edges = [
    [0, 2, 0.8],
    [1, 2, 0.8],
    [0, 3, 0.9],
    [1, 4, 0.9],
    [5, 6, 0.9],
  ]
  const strength = new Float64Array(7)
  for (const [a, b, w] of edges) {
    strength[a] += w
    strength[b] += w
  }
  let z = new Float64Array(7)
  for (let round = 0; round < 500; round++) {
    const next = new Float64Array(7)
    next[3] = 0.15
    for (const [a, b, w] of edges) {
      next[a] += (0.85 * w * z[b]) / strength[a]
      next[b] += (0.85 * w * z[a]) / strength[b]
    }
    z = next
  }
  const chance = strength[3] / strength.reduce((a, b) => a + b, 0)
  for (const v of [0, 1, 2, 3, 4])
    expect(Math.abs(near(found, v) / (z[v] / chance) - 1), `${v}`).toBeLessThan(2e-3)
  expect([...found.node]).toEqual([0, 1, 2, 3, 4])
  expect([...found.steps]).toEqual([1, 3, 2, 0, 4])
  // Over all ties it is 1 in the mean.
  const mean = found.node.reduce((sum, v, i) => sum + strength[v] * found.suspicion[i], 0)
  expect(mean / strength.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 3)
})

test('what becomes known later changes nothing', () => {
  const moment = 10 * DAY
  const then = suspicionAt(BOOK, KINDS, fraudsOf([3, 10]), moment)
  const list = Array.from(BOOK.source, (source, i) => [source, BOOK.target[i], BOOK.kind[i], i + 1] as const)
  const later = tiesOf(7, [...list, [5, 2, 1, 11], [0, 6, 0, 12]])
  expect(suspicionAt(later, KINDS, fraudsOf([3, 10], [6, 11]), moment)).toEqual(then)
})

test('a fraud of a year ago counts half', () => {
  const twin = tiesOf(4, [
    [0, 1, 0, 1],
    [2, 3, 0, 1],
  ])
  const found = suspicionAt(twin, KINDS, fraudsOf([1, 35], [3, 400]), 400 * DAY)
  expect(near(found, 0) / near(found, 2)).toBeCloseTo(0.5, 6)
})

test('a thing shared too widely ties nobody from then on', () => {
  const crowd = tiesOf(6, [
    [0, 5, 0, 1],
    [0, 4, 1, 2],
    [1, 4, 1, 3],
    [2, 4, 1, 4],
    [3, 4, 1, 20],
  ])
  const frauds = fraudsOf([5, 6])
  expect(near(suspicionAt(crowd, KINDS, frauds, 10 * DAY), 1)).toBeGreaterThan(0)
  const after = suspicionAt(crowd, KINDS, frauds, 30 * DAY)
  expect(near(after, 1)).toBe(0)
  expect([...after.node]).toEqual([0, 5])
})

test('without known fraud, without ties and with a fraud that nothing is tied to, nobody is suspicious', () => {
  expect(suspicionAt(BOOK, KINDS, fraudsOf([3, 10]), 9 * DAY).node).toHaveLength(0)
  expect(suspicionAt(tiesOf(0, []), KINDS, fraudsOf(), 9 * DAY).node).toHaveLength(0)
  const alone = suspicionAt(tiesOf(3, [[0, 1, 0, 1]]), KINDS, fraudsOf([2, 1]), 9 * DAY)
  expect([...alone.node]).toEqual([2])
  expect(alone.suspicion[0]).toBe(0)
})
