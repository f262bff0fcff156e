/** The explorer as pages hold it: the network, its state with undo, what is in view, and the ways to bring in more. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { CappedHub, Neighbourhood, PathAnswer } from '../../src/api/schemas/index.ts'
import { ApiError, get, withQuery } from '../api/client.ts'
import { words } from '../words.ts'
import { type Book, bookOf } from './book.ts'
import { begin, type History, redo, step, undo } from './history.ts'
import { extend, type Network, networkOf } from './network.ts'
import { localPath } from './paths.ts'
import { missingOf, type SavedView, stateOf, viewOf } from './saved-view.ts'
import { sift } from './sift.ts'
import { type ExplorerAction, type ExplorerState, INITIAL } from './state.ts'
import { type Visible, visibleOf } from './visible.ts'

export const DEFAULTS = {
  /** Neighbours that one step brings in at most. */
  budget: 60,
} as const

export interface Explorer {
  readonly state: ExplorerState
  readonly do: (action: ExplorerAction) => void
  readonly undo: () => void
  readonly redo: () => void
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Everything that is held, also what the filters leave out. */
  readonly graph: Network
  readonly book: Book
  readonly visible: Visible
  /** Moments at which evidence became known, oldest first. */
  readonly moments: readonly string[]
  /** Nodes that are within reach of what was asked for, as far as the server counted. */
  readonly total: number
  /** Nodes too common to be followed. */
  readonly capped: readonly CappedHub[]
  /** Labels in full, of nodes that were revealed. */
  readonly labels: ReadonlyMap<string, string>
  readonly busy: boolean
  /** What went wrong last, in words; empty when nothing did. */
  readonly fault: string
  readonly expand: (node: string) => Promise<void>
  readonly collapse: (node: string) => void
  /** Lights the shortest path between two nodes: the server's, else one among what is held. */
  readonly findPath: (from: string, to: string) => Promise<void>
  readonly save: () => SavedView
  /** Undefined when it is no view; else the nodes that it names and that there are no more. */
  readonly restore: (view: unknown) => Promise<{ readonly missing: readonly string[] } | undefined>
}

export interface ExplorerOptions {
  /** Node that is chosen at first, and the middle of the radial layout. */
  readonly centre?: string | undefined
  readonly labels?: ReadonlyMap<string, string> | undefined
}

const NO_LABELS: ReadonlyMap<string, string> = new Map()

/** Opens an answer of the API; another answer begins anew. */
export function useExplorer(
  given: Neighbourhood,
  { centre, labels = NO_LABELS }: ExplorerOptions = {},
): Explorer {
  const held = useMemo(() => {
    const first = { ...INITIAL, selected: centre === undefined ? [] : [centre], centre: centre ?? null }
    return {
      graph: networkOf(given),
      history: begin(first),
      total: given.total,
      capped: [...given.capped],
      /** Nodes whose neighbourhood was asked for. */
      asked: new Set<string>(),
      /** Grows with what comes in. */
      version: 0,
    }
  }, [given])
  // What is held changes in place; the turn tells that it did.
  const [, setTurn] = useState(0)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState('')
  const alive = useRef(true)
  useEffect(() => () => void (alive.current = false), [])

  const become = (history: History) => {
    if (history === held.history) return
    held.history = history
    setTurn((n) => n + 1)
  }
  const act = (action: ExplorerAction) => become(step(held.history, action))
  const { graph } = held
  const state = held.history.now
  const book = useMemo(() => bookOf(graph), [graph, held.version])
  const visible = useMemo(
    () => visibleOf(book, state),
    [book, ...PICTURED.map((key) => state[key]), Object.keys(state.pinned).join('\n')],
  )
  const moments = useMemo(() => [...new Set(book.evidence.map((one) => one.knownAt))].sort(), [book])

  /** Runs one way to the server; a page that is gone hears nothing of it. */
  const ask = async (work: () => Promise<void>) => {
    setFault('')
    setBusy(true)
    try {
      await work()
    } catch (error) {
      if (alive.current) setFault(error instanceof ApiError ? error.message : String(error))
    }
    if (alive.current) setBusy(false)
  }
  const bring = async (node: string) => {
    if (held.asked.has(node)) return
    const query = { node, depth: 1, budget: DEFAULTS.budget }
    const more = await get<Neighbourhood>(withQuery('/v1/neighbourhood', query))
    extend(graph, node, more)
    held.asked.add(node)
    held.version++
    held.total = Math.max(held.total + more.total - more.shown, graph.order)
    for (const hub of more.capped) if (!held.capped.some((one) => one.id === hub.id)) held.capped.push(hub)
  }

  return {
    state,
    do: act,
    undo: () => become(undo(held.history)),
    redo: () => become(redo(held.history)),
    canUndo: held.history.past.length > 0,
    canRedo: held.history.future.length > 0,
    graph,
    book,
    visible,
    moments,
    total: Math.max(held.total, graph.order),
    capped: held.capped,
    labels,
    busy,
    fault,
    expand: (node) =>
      ask(async () => {
        await bring(node)
        act({ type: 'expand', node })
      }),
    collapse: (node) => act({ type: 'collapse', node }),
    findPath: (from, to) =>
      ask(async () => {
        const now = held.history.now
        const local = () => localPath(book, sift(book, now), from, to)
        const answer = await serverPath(from, to, now).catch(() => undefined)
        if (answer) {
          extend(graph, from, answer)
          held.version++
        }
        const path = answer ? answer.nodes.map((node) => node.id) : local()
        if (path.length === 0) setFault(words('noPath'))
        else act({ type: 'path', nodes: path })
      }),
    save: () => viewOf(held.history.now),
    async restore(view) {
      const wanted = stateOf(view)
      if (!wanted) return undefined
      await ask(async () => {
        // In order: a node may have come with the expansion of another.
        for (const node of wanted.expanded) if (graph.hasNode(node)) await bring(node).catch(() => {})
      })
      act({ type: 'restore', state: wanted })
      setTurn((n) => n + 1)
      return { missing: missingOf(wanted, (node) => graph.hasNode(node)) }
    },
  }
}

/** The strongest of the shortest paths by the evidence that is not filtered out; undefined when there is none. */
async function serverPath(from: string, to: string, state: ExplorerState) {
  const answer = await get<PathAnswer>(withQuery('/v1/path', { from, to, until: state.until }))
  const [path] = answer.paths
  return path && { nodes: path.nodes, edges: path.steps.flatMap((one) => one.evidence) }
}

/** Parts of the state that decide what is in view. */
const PICTURED = [
  'path',
  'hiddenLinks',
  'hiddenKinds',
  'hiddenRoles',
  'from',
  'until',
  'least',
  'most',
  'expanded',
  'collapsed',
  'grouped',
  'opened',
  'hidden',
  'tags',
  'centre',
] as const satisfies (keyof ExplorerState)[]
