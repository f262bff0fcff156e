/** Walks over a graph held in memory. */
import { afterEach, expect, test } from 'vitest'
import {
  buildGraph,
  evidencePath,
  neighbourhood,
  openResident,
  type ResidentGraph,
} from '../../src/graph/index.ts'
import { descending } from '../../src/graph/order.ts'
import { links } from '../../src/links/index.ts'
import { random } from '../../src/util/random.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { smallBook, type TestClaim, type TestPerson } from './small-book.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

async function resident(
  people: readonly TestPerson[],
  claims: readonly TestClaim[] = [],
): Promise<ResidentGraph> {
  warehouse = await smallBook(people, claims)
  await buildGraph(warehouse, links)
  return openResident(warehouse)
}

const CROWD = [
  { id: 'A', phone: '1', account: '9' },
  ...Array.from({ length: 9 }, (_, i) => ({ id: `B${i}`, phone: '1' })),
  { id: 'C', account: '9' },
]

/** Ties given by hand, each known at the moment of its place. */
async function graphOf(
  ties: readonly (readonly [string, string, number, string?])[],
): Promise<ResidentGraph> {
  warehouse = await smallBook([])
  const ids = [...new Set(ties.flatMap((tie) => tie.slice(0, 2) as string[]))]
  await warehouse.append('graph.node', {
    node_id: ids.map((id) => `entity:${id}`),
    node_kind: ids.map(() => 'entity'),
    degree: Int32Array.from(ids, () => 1),
  })
  await warehouse.append('graph.edge', {
    source_id: ties.map(([a]) => `entity:${a}`),
    target_id: ties.map(([, b]) => `entity:${b}`),
    link: ties.map(([, , , link]) => link ?? 'made'),
    weight: ties.map(([, , weight]) => weight),
    claim_id: ties.map((_, i) => `C${i}`),
    known_at: ties.map((_, i) => new Date(Date.UTC(2024, 0, 1 + i))),
  })
  return openResident(warehouse)
}

const namesOf = (nodes: readonly string[]) => nodes.map((id) => id.replace('entity:', '')).join(' ')

test('the strongest ties come first and the rest is counted', async () => {
  const graph = await resident(CROWD)
  const near = neighbourhood(graph, 'entity:A', { depth: 2, budget: 6 })
  expect(near.layers).toEqual([
    { reached: 2, shown: 2 },
    { reached: 10, shown: 3 },
  ])
  expect(near.total).toBe(13)
  expect(near.nodes.map((node) => [node.nodeId, node.distance])).toEqual([
    ['entity:A', 0],
    ['account:9', 1],
    ['phone:1', 1],
    ['entity:C', 2],
    ['entity:B0', 2],
    ['entity:B1', 2],
  ])
  expect(near.hubs).toEqual([])
  const whole = neighbourhood(graph, 'entity:A', { depth: 3, budget: 100 })
  expect(whole.nodes).toHaveLength(13)
  expect(whole.total).toBe(13)
  // What lies behind a node that the budget cuts off is counted all the same.
  const tight = neighbourhood(graph, 'entity:A', { depth: 2, budget: 1 })
  expect([tight.nodes.length, tight.total, tight.isTotalExact]).toEqual([1, 13, true])
})

test('links and kinds that are not wanted are not walked', async () => {
  const graph = await resident(CROWD)
  const byAccount = neighbourhood(graph, 'entity:A', { links: ['uses_account'], depth: 3 })
  expect(byAccount.nodes.map((node) => node.nodeId)).toEqual(['entity:A', 'account:9', 'entity:C'])
  const kinds = neighbourhood(graph, 'entity:A', { kinds: ['entity', 'phone'], depth: 3 })
  expect(kinds.total).toBe(11)
  expect(neighbourhood(graph, 'entity:A', { links: ['no_such_link'] }).total).toBe(1)
})

test('a number that half the book shares is shown and named, but leads nowhere', async () => {
  const graph = await resident([
    { id: 'A', phone: '1', account: '9' },
    { id: 'C', phone: '1', account: '9' },
    ...Array.from({ length: 30 }, (_, i) => ({ id: `B${i}`, phone: '1' })),
  ])
  const capped = [{ nodeId: 'phone:1', degree: 32, followed: 0 }]
  const near = neighbourhood(graph, 'entity:A', { depth: 4 })
  expect(near.nodes.map((node) => node.nodeId)).toEqual(['entity:A', 'account:9', 'phone:1', 'entity:C'])
  expect(near).toMatchObject({ total: 4, isTotalExact: true, hubs: capped })
  expect(neighbourhood(graph, 'entity:A', { depth: 4, budget: 2 }).total).toBe(4)
  // Whoever asks for the number itself is told who uses it.
  expect(neighbourhood(graph, 'phone:1', { depth: 1 }).total).toBe(33)
})

