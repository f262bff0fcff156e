/** Undo and redo of the explorer's steps. */
import { DEFAULTS, type ExplorerAction, type ExplorerState, reduce } from './state.ts'

export interface History {
  /** States before, the last one nearest. At most {@link DEFAULTS.steps}. */
  readonly past: readonly ExplorerState[]
  readonly now: ExplorerState
  /** States that were undone, the next one first. */
  readonly future: readonly ExplorerState[]
  /** Kind of the last step, so that one drag of a slider is one step. */
  readonly last: ExplorerAction['type'] | null
}

export const begin = (now: ExplorerState): History => ({ past: [], now, future: [], last: null })

/** Choosing and the marks that a case brings along are not steps: undo takes back what changed the picture. */
const STEPLESS: ReadonlySet<string> = new Set(['select', 'marks'])
/** A slider reports every place it passes. */
const FLOWING: ReadonlySet<string> = new Set(['time', 'money'])

/** The history after an action; the same object when nothing changes. */
export function step(history: History, action: ExplorerAction): History {
  const { past, now, last } = history
  const next = reduce(now, action)
  if (next === now) return history
  if (STEPLESS.has(action.type)) return { ...history, now: next }
  const flows = last === action.type && FLOWING.has(action.type) && past.length > 0
  return {
    past: flows ? past : [...past, now].slice(-DEFAULTS.steps),
    now: next,
    future: [],
    last: action.type,
  }
}

export function undo(history: History): History {
  const before = history.past.at(-1)
  if (!before) return history
  return {
    past: history.past.slice(0, -1),
    now: before,
    future: [history.now, ...history.future],
    last: null,
  }
}

export function redo(history: History): History {
  const [after, ...future] = history.future
  if (!after) return history
  return { past: [...history.past, history.now], now: after, future, last: null }
}
