/** Pins, hidden nodes and tags: as the case has them in the picture, and as the picture changes them in the case. */
import { useEffect, useRef } from 'preact/hooks'
import type { CaseMark, CaseMarksBody } from '../../src/api/schemas/index.ts'
import type { ExplorerState } from '../graph/state.ts'
import type { Explorer } from '../graph/use-explorer.ts'
import type { CaseFile } from './use-case.ts'

type Marked = Pick<ExplorerState, 'hidden' | 'pinned' | 'tags'>

/** Steps of a person that a case keeps. Opening a saved view is none of them: it shows what was, and changes no case. */
const KEPT: ReadonlySet<string> = new Set(['hide', 'show', 'pin', 'unpin', 'tag'])

/** Marks of a case as the picture holds them; places of pins that are known are kept. */
export function markedOf(marks: readonly CaseMark[], places: ExplorerState['pinned']): Marked {
  return {
    hidden: marks.filter((mark) => mark.isHidden).map((mark) => mark.nodeId),
    pinned: Object.fromEntries(
      marks.filter((mark) => mark.isPinned).map(({ nodeId }) => [nodeId, places[nodeId] ?? null]),
    ),
    tags: Object.fromEntries(
      marks.filter((mark) => mark.tags.length > 0).map(({ nodeId, tags }) => [nodeId, tags]),
    ),
  }
}

/** What has to change in the case for it to have what the picture has. */
export function marksToKeep(
  { hidden, pinned, tags }: Marked,
  marks: readonly CaseMark[],
): CaseMarksBody['marks'] {
  const held = new Map(marks.map((mark) => [mark.nodeId, mark]))
  const ids = new Set([...hidden, ...Object.keys(pinned), ...Object.keys(tags), ...held.keys()])
  return [...ids].flatMap((nodeId) => {
    const mark = held.get(nodeId)
    const isHidden = hidden.includes(nodeId)
    const isPinned = nodeId in pinned
    const own = tags[nodeId] ?? []
    const part = {
      ...(isHidden === (mark?.isHidden ?? false) ? {} : { isHidden }),
      ...(isPinned === (mark?.isPinned ?? false) ? {} : { isPinned }),
      ...(own.join('\n') === (mark?.tags ?? []).join('\n') ? {} : { tags: [...own] }),
    }
    return Object.keys(part).length > 0 ? [{ nodeId, ...part }] : []
  })
}

/** The explorer whose marks a case keeps, where there is one that the user may work on. */
export function useMarks(explorer: Explorer, file: CaseFile): Explorer {
  const asked = useRef(false)
  const { hidden, pinned, tags } = explorer.state
  const marks = file.detail?.markList
  const pins = Object.keys(pinned).join('\n')
  useEffect(() => {
    if (!marks) return
    // What was marked before there was a case goes into it first.
    if (asked.current) return
    explorer.do({ type: 'marks', ...markedOf(marks, pinned) })
  }, [marks])
  useEffect(() => {
    if (!asked.current || !marks || !file.mayWork) return
    const changes = marksToKeep({ hidden, pinned, tags }, marks)
    asked.current = false
    if (changes.length > 0) void file.mark(changes)
  }, [hidden, pins, tags, marks])
  return {
    ...explorer,
    do(action) {
      if (KEPT.has(action.type)) asked.current = true
      explorer.do(action)
    },
    undo() {
      asked.current = true
      explorer.undo()
    },
    redo() {
      asked.current = true
      explorer.redo()
    },
  }
}