test('nothing from the future is walked', async () => {
  const graph = await resident(
    [{ id: 'A' }, { id: 'B' }],
    [
      { id: 'C1', day: '2024-03-01', parties: ['driver A', 'driver B'] },
      { id: 'C2', day: '2024-06-01', parties: ['driver A', 'driver B'] },
    ],
  )
  const then = neighbourhood(graph, 'entity:A', { asOf: new Date('2024-04-01') })
  expect(then.nodes.map((node) => node.nodeId)).toEqual(['entity:A', 'claim:C1', 'entity:B'])
  expect(evidencePath(graph, 'claim:C1', 'claim:C2', { asOf: new Date('2024-04-01') }).paths).toEqual([])
  expect(evidencePath(graph, 'claim:C1', 'claim:C2').paths).toHaveLength(1)
})

test('of a hub only the strongest ties are followed, and the answer names it', async () => {
  const graph = await graphOf([
    ...Array.from({ length: 3000 }, (_, i) => ['hub', `p${i}`, i === 2999 ? 0.9 : 0.1] as const),
    ['hub', 'me', 0.5],
  ])
  const near = neighbourhood(graph, 'entity:me', { depth: 2, budget: 10 })
  expect(near.hubs).toEqual([{ nodeId: 'entity:hub', degree: 3001, followed: 2000 }])
  expect(near.nodes.slice(0, 3).map((node) => node.nodeId)).toEqual([
    'entity:me',
    'entity:hub',
    'entity:p2999',
  ])
  expect(near.layers[1]).toEqual({ reached: 1999, shown: 8 })
  const late = neighbourhood(graph, 'entity:hub', { asOf: new Date('2024-01-03') })
  expect(late).toMatchObject({ total: 4, hubs: [] })
})

test('a graph without nodes knows no node', async () => {
  const graph = await graphOf([])
  expect(graph.ids).toHaveLength(0)
  expect(() => neighbourhood(graph, 'entity:A')).toThrow('unknown node: "entity:A"')
  expect(() => evidencePath(graph, 'entity:A', 'entity:A')).toThrow('unknown node')
})

test('impossible options are refused in words', async () => {
  const graph = await resident(CROWD)
  expect(() => neighbourhood(graph, 'entity:A', { depth: 0 })).toThrow('invalid depth: 0')
  expect(() => neighbourhood(graph, 'entity:A', { budget: 1e9 })).toThrow('invalid budget')
  expect(() => evidencePath(graph, 'entity:A', 'entity:C', { most: 9 })).toThrow('invalid number of paths')
})

test('the strongest chain is not always the shortest; others follow in turn', async () => {
  const graph = await graphOf([
    ['A', 'Z', 0.1],
    ['A', 'M', 0.8],
    ['M', 'Z', 0.8],
    ['A', 'K', 0.4],
    ['K', 'Z', 0.9],
    ['A', 'X', 0],
    ['X', 'Z', 1],
  ])
  const { paths, complete } = evidencePath(graph, 'entity:A', 'entity:Z', { most: 5 })
  expect(paths.map((path) => namesOf(path.nodes))).toEqual(['A M Z', 'A K Z', 'A Z'])
  expect(paths.map((path) => path.strength)).toEqual([
    expect.closeTo(0.64, 6),
    expect.closeTo(0.36, 6),
    expect.closeTo(0.1, 6),
  ])
  expect(complete).toBe(true)
})

test('from a node to itself: the short cycles through it, each once', async () => {
  const graph = await graphOf([
    ['A', 'T', 0.5],
    ['T', 'B', 0.5],
    ['B', 'S', 0.5],
    ['S', 'A', 0.5],
    ['A', 'U', 0.8],
    ['U', 'B', 0.8],
    ['B', 'C', 0.9],
    ['C', 'D', 0.9],
    ['A', 'V', 0],
    ['V', 'B', 0],
  ])
  const { paths, complete } = evidencePath(graph, 'entity:A', 'entity:A', { most: 5 })
  expect(paths.map((path) => namesOf(path.nodes).split(' ').sort().join(''))).toEqual([
    'AABSU',
    'AABTU',
    'AABST',
  ])
  expect(paths[2].strength).toBeCloseTo(1 / 16, 6)
  expect(complete).toBe(true)
  expect(evidencePath(graph, 'entity:D', 'entity:D', { most: 5 }).paths).toEqual([])
})

