/** Layouts of the explorer: the same every time, every node somewhere of its own, what is held stays, and each says what it promises. */
import { expect, test } from 'vitest'
import { beginningOf } from '../../dashboards/graph/beginning.ts'
import { isWithin, nearestTowards } from '../../dashboards/graph/find-neighbour.ts'
import { layouts } from '../../dashboards/graph/layouts/index.ts'
import { ticksOf } from '../../dashboards/graph/layouts/time.ts'
import { INITIAL, LAYOUTS, type Place } from '../../dashboards/graph/state.ts'
import { visibleOf } from '../../dashboards/graph/visible.ts'
import { book, edge, node } from './explorer-graph.ts'

const month = (n: number) => `2025-${String(n).padStart(2, '0')}-01T00:00:00.000Z`
const held = book(
  Array.from({ length: 24 }, (_, i) => [
    edge(`entity:${i}`, `claim:${i % 7}`, { knownAt: month(1 + (i % 12)) }),
    edge(`entity:${i}`, `phone:${i % 5}`, { link: 'uses_phone', knownAt: month(1 + (i % 3)) }),
  ]).flat(),
  [node('entity:7', { centrality: 0.9 }), node('place:alone')],
)
const { scene } = visibleOf(held, { ...INITIAL, grouped: false })
const begin = (state: Partial<typeof INITIAL> = {}, known: ReadonlyMap<string, Place> = new Map()) =>
  beginningOf(held, scene, { ...INITIAL, ...state }, known)
const at = (places: Float32Array, id: string): Place => {
  const i = scene.index.get(id) as number
  return { x: places[2 * i], y: places[2 * i + 1] }
}

test.each(LAYOUTS)('%s: the same every time, finite, no two nodes in one place', (name) => {
  const places = layouts[name](begin())
  expect(layouts[name](begin())).toEqual(places)
  expect(places).toHaveLength(2 * scene.nodes.length)
  const seen = new Set<string>()
  for (let i = 0; i < scene.nodes.length; i++) {
    expect(Number.isFinite(places[2 * i]) && Number.isFinite(places[2 * i + 1])).toBe(true)
    seen.add(`${places[2 * i].toFixed(2)} ${places[2 * i + 1].toFixed(2)}`)
  }
  expect(seen.size).toBe(scene.nodes.length)
})

test.each(LAYOUTS)('%s: a pinned node holds its place', (name) => {
  const place = { x: 123, y: -45 }
  expect(at(layouts[name](begin({ pinned: { 'claim:3': place } })), 'claim:3')).toEqual(place)
})

test('radial: the chosen one in the middle, its neighbours on the first circle, what nothing leads to outside', () => {
  const places = layouts.radial(begin({ centre: 'claim:2' }))
  const radius = (id: string) => Math.hypot(at(places, id).x, at(places, id).y)
  expect(radius('claim:2')).toBe(0)
  expect(radius('entity:2')).toBeCloseTo(radius('entity:9'), 3)
  expect(radius('phone:2')).toBeGreaterThan(radius('entity:2'))
  const others = scene.nodes.filter((one) => one.id !== 'place:alone').map((one) => radius(one.id))
  expect(radius('place:alone')).toBeGreaterThan(Math.max(...others))
})

test('concentric: the most central in the middle', () => {
  const places = layouts.concentric(begin())
  expect(Math.hypot(at(places, 'entity:7').x, at(places, 'entity:7').y)).toBe(0)
})

test('by time: from left to right as it became known, each kind in its lane, with ticks between', () => {
  const beginning = begin()
  const places = layouts.time(beginning)
  expect(at(places, 'entity:11').x).toBeGreaterThan(at(places, 'entity:3').x)
  expect(at(places, 'place:alone').x).toBeLessThan(at(places, 'entity:0').x)
  const lowest = (kind: string) =>
    Math.min(...scene.nodes.filter((one) => one.node?.kind === kind).map((one) => at(places, one.id).y))
  expect(lowest('entity')).toBeGreaterThan(lowest('claim'))
  expect(lowest('claim')).toBeGreaterThan(lowest('phone'))
  const ticks = ticksOf(beginning.firstAt, (moment) => moment.toISOString())
  expect(ticks.length).toBeGreaterThan(2)
  expect(ticks.map((one) => one.x)).toEqual([...ticks.map((one) => one.x)].sort((a, b) => a - b))
})

test('force: tied nodes lie nearer to each other than others do', () => {
  const places = layouts.force(begin())
  const distance = (a: string, b: string) =>
    Math.hypot(at(places, a).x - at(places, b).x, at(places, a).y - at(places, b).y)
  let [tied, all, ties, pairs] = [0, 0, 0, 0]
  for (let e = 0; e < scene.source.length; e++) {
    tied += distance(scene.nodes[scene.source[e]].id, scene.nodes[scene.target[e]].id)
    ties++
  }
  for (const a of scene.nodes)
    for (const b of scene.nodes)
      if (a.id < b.id) {
        all += distance(a.id, b.id)
        pairs++
      }
  expect(tied / ties).toBeLessThan(0.6 * (all / pairs))
})

test('nodes that come in begin beside what they hang on, a group amid its members', () => {
  const known = new Map(scene.nodes.map(({ id }, i) => [id, { x: i * 100, y: 0 }]))
  known.delete('phone:0')
  const { begin: places, unplaced } = begin({}, known)
  expect(unplaced).toBe(1)
  const hubs = scene.nodes
    .filter((one) => /^entity:(0|5|10|15|20)$/.test(one.id))
    .map((one) => at(places, one.id))
  expect(
    Math.min(...hubs.map(({ x, y }) => Math.hypot(x - at(places, 'phone:0').x, y - at(places, 'phone:0').y))),
  ).toBeLessThan(30)

  const crash = book(Array.from({ length: 6 }, (_, i) => edge(`entity:${i}`, 'claim:1')))
  const grouped = visibleOf(crash, INITIAL)
  const members = new Map(grouped.ids.map((id, i) => [id, { x: i, y: 2 * i }]))
  const beginning = beginningOf(crash, grouped.scene, INITIAL, members)
  const group = grouped.scene.index.get(grouped.groups[0].id) as number
  const mean = grouped.groups[0].members.reduce((sum, id) => sum + (members.get(id)?.x ?? 0), 0) / 6
  expect(beginning.begin[2 * group]).toBeCloseTo(mean)
  expect(beginning.unplaced).toBe(0)
})

test('going about by keyboard: the nearest in that direction, nobody behind', () => {
  const here = { x: 0, y: 0 }
  const others = [
    { x: 10, y: 2 },
    { x: 3, y: 40 },
    { x: -5, y: 0 },
    { x: 80, y: 0 },
  ]
  expect(nearestTowards(here, { x: 1, y: 0 }, others)).toBe(0)
  expect(nearestTowards(here, { x: 0, y: 1 }, others)).toBe(1)
  expect(nearestTowards(here, { x: -1, y: 0 }, others)).toBe(2)
  expect(nearestTowards(here, { x: 0, y: -1 }, others)).toBe(-1)
})

test('an outline holds what lies within it, also where it is bent inwards', () => {
  const bent = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 5, y: 5 },
    { x: 0, y: 10 },
  ]
  expect(isWithin({ x: 5, y: 2 }, bent)).toBe(true)
  expect(isWithin({ x: 5, y: 8 }, bent)).toBe(false)
  expect(isWithin({ x: 1, y: 8 }, bent)).toBe(true)
  expect(isWithin({ x: 11, y: 5 }, bent)).toBe(false)
  expect(isWithin({ x: 5, y: 5 }, [])).toBe(false)
})
