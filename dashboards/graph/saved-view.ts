/** A state of the explorer as it is kept with a case: JSON with a version, read with tolerance. */
import { type ExplorerState, INITIAL, LAYOUTS, type LayoutName, type Place } from './state.ts'

const VERSION = 1

export interface SavedView {
  readonly version: number
  readonly state: ExplorerState
}

export const viewOf = (state: ExplorerState): SavedView => ({ version: VERSION, state })

/** State of a view; what is missing or not understood is as at the beginning. Undefined when it is no view, or of a later version. */
export function stateOf(view: unknown): ExplorerState | undefined {
  if (!isRecord(view) || typeof view.version !== 'number' || view.version > VERSION) return undefined
  const given = view.state
  if (!isRecord(given)) return undefined
  return {
    selected: names(given.selected),
    path: names(given.path),
    hiddenLinks: names(given.hiddenLinks),
    hiddenKinds: names(given.hiddenKinds),
    hiddenRoles: names(given.hiddenRoles),
    from: moment(given.from),
    until: moment(given.until),
    least: amount(given.least),
    most: amount(given.most),
    expanded: names(given.expanded),
    collapsed: names(given.collapsed),
    grouped: typeof given.grouped === 'boolean' ? given.grouped : INITIAL.grouped,
    opened: names(given.opened),
    hidden: names(given.hidden),
    pinned: entries(given.pinned, isPin, (place) => place && { x: place.x, y: place.y }),
    tags: entries(given.tags, Array.isArray, names),
    layout: LAYOUTS.includes(given.layout as LayoutName) ? (given.layout as LayoutName) : INITIAL.layout,
    centre: typeof given.centre === 'string' ? given.centre : null,
  }
}

/** Nodes that a state names and the graph does not hold, for an honest word about a view of long ago. */
export function missingOf(state: ExplorerState, holds: (node: string) => boolean): string[] {
  const named = [
    ...state.selected,
    ...state.path,
    ...state.expanded,
    ...state.collapsed,
    ...state.hidden,
    ...Object.keys(state.pinned),
    ...Object.keys(state.tags),
  ]
  return [...new Set(named)].filter((id) => !holds(id))
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isPin = (value: unknown): value is Place | null =>
  value === null || (isRecord(value) && Number.isFinite(value.x) && Number.isFinite(value.y))
const names = (value: unknown): readonly string[] =>
  Array.isArray(value) ? [...new Set(value.filter((one): one is string => typeof one === 'string'))] : []
const moment = (value: unknown): string | null =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null
const amount = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

function entries<G, T>(
  value: unknown,
  is: (one: unknown) => one is G,
  read: (one: G) => T,
): Readonly<Record<string, T>> {
  if (!isRecord(value)) return {}
  const kept: [string, T][] = []
  for (const [key, one] of Object.entries(value)) if (is(one)) kept.push([key, read(one)])
  return Object.fromEntries(kept)
}
