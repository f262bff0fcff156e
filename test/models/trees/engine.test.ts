import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { boost } from '../../../src/models/trees/boost.ts'
import { forestToJson } from '../../../src/models/trees/forest.ts'
import { Engine } from '../../../src/models/trees/kernel/engine.ts'
import { type TreeParameters, treeParameters } from '../../../src/models/trees/parameters.ts'
import { sample } from '../sample-data.ts'

const { x, labels } = sample(40_000, 5)
/** The same rows as amounts above 0, weighted. */
const amounts = { y: labels.y.map((y, i) => 1 + y + (i % 7)), weight: labels.y.map((_, i) => (i % 5) / 2) }

const CASES: readonly [what: string, parameters: Partial<TreeParameters>, given?: typeof amounts][] = [
  ['defaults', {}],
  ['rows in a child counted', { minChildRows: 20 }],
  ['squared error, weighted', { objective: 'squared' }, amounts],
  ['poisson', { objective: 'poisson' }, amounts],
  ['gamma', { objective: 'gamma' }, amounts],
  ['tweedie', { objective: 'tweedie', tweediePower: 1.3 }, amounts],
  ['drawn rows and columns', { rowSample: 0.7, columnSample: 0.7, nodeColumnSample: 0.6 }],
  ['columns of a node alone, random cuts', { nodeColumnSample: 0.3, cuts: 'random', minChildRows: 3 }],
  ['leaf by leaf, L1, monotone', { growth: 'leaf', maxLeaves: 20, l1: 0.5, monotone: { amount: 1 } }],
  ['deep', { maxDepth: 12, minChildWeight: 0, rounds: 2 }],
  ['level by level to a number of leaves', { maxLeaves: 11 }],
]

for (const [what, parameters, given] of CASES) {
  test(`one thread, three threads and plain arrays grow the same trees: ${what}`, async () => {
    const p = treeParameters({ rounds: 4, learningRate: 0.3, ...parameters })
    const grow = async (engine: Engine) =>
      JSON.stringify(forestToJson((await boost(x, given ?? labels, p, {}, engine)).forest))
    const one = await grow(new Engine(1))
    expect(JSON.parse(one).feature.length).toBeGreaterThan(10)
    expect(await grow(new Engine(3))).toBe(one)
    expect(await grow(new Engine(1, true))).toBe(one)
  })
}

test('a memory that served a larger fit serves a smaller one as a fresh memory does', async () => {
  const p = treeParameters({ rounds: 3, monotone: { amount: 1 } })
  const small = sample(500, 6)
  const json = async () =>
    JSON.stringify(forestToJson((await boost(small.x, small.labels, p, {}, new Engine(1))).forest))
  const before = await json()
  await boost(x, labels, treeParameters({ rounds: 2, minChildRows: 5, cuts: 'random' }), {}, new Engine(1))
  expect(await json()).toBe(before)
})

test('fits that run at the same time do not meet in memory', async () => {
  const parts = [1, 2, 3, 4].map((seed) => sample(3000, seed))
  const p = treeParameters({ rounds: 30 })
  const grown = async (k: number) =>
    JSON.stringify(
      forestToJson((await boost(parts[k].x, parts[k].labels, p, { threads: 1 + (k % 2) })).forest),
    )
  const alone: string[] = []
  for (const k of parts.keys()) alone.push(await grown(k))
  expect(await Promise.all([...parts.keys()].map(grown))).toEqual(alone)
})

test('threads do not keep a process alive', async () => {
  const script = `
    import { boost } from './src/models/trees/boost.ts'
    import { treeParameters } from './src/models/trees/parameters.ts'
    import { sample } from './test/models/sample-data.ts'
    const { x, labels } = sample(30000, 1)
    const { forest } = await boost(x, labels, treeParameters({ rounds: 5 }), { threads: 3 })
    process.stdout.write(String(forest.roots.length))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { cwd: join(import.meta.dirname, '../../..'), timeout: 40_000 },
  )
  expect(stdout).toBe('5')
})
