/** The state of the explorer: every step can be undone and redone, and a view that is kept comes back as it was. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begin, redo, step, undo } from '../../dashboards/graph/history.ts'
import { missingOf, stateOf, viewOf } from '../../dashboards/graph/saved-view.ts'
import {
  DEFAULTS,
  type ExplorerAction,
  type ExplorerState,
  hasFilters,
  INITIAL,
  LAYOUTS,
  reduce,
} from '../../dashboards/graph/state.ts'

const id = fc.constantFrom('entity:a', 'entity:b', 'claim:1', 'claim:2', 'phone:~x')
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 3 })
const at = fc.constantFrom(null, '2025-01-01T00:00:00.000Z', '2025-06-01T00:00:00.000Z')
const money = fc.constantFrom(null, 0, 1000)
const place = fc.option(fc.record({ x: fc.integer(), y: fc.integer() }))
const action: fc.Arbitrary<ExplorerAction> = fc.oneof(
  fc.record({
    type: fc.constant('select' as const),
    nodes: ids,
    how: fc.constantFrom('only' as const, 'add' as const, 'take' as const, 'toggle' as const),
  }),
  fc.record({ type: fc.constant('path' as const), nodes: ids }),
  fc.record({
    type: fc.constant('filter' as const),
    what: fc.constantFrom('hiddenLinks' as const, 'hiddenKinds' as const, 'hiddenRoles' as const),
    name: fc.constantFrom('uses_phone', 'claim', 'lawyer'),
  }),
  fc.record({ type: fc.constant('time' as const), from: at, until: at }),
  fc.record({ type: fc.constant('money' as const), least: money, most: money }),
  fc.constant({ type: 'clearFilters' as const }),
  fc.record({ type: fc.constantFrom('expand' as const, 'collapse' as const), node: id }),
  fc.record({
    type: fc.constantFrom('openGroup' as const, 'closeGroup' as const),
    group: fc.constantFrom('g1', 'g2'),
  }),
  fc.record({ type: fc.constant('group' as const), on: fc.boolean() }),
  fc.record({ type: fc.constantFrom('hide' as const, 'show' as const, 'unpin' as const), nodes: ids }),
  fc.constant({ type: 'show' as const }),
  fc.record({ type: fc.constant('pin' as const), places: fc.dictionary(id, place) }),
  fc.record({ type: fc.constant('tag' as const), node: id, tags: fc.subarray(['lead', 'seen']) }),
  fc.record({ type: fc.constant('marks' as const), hidden: ids }),
  fc.record({
    type: fc.constant('layout' as const),
    name: fc.constantFrom(...LAYOUTS),
    centre: fc.option(id),
  }),
)
const actions = fc.array(action, { maxLength: 40 })

/** What undo takes back: the choice follows along, and marks belong to the case. */
const picture = ({ selected: _, hidden: __, ...rest }: ExplorerState) => rest

