/** What a person does to the picture: clicks, keys and tools end in the same steps. */
import { beforeEach, expect, test } from 'vitest'
import { handle } from '../../dashboards/graph/handle.ts'
import { begin, type History, redo, step, undo } from '../../dashboards/graph/history.ts'
import { networkOf } from '../../dashboards/graph/network.ts'
import { viewOf } from '../../dashboards/graph/saved-view.ts'
import { INITIAL } from '../../dashboards/graph/state.ts'
import type { Explorer } from '../../dashboards/graph/use-explorer.ts'
import { visibleOf } from '../../dashboards/graph/visible.ts'
import { book, edge } from './explorer-graph.ts'

const held = book([
  ...Array.from({ length: 6 }, (_, i) => edge(`entity:p${i}`, 'claim:1', { link: 'passenger_in' })),
  edge('entity:a', 'claim:1'),
  edge('entity:a', 'phone:x'),
  edge('entity:b', 'phone:x'),
  edge('entity:b', 'claim:1'),
])

let history: History
let asked: string[]

/** The explorer as a page holds it, without the page. */
function explorer(): Explorer {
  const become = (next: History) => {
    history = next
  }
  return {
    state: history.now,
    do: (action) => become(step(history, action)),
    undo: () => become(undo(history)),
    redo: () => become(redo(history)),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    graph: networkOf({ nodes: [], edges: [] }),
    book: held,
    visible: visibleOf(held, history.now),
    moments: [],
    total: held.ids.length,
    capped: [],
    labels: new Map(),
    busy: false,
    fault: '',
    expand: async (node) => void asked.push(`expand ${node}`),
    collapse: (node) => become(step(history, { type: 'collapse', node })),
    findPath: async (from, to) => void asked.push(`path ${from} ${to}`),
    save: () => viewOf(history.now),
    restore: async () => undefined,
  }
}

const POINTS: Readonly<Record<string, { x: number; y: number }>> = {
  'claim:1': { x: 0, y: 0 },
  'entity:a': { x: 10, y: 0 },
  'entity:b': { x: 0, y: 10 },
  'phone:x': { x: 10, y: 10 },
}
const hands = () => {
  const now = explorer()
  const at = (i: number) => POINTS[now.visible.scene.nodes[i].id] ?? { x: -10, y: 0 }
  return handle(now, { placeOf: at, pointOf: at })
}
const group = () => explorer().visible.groups[0].id

beforeEach(() => {
  history = begin(INITIAL)
  asked = []
})

test('a click chooses, a click on what is chosen brings in its neighbours, a click beside it lets go', () => {
  hands().pick('entity:a', false)
  expect(history.now.selected).toEqual(['entity:a'])
  hands().pick('entity:b', true)
  expect(history.now.selected).toEqual(['entity:a', 'entity:b'])
  hands().pick('entity:b', true)
  hands().pick('entity:a', false)
  expect(asked).toEqual(['expand entity:a'])
  hands().pick(undefined, true)
  expect(history.now.selected).toEqual(['entity:a'])
  hands().pick(undefined, false)
  expect(history.now.selected).toEqual([])
})

test('a group is chosen with all in it, opened by a second click, closed from one of its members', () => {
  const id = group()
  hands().pick(id, false)
  expect(history.now.selected).toHaveLength(6)
  expect(hands().active?.group?.count).toBe(6)
  hands().pick(id, false)
  expect(history.now.opened).toEqual([id])
  hands().pick('entity:p3', false)
  hands().close()
  expect(history.now.opened).toEqual([])
  expect(explorer().visible.shownAs('entity:p3')).toBe(id)
})

test('collapsing folds what hangs on a node; opening that fold takes it back', () => {
  explorer().do({ type: 'group', on: false })
  hands().pick('claim:1', false)
  hands().close()
  expect(history.now.collapsed).toEqual(['claim:1'])
  const fold = group()
  hands().pick(fold, false)
  hands().open()
  expect(history.now.collapsed).toEqual([])
})

test('what is pinned keeps its place, in a group it has none of its own yet; a second time lets go', () => {
  hands().pick('entity:b', false)
  hands().pin()
  expect(history.now.pinned).toEqual({ 'entity:b': { x: 0, y: 10 } })
  expect(hands().isPinned).toBe(true)
  hands().pin()
  expect(history.now.pinned).toEqual({})
  hands().pick('entity:b', false)
  explorer().do({ type: 'select', nodes: ['entity:p0'] })
  hands().pin()
  expect(history.now.pinned).toEqual({ 'entity:p0': null })
  expect(explorer().visible.shownAs('entity:p0')).toBe('entity:p0')
})

test('an outline chooses what lies in it, groups with all their members; hiding takes it from view, undo brings it back', () => {
  hands().pickAll([group(), 'phone:x'], false)
  expect(history.now.selected).toHaveLength(7)
  hands().hide()
  expect(explorer().visible.ids).toEqual(['claim:1', 'entity:a', 'entity:b'])
  explorer().undo()
  expect(explorer().visible.order).toBe(10)
})

test('arrows go from neighbour to neighbour, from the most central when nothing is chosen', () => {
  hands().go({ x: 1, y: 0 })
  expect(history.now.selected).toEqual(['claim:1'])
  hands().go({ x: 1, y: 0 })
  expect(history.now.selected).toEqual(['entity:a'])
  hands().go({ x: 0, y: 1 })
  expect(history.now.selected).toEqual(['phone:x'])
  hands().go({ x: 0, y: 1 })
  expect(history.now.selected).toEqual(['phone:x'])
  hands().go({ x: -1, y: 0 })
  expect(history.now.selected).toEqual(['entity:b'])
})

test('a path is sought between two, and only two', () => {
  hands().pick('entity:a', false)
  hands().findPath()
  hands().pick('entity:b', true)
  expect(hands().canFindPath).toBe(true)
  hands().findPath()
  expect(asked).toEqual(['path entity:a entity:b'])
})
