/** The state of the explorer: what is chosen, filtered, folded and marked. Pure, so that every step can be undone and kept as a view. */

export const LAYOUTS = ['force', 'radial', 'concentric', 'time'] as const
export type LayoutName = (typeof LAYOUTS)[number]

export const DEFAULTS = {
  /** Steps that can be undone. */
  steps: 100,
} as const

/** Begins the id of the group of all that hangs on a collapsed node; the node's id follows. */
export const FOLD = 'fold:'

export interface Place {
  readonly x: number
  readonly y: number
}

/** Ids that are not (or no longer) in the graph do no harm: they are passed over. Lists hold each entry once. */
export interface ExplorerState {
  /** Chosen nodes, in the order of choosing. */
  readonly selected: readonly string[]
  /** Nodes of the path that is lit, from end to end. */
  readonly path: readonly string[]
  readonly hiddenLinks: readonly string[]
  readonly hiddenKinds: readonly string[]
  readonly hiddenRoles: readonly string[]
  /** Evidence that became known before is not shown; null for no bound. */
  readonly from: string | null
  /** Evidence that became known later is not shown; null for no bound. */
  readonly until: string | null
  /** Claims of less or more than these amounts are not shown. */
  readonly least: number | null
  readonly most: number | null
  /** Nodes whose neighbourhood was brought in, in that order. */
  readonly expanded: readonly string[]
  /** Nodes with all that hangs on them alone folded into one. */
  readonly collapsed: readonly string[]
  /** Whether equivalent nodes are drawn as one. */
  readonly grouped: boolean
  /** Groups that are opened again. */
  readonly opened: readonly string[]
  /** Marks of the case. */
  readonly hidden: readonly string[]
  /** With the place where they are held; null for wherever they stand. */
  readonly pinned: Readonly<Record<string, Place | null>>
  readonly tags: Readonly<Record<string, readonly string[]>>
  readonly layout: LayoutName
  /** Node in the middle of the radial layout; null for the most central. */
  readonly centre: string | null
}

export const INITIAL: ExplorerState = {
  selected: [],
  path: [],
  hiddenLinks: [],
  hiddenKinds: [],
  hiddenRoles: [],
  from: null,
  until: null,
  least: null,
  most: null,
  expanded: [],
  collapsed: [],
  grouped: true,
  opened: [],
  hidden: [],
  pinned: {},
  tags: {},
  layout: 'force',
  centre: null,
}

type Filter = 'hiddenLinks' | 'hiddenKinds' | 'hiddenRoles'

export type ExplorerAction =
  /** `only` replaces the choice, `add` and `take` grow and shrink it, `toggle` does whichever applies to each node. */
  | {
      readonly type: 'select'
      readonly nodes: readonly string[]
      readonly how?: 'only' | 'add' | 'take' | 'toggle'
    }
  | { readonly type: 'path'; readonly nodes: readonly string[] }
  /** Hides or shows one kind of link, kind of node or role. */
  | { readonly type: 'filter'; readonly what: Filter; readonly name: string }
  | { readonly type: 'time'; readonly from?: string | null; readonly until?: string | null }
  | { readonly type: 'money'; readonly least?: number | null; readonly most?: number | null }
  | { readonly type: 'clearFilters' }
  | { readonly type: 'expand'; readonly node: string }
  /** Takes back what expanding brought, else folds what hangs on the node alone. */
  | { readonly type: 'collapse'; readonly node: string }
  | { readonly type: 'openGroup'; readonly group: string }
  | { readonly type: 'closeGroup'; readonly group: string }
  | { readonly type: 'group'; readonly on: boolean }
  | { readonly type: 'hide'; readonly nodes: readonly string[] }
  /** Without nodes: all that are hidden. */
  | { readonly type: 'show'; readonly nodes?: readonly string[] }
  | { readonly type: 'pin'; readonly places: ExplorerState['pinned'] }
  | { readonly type: 'unpin'; readonly nodes: readonly string[] }
  | { readonly type: 'tag'; readonly node: string; readonly tags: readonly string[] }
  /** Marks as the case holds them: no step of the person, so nothing to undo. */
  | ({ readonly type: 'marks' } & Partial<Pick<ExplorerState, 'hidden' | 'pinned' | 'tags'>>)
  | { readonly type: 'layout'; readonly name: LayoutName; readonly centre?: string | null }
  /** A saved view. */
  | { readonly type: 'restore'; readonly state: ExplorerState }

