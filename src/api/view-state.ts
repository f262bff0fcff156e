/**
 * What the explorer keeps of a view: any JSON, in which node ids may stand anywhere. Stored it holds the ids of the snapshot, so
 * that it opens again whatever the pseudonyms are; on the way out they are sealed, and nodes that the reader may not see are gone.
 */
import { UserError } from '../errors.ts'
import type { Pseudonyms } from '../security/index.ts'

export const DEFAULTS = {
  /** Largest state as JSON, in bytes. */
  bytes: 64 << 10,
  /** Deepest nesting. */
  depth: 32,
} as const

type Json = Readonly<Record<string, unknown>>

/** Stands before a stored id that leaves sealed; no text of a user may begin with it. */
const MARK = '\u0001'
const SEALED = /^[a-z_]+:~/

/** The state as it is stored, as JSON. @throws UserError for one that is too large or too deep. */
export function storedState(state: Json, pseudonyms: Pseudonyms): string {
  const text = JSON.stringify(state)
  const bytes = Buffer.byteLength(text)
  if (bytes > DEFAULTS.bytes)
    throw new UserError(`invalid state: ${bytes} bytes [at most ${DEFAULTS.bytes}]`, 413)
  const kept = walk(state, (value) => {
    if (value.startsWith(MARK))
      throw new UserError('invalid state: a text begins with a control character [leave it out]')
    const nodeId = SEALED.test(value) ? pseudonyms.open(value) : undefined
    return nodeId === undefined ? value : MARK + nodeId
  })
  return JSON.stringify(kept)
}

/** The state as it leaves the house; texts for which `isHidden` holds are left out, with what they name. */
export function shownState(stored: Json, pseudonyms: Pseudonyms, isHidden: (text: string) => boolean): Json {
  return walk(stored, (value) => {
    const nodeId = value.startsWith(MARK) ? value.slice(MARK.length) : value
    if (isHidden(nodeId)) return undefined
    return nodeId === value ? value : pseudonyms.seal(nodeId)
  }) as Json
}

/** Ids of claims and things that stand in a stored state, as a value or as a name. */
export function nodesIn(stored: Json): string[] {
  const found = new Set<string>()
  walk(stored, (value) => {
    if (value.startsWith(MARK)) found.add(value.slice(MARK.length))
    else if (value.startsWith('claim:')) found.add(value)
    return value
  })
  return [...found]
}

/** A copy with every text and name exchanged; what becomes undefined is left out. */
function walk(value: unknown, change: (text: string) => string | undefined, depth = 0): unknown {
  if (depth > DEFAULTS.depth)
    throw new UserError(`invalid state: nested too deep [at most ${DEFAULTS.depth} levels]`)
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value))
    return value.map((one) => walk(one, change, depth + 1)).filter((one) => one !== undefined)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const shown = change(name)
      const kept = walk(one, change, depth + 1)
      return shown === undefined || kept === undefined ? [] : [[shown, kept]]
    }),
  )
}
