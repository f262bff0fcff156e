/** Marks on nodes: pinned, hidden, tagged; kept with the case and shown in the picture. */
import { useState } from 'preact/hooks'
import { count } from '../format.ts'
import { KindMark } from '../graph/kinds.tsx'
import type { Explorer } from '../graph/use-explorer.ts'
import { Icon } from '../parts/icon.tsx'
import { words } from '../words.ts'
import type { Labels } from './labels.ts'
import type { CaseFile } from './use-case.ts'

interface CaseMarksProps {
  readonly file: CaseFile
  readonly explorer: Explorer
  readonly labels: Labels
}

export function CaseMarks({ file, explorer, labels }: CaseMarksProps) {
  const marks = file.detail?.markList ?? []
  return (
    <section>
      <h2>{words('marksTitle')}</h2>
      {marks.length === 0 && <p class="small muted">{words('noMarks')}</p>}
      <ul class="marks">
        {marks.map((mark) => {
          const { nodeId, nodeKind, isPinned, isHidden, tags } = mark
          const label = explorer.graph.hasNode(nodeId)
            ? explorer.graph.getNodeAttribute(nodeId, 'node').label
            : nodeId
          return (
            <li key={nodeId}>
              <button
                type="button"
                class="tie"
                onClick={() => explorer.do({ type: 'select', nodes: [nodeId] })}
              >
                <KindMark kind={nodeKind} /> {labels.of(nodeId, label)}
              </button>
              <span class="row small">
                {isPinned && (
                  <button
                    type="button"
                    class="link-button"
                    disabled={!file.mayWork}
                    onClick={() => explorer.do({ type: 'unpin', nodes: [nodeId] })}
                  >
                    <Icon name="pin" size={13} /> {words('unpin')}
                  </button>
                )}
                {isHidden && (
                  <button
                    type="button"
                    class="link-button"
                    disabled={!file.mayWork}
                    onClick={() => explorer.do({ type: 'show', nodes: [nodeId] })}
                  >
                    <Icon name="hide" size={13} /> {words('unhide')}
                  </button>
                )}
                {tags.map((tag) => (
                  <span class="chip" key={tag}>
                    {tag}
                    {file.mayWork && (
                      <button
                        type="button"
                        class="link-button"
                        aria-label={`${words('removeTag')} ${tag}`}
                        onClick={() =>
                          explorer.do({ type: 'tag', node: nodeId, tags: tags.filter((one) => one !== tag) })
                        }
                      >
                        ×
                      </button>
                    )}
                  </span>
                ))}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** What can be done with the chosen, above the panels. */
export function MarkTools({ explorer }: Pick<CaseMarksProps, 'explorer'>) {
  const [tagging, setTagging] = useState(false)
  const { selected, pinned, tags } = explorer.state
  if (selected.length === 0) return null
  const allPinned = selected.every((id) => id in pinned)
  return (
    <div class="mark-tools">
      <span class="small">
        <strong>{count(selected.length)}</strong> {words('selectedCount')}
      </span>
      <button
        type="button"
        class="link-button"
        onClick={() => explorer.do({ type: 'select', nodes: [], how: 'only' })}
      >
        {words('selectNone')}
      </button>
      <button
        type="button"
        class="link-button"
        onClick={() =>
          explorer.do(
            allPinned
              ? { type: 'unpin', nodes: selected }
              : { type: 'pin', places: Object.fromEntries(selected.map((id) => [id, pinned[id] ?? null])) },
          )
        }
      >
        <Icon name="pin" size={13} /> {words(allPinned ? 'unpin' : 'pin')}
      </button>
      <button
        type="button"
        class="link-button"
        onClick={() => explorer.do({ type: 'hide', nodes: selected })}
      >
        <Icon name="hide" size={13} /> {words('hide')}
      </button>
      <button type="button" class="link-button" aria-expanded={tagging} onClick={() => setTagging(!tagging)}>
        # {words('tag')}
      </button>
      {tagging && (
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault()
            const tag = String(new FormData(event.currentTarget).get('tag')).trim()
            setTagging(false)
            for (const node of selected)
              explorer.do({
                type: 'tag',
                node,
                tags: [...new Set([...(tags[node] ?? []), tag])].slice(0, 10),
              })
          }}
        >
          <input
            name="tag"
            required
            maxLength={40}
            autofocus
            autocomplete="off"
            aria-label={words('tag')}
            placeholder={words('tagHint')}
          />
          <button type="submit" class="button">
            {words('addTag')}
          </button>
        </form>
      )}
    </div>
  )
}