const without = (list: readonly string[], gone: readonly string[]): readonly string[] => {
  const out = new Set(gone)
  return list.some((one) => out.has(one)) ? list.filter((one) => !out.has(one)) : list
}
const withAll = (list: readonly string[], more: readonly string[]): readonly string[] => {
  const all = new Set([...list, ...more])
  return all.size === list.length ? list : [...all]
}
const toggled = (list: readonly string[], one: string): readonly string[] =>
  list.includes(one) ? without(list, [one]) : [...list, one]

function select(state: ExplorerState, nodes: readonly string[], how: string): readonly string[] {
  if (how === 'add') return withAll(state.selected, nodes)
  if (how === 'take') return without(state.selected, nodes)
  if (how === 'toggle') return nodes.reduce(toggled, state.selected)
  return [...new Set(nodes)]
}

/** The state after an action; the same object when nothing changes. */
export function reduce(state: ExplorerState, action: ExplorerAction): ExplorerState {
  const change = (part: Partial<ExplorerState>): ExplorerState =>
    (Object.keys(part) as (keyof ExplorerState)[]).every((key) => part[key] === state[key])
      ? state
      : { ...state, ...part }
  switch (action.type) {
    case 'select': {
      const selected = select(state, action.nodes, action.how ?? 'only')
      const same =
        selected.length === state.selected.length && selected.every((id, i) => id === state.selected[i])
      return same ? state : change({ selected })
    }
    case 'path':
      return change({ path: action.nodes })
    case 'filter':
      return change({ [action.what]: toggled(state[action.what], action.name) })
    case 'time':
      return change({
        from: action.from === undefined ? state.from : action.from,
        until: action.until === undefined ? state.until : action.until,
      })
    case 'money':
      return change({
        least: action.least === undefined ? state.least : action.least,
        most: action.most === undefined ? state.most : action.most,
      })
    case 'clearFilters':
      return hasFilters(state)
        ? change({
            hiddenLinks: [],
            hiddenKinds: [],
            hiddenRoles: [],
            from: null,
            until: null,
            least: null,
            most: null,
          })
        : state
    case 'expand':
      return change({
        expanded: withAll(state.expanded, [action.node]),
        collapsed: without(state.collapsed, [action.node]),
      })
    case 'collapse':
      return state.expanded.includes(action.node)
        ? change({ expanded: without(state.expanded, [action.node]) })
        : change({ collapsed: withAll(state.collapsed, [action.node]) })
    case 'openGroup':
      if (action.group.startsWith(FOLD))
        return change({ collapsed: without(state.collapsed, [action.group.slice(FOLD.length)]) })
      return change({ opened: withAll(state.opened, [action.group]) })
    case 'closeGroup':
      return change({ opened: without(state.opened, [action.group]) })
    case 'group':
      return change({ grouped: action.on })
    case 'hide':
      return change({
        hidden: withAll(state.hidden, action.nodes),
        selected: without(state.selected, action.nodes),
      })
    case 'show':
      return change({
        hidden: action.nodes ? without(state.hidden, action.nodes) : state.hidden.length ? [] : state.hidden,
      })
    case 'pin':
      return change({ pinned: { ...state.pinned, ...action.places } })
    case 'unpin': {
      const gone = action.nodes.filter((id) => id in state.pinned)
      if (gone.length === 0) return state
      return change({
        pinned: Object.fromEntries(Object.entries(state.pinned).filter(([id]) => !gone.includes(id))),
      })
    }
    case 'tag': {
      const { [action.node]: _, ...others } = state.tags
      return change({
        tags: action.tags.length > 0 ? { ...others, [action.node]: [...action.tags] } : others,
      })
    }
    case 'marks': {
      const { type: _, ...marks } = action
      return change(marks)
    }
    case 'layout':
      return change({
        layout: action.name,
        centre: action.centre === undefined ? state.centre : action.centre,
      })
    case 'restore':
      return action.state
  }
}

/** Whether links, kinds, roles, time or money are filtered. */
export const hasFilters = (state: ExplorerState): boolean =>
  state.hiddenLinks.length + state.hiddenKinds.length + state.hiddenRoles.length > 0 ||
  state.from !== null ||
  state.until !== null ||
  state.least !== null ||
  state.most !== null
