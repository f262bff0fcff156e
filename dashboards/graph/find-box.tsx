/** Finds a node of the picture by its name. */
import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { words } from '../words.ts'
import { KindMark } from './kinds.tsx'
import type { Explorer } from './use-explorer.ts'

/** Names offered at most. */
const OFFERED = 8

interface FindBoxProps {
  readonly explorer: Explorer
  readonly input: RefObject<HTMLInputElement | null>
  /** Back to the picture. */
  readonly onDone: () => void
}

export function FindBox({ explorer, input, onDone }: FindBoxProps) {
  const [text, setText] = useState('')
  const { graph, visible, labels } = explorer
  const nameOf = (id: string) => labels.get(id) ?? graph.getNodeAttribute(id, 'node').label
  const sought = text.trim().toLowerCase()
  const found: string[] = []
  if (sought !== '')
    for (const id of visible.ids) {
      if (!nameOf(id).toLowerCase().includes(sought)) continue
      found.push(id)
      if (found.length === OFFERED) break
    }
  const choose = (id: string | undefined) => {
    if (id === undefined) return
    explorer.do({ type: 'select', nodes: [id] })
    setText('')
    onDone()
  }
  return (
    <div class="find">
      <input
        ref={input}
        type="search"
        placeholder={words('findNode')}
        aria-label={words('findNode')}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Enter') choose(found[0])
          if (event.key === 'Escape') {
            setText('')
            onDone()
          }
        }}
      />
      {sought !== '' && (
        <ul>
          {found.map((id) => (
            <li key={id}>
              <button type="button" onClick={() => choose(id)}>
                <KindMark kind={graph.getNodeAttribute(id, 'node').kind} /> {nameOf(id)}
              </button>
            </li>
          ))}
          {found.length === 0 && <li class="muted">{words('noneFound')}</li>}
        </ul>
      )}
    </div>
  )
}