test('chains agree with trying all of them', async () => {
  for (const seed of [1, 2, 3]) {
    const draw = random(seed)
    const pairs = new Map<string, readonly [string, string, number]>([['0,7', ['0', '7', 0.05]]])
    for (let i = 0; i < 16; i++) {
      const [a, b] = [draw.int(0, 7), draw.int(0, 7)].sort()
      if (a !== b) pairs.set(`${a},${b}`, [String(a), String(b), 0.05 + 0.9 * draw.next()])
    }
    const ties = [...pairs.values()]
    const graph = await graphOf(ties)
    const all: number[] = []
    const go = (at: string, been: readonly string[], strength: number): void => {
      if (at === '7') {
        all.push(strength * Math.exp(-0.1 * been.length))
        return
      }
      for (const [a, b, weight] of ties)
        for (const [u, v] of [
          [a, b],
          [b, a],
        ])
          if (u === at && v !== at && !been.includes(v)) go(v, [...been, at], strength * weight)
    }
    go('0', [], 1)
    const best = [...new Set(all.map((s) => s.toFixed(9)))].map(Number).sort((a, b) => b - a)
    const { paths } = evidencePath(graph, 'entity:0', 'entity:7', { most: 3 })
    expect(paths.length).toBe(Math.min(3, best.length))
    paths.forEach((path, i) => {
      expect(path.strength * Math.exp(-0.1 * (path.nodes.length - 1))).toBeCloseTo(best[i], 6)
    })
    await warehouse?.close()
  }
})

test('places in falling order, equal ones as they came', () => {
  const draw = random(4)
  const values = Float32Array.from({ length: 5000 }, () => (draw.chance(0.3) ? 0.25 : draw.next()))
  const expected = Array.from(values, (_, i) => i).sort((a, b) => values[b] - values[a] || a - b)
  expect([...descending(values)]).toEqual(expected)
})

test('a walk kept to lines of business sees master data and what claims of those lines showed, and counts nothing else', async () => {
  const graph = await resident(
    [{ id: 'A', phone: '1' }, { id: 'B', phone: '1' }, { id: 'C' }, { id: 'D' }],
    [
      { id: 'K1', day: '2024-02-01', line: 'auto', parties: ['claimant A', 'driver C'] },
      { id: 'K2', day: '2024-02-02', line: 'health', parties: ['claimant B', 'insured D'] },
    ],
  )
  const seen = (lines?: readonly string[]) =>
    neighbourhood(graph, 'entity:A', { depth: 4, ...(lines ? { lines } : {}) })
  expect(seen().nodes).toHaveLength(7)
  const auto = seen(['auto'])
  expect(auto.nodes.map((node) => node.nodeId).sort()).toEqual([
    'claim:K1',
    'entity:A',
    'entity:B',
    'entity:C',
    'phone:1',
  ])
  expect(auto.total).toBe(5)
  expect(evidencePath(graph, 'entity:C', 'entity:D', { lines: ['auto'] }).paths).toEqual([])
  expect(evidencePath(graph, 'entity:C', 'entity:D').paths).toHaveLength(1)
})

test('of a hub, somebody kept to lines is told of the ties that he may see, and of no cap when he sees all that were followed', async () => {
  const hubOf = async (seen: number, hidden: number) => {
    const graph = await graphOf(
      Array.from({ length: seen + hidden }, (_, i) => ['hub', `p${i}`, i < seen ? 0.2 : 0.9] as const),
    )
    // The first are shown by claims of auto, the stronger rest by claims of health.
    const hub = graph.ids.find('entity:hub')
    for (let i = graph.offsets[hub]; i < graph.offsets[hub + 1]; i++) {
      const line = Number(graph.ids.at(graph.targets[i]).slice('entity:p'.length)) < seen ? 1 : 2
      graph.evidenceLine[graph.evidenceOffsets[graph.ties[i]]] = line
      graph.tieLines[graph.ties[i]] = 1 << line
    }
    await warehouse?.close()
    return { ...graph, lineNames: ['auto', 'health'] }
  }
  const many = await hubOf(2100, 300)
  const auto = neighbourhood(many, 'entity:hub', { depth: 1, budget: 10, lines: ['auto'] })
  expect(auto.hubs).toEqual([{ nodeId: 'entity:hub', degree: 2100, followed: 2000 }])
  expect(auto.total).toBe(2001)
  const few = await hubOf(1500, 900)
  const part = neighbourhood(few, 'entity:hub', { depth: 1, budget: 10, lines: ['auto'] })
  expect([part.hubs, part.total]).toEqual([[], 1501])
  expect(neighbourhood(few, 'entity:hub', { depth: 1 }).hubs).toMatchObject([{ degree: 2400 }])
})

test('a higher cost of a step prefers the short chain to the strong one', async () => {
  const graph = await graphOf([
    ['A', 'B', 0.9],
    ['B', 'C', 0.9],
    ['C', 'D', 0.9],
    ['D', 'Z', 0.9],
    ['A', 'M', 0.5],
    ['M', 'Z', 0.5],
  ])
  const nodes = (step?: number) =>
    namesOf(evidencePath(graph, 'entity:A', 'entity:Z', step === undefined ? {} : { step }).paths[0].nodes)
  expect([nodes(), nodes(Math.LN2)]).toEqual(['A B C D Z', 'A M Z'])
  const [path] = evidencePath(graph, 'entity:A', 'entity:Z', { step: Math.LN2 }).paths
  expect(path.strength).toBeCloseTo(0.25, 6)
  expect(() => evidencePath(graph, 'entity:A', 'entity:Z', { step: -1 })).toThrow(
    'invalid cost of a step: -1',
  )
})