describe('steps', () => {
  test('undoing everything leads back to the beginning, redoing it leads to the end', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const end = list.reduce(step, begin(INITIAL))
        let history = end
        for (let i = 0; i < list.length; i++) history = undo(history)
        expect(picture(history.now)).toEqual(picture(INITIAL))
        for (let i = 0; i < list.length; i++) history = redo(history)
        expect(picture(history.now)).toEqual(picture(end.now))
      }),
    )
  })

  test('only so many steps are kept, and there is no way beyond them', () => {
    let history = begin(INITIAL)
    for (let i = 0; i < DEFAULTS.steps + 30; i++)
      history = step(history, { type: 'expand', node: `entity:${i}` })
    expect(history.past).toHaveLength(DEFAULTS.steps)
    for (let i = 0; i < DEFAULTS.steps + 30; i++) history = undo(history)
    expect(history.now.expanded).toHaveLength(30)
    expect(undo(history)).toBe(history)
  })

  test('a drag of a slider is one step; choosing is none, and leaves what was undone to be redone', () => {
    let history = begin(INITIAL)
    for (const day of ['01', '02', '03']) history = step(history, { type: 'time', until: `2025-01-${day}` })
    expect(history.past).toHaveLength(1)
    history = step(history, { type: 'hide', nodes: ['entity:a'] })
    history = undo(history)
    history = step(history, { type: 'select', nodes: ['entity:b'] })
    expect(history.now).toMatchObject({ hidden: [], until: '2025-01-03', selected: ['entity:b'] })
    expect(redo(history).now.hidden).toEqual(['entity:a'])
    expect(undo(history).now.until).toBeNull()
  })

  test('a new step after an undo leaves nothing to redo', () => {
    let history = step(begin(INITIAL), { type: 'expand', node: 'entity:a' })
    history = step(undo(history), { type: 'expand', node: 'entity:b' })
    expect(redo(history)).toBe(history)
    expect(history.now.expanded).toEqual(['entity:b'])
  })

  test('an action that changes nothing gives the same state', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const state = list.reduce(reduce, INITIAL)
        expect(reduce(state, { type: 'unpin', nodes: ['entity:z'] })).toBe(state)
        expect(reduce(state, { type: 'select', nodes: state.selected })).toBe(state)
        expect(reduce(state, { type: 'time' })).toBe(state)
        for (const key of ['selected', 'hidden', 'expanded', 'collapsed', 'opened', 'hiddenLinks'] as const)
          expect(new Set(state[key]).size).toBe(state[key].length)
      }),
    )
  })
})

test('collapsing takes back what expanding brought, and folds where nothing was', () => {
  const expanded = reduce(INITIAL, { type: 'expand', node: 'entity:a' })
  expect(reduce(expanded, { type: 'collapse', node: 'entity:a' })).toEqual(INITIAL)
  const folded = reduce(INITIAL, { type: 'collapse', node: 'entity:a' })
  expect(folded.collapsed).toEqual(['entity:a'])
  expect(reduce(folded, { type: 'expand', node: 'entity:a' })).toMatchObject({
    collapsed: [],
    expanded: ['entity:a'],
  })
})

test('what is hidden is no longer chosen, and filters can be cleared together', () => {
  const state = [
    { type: 'select', nodes: ['entity:a', 'entity:b'] },
    { type: 'hide', nodes: ['entity:a'] },
    { type: 'filter', what: 'hiddenKinds', name: 'phone' },
    { type: 'money', least: 5 },
  ].reduce((now, one) => reduce(now, one as ExplorerAction), INITIAL)
  expect(state.selected).toEqual(['entity:b'])
  expect(hasFilters(state)).toBe(true)
  const cleared = reduce(state, { type: 'clearFilters' })
  expect(hasFilters(cleared)).toBe(false)
  expect(cleared.hidden).toEqual(['entity:a'])
})

describe('saved views', () => {
  test('a view comes back as it was, through JSON', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const state = list.reduce(reduce, INITIAL)
        expect(stateOf(JSON.parse(JSON.stringify(viewOf(state))))).toEqual(state)
      }),
    )
  })

  test('whatever is read gives a state that holds, or none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (state) => {
        const read = stateOf({ version: 1, state })
        if (read) expect(stateOf(viewOf(read))).toEqual(read)
      }),
    )
    expect(stateOf(null)).toBeUndefined()
    expect(stateOf({ version: 99, state: INITIAL })).toBeUndefined()
    expect(stateOf({ version: 1, state: { layout: 'spiral', until: 'soon', selected: [1, 'a'] } })).toEqual({
      ...INITIAL,
      selected: ['a'],
    })
  })

  test('nodes that are gone are named', () => {
    const state: ExplorerState = { ...INITIAL, selected: ['a', 'b'], hidden: ['b', 'c'], pinned: { d: null } }
    expect(missingOf(state, (node) => node === 'a')).toEqual(['b', 'c', 'd'])
  })
})
