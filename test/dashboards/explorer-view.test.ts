/** What the explorer shows: filters leave out what they say and nothing else, equivalents are drawn as one, paths are the shortest. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bookOf } from '../../dashboards/graph/book.ts'
import { DEFAULTS } from '../../dashboards/graph/groups.ts'
import { extend, networkOf } from '../../dashboards/graph/network.ts'
import { localPath } from '../../dashboards/graph/paths.ts'
import { sift } from '../../dashboards/graph/sift.ts'
import { type ExplorerState, INITIAL } from '../../dashboards/graph/state.ts'
import { visibleOf } from '../../dashboards/graph/visible.ts'
import { book, edge, node } from './explorer-graph.ts'

const seen = (of: ReturnType<typeof book>, state: Partial<ExplorerState>) =>
  visibleOf(of, { ...INITIAL, grouped: false, ...state })

describe('filters', () => {
  const small = book(
    [
      edge('entity:a', 'claim:1'),
      edge('entity:a', 'claim:1', {
        link: 'passenger_in',
        knownAt: '2025-03-01T00:00:00.000Z',
        claimId: '1',
      }),
      edge('entity:b', 'claim:1', { link: 'adjusted_by', knownAt: '2025-02-01T00:00:00.000Z', weight: 0.2 }),
      edge('entity:b', 'claim:2', { link: 'adjusted_by' }),
      edge('entity:c', 'phone:x', { link: 'uses_phone' }),
    ],
    [
      node('claim:1', { amount: 900 }),
      node('claim:2', { amount: 100 }),
      node('entity:b', { roles: ['adjuster'] }),
      node('place:far'),
    ],
  )

  test('without filters all is shown, and what never had a tie as well', () => {
    expect(seen(small, {})).toMatchObject({ order: 7, size: 4 })
  })

  test('what has lost all ties goes, unless it is marked', () => {
    expect(seen(small, { hiddenLinks: ['uses_phone'] }).ids).not.toContain('entity:c')
    expect(seen(small, { hiddenLinks: ['uses_phone'], pinned: { 'entity:c': null } }).ids).toContain(
      'entity:c',
    )
    expect([...seen(small, { hiddenKinds: ['claim'] }).ids].sort()).toEqual([
      'entity:c',
      'phone:x',
      'place:far',
    ])
  })

  test('roles, money and hidden nodes', () => {
    expect(seen(small, { hiddenRoles: ['adjuster'] }).ids).not.toContain('entity:b')
    expect(seen(small, { least: 500 }).ids).not.toContain('claim:2')
    expect(seen(small, { most: 500 }).ids).not.toContain('claim:1')
    expect(seen(small, { hidden: ['claim:1'] }).ids).toEqual(
      expect.arrayContaining(['entity:b', 'claim:2', 'phone:x']),
    )
    expect(seen(small, { hidden: ['claim:1', 'entity:gone'] }).has('entity:a')).toBe(false)
  })

  test('evidence is shown within its time, with both bounds, and edges weigh what is shown', () => {
    const [key] = small.keys
    expect(seen(small, { until: '2024-12-31T00:00:00.000Z' }).order).toBe(1)
    expect(seen(small, { until: '2025-01-01T00:00:00.000Z' }).evidence(key)).toHaveLength(1)
    const late = seen(small, { from: '2025-01-15T00:00:00.000Z' })
    expect(late.evidence(key).map((one) => one.link)).toEqual(['passenger_in'])
    expect([...late.ids].sort()).toEqual(['claim:1', 'entity:a', 'entity:b', 'place:far'])
    expect(late.scene.weight).toEqual(Float32Array.of(0.5, 0.2))
  })

  test('an expansion that is taken back takes its nodes along, unless another brought them too', () => {
    const network = networkOf({
      nodes: ['entity:a', 'entity:b'].map((id) => node(id)),
      edges: [edge('entity:a', 'entity:b')],
    })
    const brought = (from: string) =>
      extend(network, from, { nodes: [node('entity:x')], edges: [edge(from, 'entity:x')] })
    expect([brought('entity:a'), brought('entity:b')]).toEqual([1, 0])
    const held = bookOf(network)
    expect(seen(held, {}).ids).not.toContain('entity:x')
    expect(seen(held, { expanded: ['entity:b'] }).ids).toContain('entity:x')
    expect(seen(held, { path: ['entity:a', 'entity:x'] }).ids).toContain('entity:x')
  })
})

describe('groups', () => {
  const passengers = Array.from({ length: 20 }, (_, i) =>
    edge(`entity:p${i}`, 'claim:1', { link: 'passenger_in' }),
  )
  const crash = book([
    ...passengers,
    edge('entity:d', 'claim:1'),
    edge('entity:d', 'claim:2'),
    edge('entity:d', 'phone:x'),
    edge('entity:e', 'claim:1'),
    edge('entity:e', 'claim:2'),
    edge('entity:e', 'phone:x'),
  ])

  test('twenty passengers of one claim are one node, opened on demand', () => {
    const { groups, scene, order, shownAs } = visibleOf(crash, INITIAL)
    expect(groups).toHaveLength(1)
    expect(groups[0]).toMatchObject({ count: 20, kind: 'entity', hubs: ['claim:1'], isFolded: false })
    expect([order, scene.nodes.length, scene.source.length]).toEqual([25, 6, 7])
    expect(shownAs('entity:p3')).toBe(groups[0].id)
    expect(shownAs('entity:d')).toBe('entity:d')
    const at = scene.index.get(groups[0].id) as number
    expect(
      scene.evidence[[...scene.source].indexOf(at)] ?? scene.evidence[[...scene.target].indexOf(at)],
    ).toBe(20)
    expect(visibleOf(crash, { ...INITIAL, opened: [groups[0].id] }).scene.nodes).toHaveLength(25)
    expect(visibleOf(crash, { ...INITIAL, grouped: false }).groups).toEqual([])
  })

  test('marked nodes stand alone, and the group keeps its name while members come and go', () => {
    const [whole] = visibleOf(crash, INITIAL).groups
    const [rest] = visibleOf(crash, {
      ...INITIAL,
      pinned: { 'entity:p0': null },
      tags: { 'entity:p1': ['lead'] },
    }).groups
    expect(rest.id).toBe(whole.id)
    expect(rest.count).toBe(18)
    expect(rest.members).not.toContain('entity:p0')
  })

  test('claims of a clinic fold together with the one patient of each', () => {
    const clinic = book(
      Array.from({ length: 8 }, (_, i) => [
        edge('entity:clinic', `claim:${i}`, { link: 'treated_at' }),
        edge(`entity:p${i}`, `claim:${i}`),
        ...(i === 0 ? [edge('entity:second', 'claim:0')] : []),
      ]).flat(),
    )
    const { groups, scene } = visibleOf(clinic, INITIAL)
    expect(groups).toHaveLength(1)
    expect(groups[0]).toMatchObject({ count: 7, kind: 'claim', hubs: ['entity:clinic'] })
    expect(groups[0].members).toHaveLength(14)
    expect(scene.nodes.map((one) => one.id).sort()).toEqual(
      [groups[0].id, 'claim:0', 'entity:clinic', 'entity:p0', 'entity:second'].sort(),
    )
  })

  test('things that the same two share are one', () => {
    const shared = book(
      Array.from({ length: 6 }, (_, i) =>
        ['entity:a', 'entity:b'].map((id) => edge(id, `phone:${i}`)),
      ).flat(),
    )
    expect(visibleOf(shared, INITIAL).groups).toMatchObject([
      { count: 6, kind: 'phone', hubs: ['entity:a', 'entity:b'] },
    ])
  })

  test('collapsing folds all that hangs on a node, whatever it is', () => {
    const { groups, scene } = visibleOf(crash, { ...INITIAL, grouped: false, collapsed: ['claim:1'] })
    expect(groups).toMatchObject([{ count: 20, isFolded: true, hubs: ['claim:1'] }])
    expect(scene.nodes).toHaveLength(6)
  })

  test('a group is never small, never holds a node twice, and every node is drawn once', () => {
    const graph = fc
      .array(fc.tuple(fc.nat(11), fc.nat(11)), { minLength: 1, maxLength: 40 })
      .map((pairs) => book(pairs.map(([a, b]) => edge(`entity:${a}`, `claim:${b}`))))
    fc.assert(
      fc.property(graph, (of) => {
        const { groups, ids, scene, shownAs } = visibleOf(of, INITIAL)
        const inside = groups.flatMap((group) => group.members)
        expect(new Set(inside).size).toBe(inside.length)
        for (const group of groups) expect(group.count).toBeGreaterThanOrEqual(DEFAULTS.least)
        expect(scene.nodes.length).toBe(ids.length - inside.length + groups.length)
        for (const id of ids) expect(scene.index.has(shownAs(id))).toBe(true)
      }),
    )
  })
})

describe('paths', () => {
  test('the shortest way, of equally short ones the strongest; none through what is hidden', () => {
    const of = book([
      edge('entity:a', 'phone:weak', { weight: 0.1 }),
      edge('entity:b', 'phone:weak', { weight: 0.9 }),
      edge('entity:a', 'phone:strong', { weight: 0.4 }),
      edge('entity:b', 'phone:strong', { weight: 0.4 }),
      edge('entity:b', 'claim:1'),
    ])
    const path = (state: Partial<ExplorerState>, to = 'entity:b') =>
      localPath(of, sift(of, { ...INITIAL, ...state }), 'entity:a', to)
    expect(path({})).toEqual(['entity:a', 'phone:strong', 'entity:b'])
    expect(path({}, 'claim:1')).toEqual(['entity:a', 'phone:strong', 'entity:b', 'claim:1'])
    expect(path({ hidden: ['phone:strong'] })).toEqual(['entity:a', 'phone:weak', 'entity:b'])
    expect(path({ hidden: ['phone:strong', 'phone:weak'] })).toEqual([])
    expect(path({}, 'entity:unknown')).toEqual([])
  })

  test('as long as a breadth first search by the book says', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 25 }), (pairs) => {
        const of = book(
          pairs.map(([a, b]) => edge(`entity:${a}`, `claim:${b}`, { weight: ((a * 7 + b) % 9) / 9 + 0.1 })),
        )
        const sifted = sift(of, INITIAL)
        const reached = new Map([[of.ids[0], 0]])
        for (let grew = true; grew; ) {
          grew = false
          for (let e = 0; e < of.keys.length; e++)
            for (const [one, other] of [
              [of.source[e], of.target[e]],
              [of.target[e], of.source[e]],
            ]) {
              const next = (reached.get(of.ids[one]) ?? Number.POSITIVE_INFINITY) + 1
              if (next >= (reached.get(of.ids[other]) ?? Number.POSITIVE_INFINITY)) continue
              reached.set(of.ids[other], next)
              grew = true
            }
        }
        for (const id of of.ids)
          expect(localPath(of, sifted, of.ids[0], id)).toHaveLength((reached.get(id) ?? -1) + 1)
      }),
    )
  })
})
