/** The case beside the picture: saved views, notes, marks, where it stands, what was done. */
import { useState } from 'preact/hooks'
import type { CaseDetail } from '../../src/api/schemas/index.ts'
import { moment } from '../format.ts'
import type { Explorer } from '../graph/use-explorer.ts'
import { Skeleton } from '../parts/states.tsx'
import { may } from '../session.ts'
import { term } from '../terms.ts'
import { type Word, words } from '../words.ts'
import { CaseMarks } from './case-marks.tsx'
import { CaseViews } from './case-views.tsx'
import type { Labels } from './labels.ts'
import type { CaseFile } from './use-case.ts'

const CASE_STATES = ['open', 'referred', 'closed'] as const

interface CasePanelProps {
  readonly file: CaseFile
  readonly explorer: Explorer
  readonly labels: Labels
}

export function CasePanel({ file, explorer, labels }: CasePanelProps) {
  if (!may('cases:read')) return <p class="muted">{words('caseNotAllowed')}</p>
  if (file.state === 'loading') return <Skeleton lines={4} />
  return (
    <div class="case-panel">
      {file.fault && (
        <p class="error-line" role="alert">
          {file.fault}
        </p>
      )}
      {file.detail ? (
        <>
          <Standing file={file} />
          {!file.mayWork && <p class="small muted">{words('caseReadOnly')}</p>}
          <CaseViews file={file} explorer={explorer} />
          <Notes file={file} explorer={explorer} labels={labels} />
          <CaseMarks file={file} explorer={explorer} labels={labels} />
          <Done file={file} />
        </>
      ) : (
        <>
          <p>{words('noCaseYet')}</p>
          <p class="small muted">{words('caseLead')}</p>
          {file.mayWork && (
            <button type="button" class="button primary" onClick={() => file.open()}>
              {words('openCase')}
            </button>
          )}
        </>
      )}
    </div>
  )
}

/** Where it stands, and the steps from there. */
function Standing({ file }: { file: CaseFile }) {
  const [next, setNext] = useState<'referred' | 'closed' | 'open'>()
  const { detail } = file
  if (!detail) return null
  const steps: readonly (readonly [state: 'referred' | 'closed' | 'open', word: Word])[] =
    detail.state === 'open'
      ? [
          ['referred', 'referCase'],
          ['closed', 'closeCase'],
        ]
      : [['open', 'reopenCase']]
  return (
    <section>
      <p class="row">
        <span class={`chip case-state ${detail.state}`}>{words(`case_${detail.state}`)}</span>
        <span class="small muted">{detail.caseId}</span>
        {file.mayWork && (
          <label class="owner small">
            <span class="visually-hidden">{words('assignee')}</span>
            <select
              class="button"
              value={detail.owner ?? ''}
              onChange={(event) => file.change({ owner: event.currentTarget.value || null })}
            >
              <option value="">{words('nobody')}</option>
              {detail.owners.map(({ username, name }) => (
                <option key={username} value={username}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </p>
      {file.mayWork && next === undefined && (
        <p class="row panel-tools">
          {steps.map(([state, word]) => (
            <button
              type="button"
              class={state === 'referred' ? 'button primary' : 'button'}
              key={state}
              onClick={() => setNext(state)}
            >
              {words(word)}
            </button>
          ))}
        </p>
      )}
      {next !== undefined && (
        <form
          class="stack"
          onSubmit={async (event) => {
            event.preventDefault()
            const note = String(new FormData(event.currentTarget).get('note')).trim()
            await file.change({ state: next, note })
            setNext(undefined)
          }}
        >
          <label class="field">
            {words('whyChange')}
            <textarea name="note" rows={2} required maxLength={4000} />
          </label>
          <p class="row">
            <button type="submit" class="button primary">
              {words(steps.find(([state]) => state === next)?.[1] ?? 'reopenCase')}
            </button>
            <button type="button" class="button" onClick={() => setNext(undefined)}>
              {words('cancel')}
            </button>
          </p>
        </form>
      )}
    </section>
  )
}

function Notes({ file, explorer, labels }: CasePanelProps) {
  const [text, setText] = useState('')
  const [selected] = explorer.state.selected
  const node = explorer.state.selected.length === 1 ? selected : undefined
  const nameOf = (id: string) =>
    explorer.graph.hasNode(id) ? labels.of(id, explorer.graph.getNodeAttribute(id, 'node').label) : id
  return (
    <section>
      <h2>{words('notesTitle')}</h2>
      {file.detail?.noteList.length === 0 && <p class="small muted">{words('noNotes')}</p>}
      <ol class="notes">
        {file.detail?.noteList.map((note) => (
          <li key={note.noteId}>
            <span class="small muted">
              {note.author} · {moment(note.at)}
              {note.nodeId && (
                <>
                  {' · '}
                  <button
                    type="button"
                    class="link-button"
                    onClick={() => explorer.do({ type: 'select', nodes: [note.nodeId ?? ''] })}
                  >
                    {words('aboutNode')} {nameOf(note.nodeId)}
                  </button>
                </>
              )}
            </span>
            <p>{note.text}</p>
          </li>
        ))}
      </ol>
      {file.mayWork && (
        <form
          class="stack"
          onSubmit={async (event) => {
            event.preventDefault()
            await file.note(text.trim(), node)
            setText('')
          }}
        >
          <label class="field">
            {words('writeNote')}
            {node && ` (${words('aboutNode')} ${nameOf(node)})`}
            <textarea
              name="note"
              rows={2}
              required
              maxLength={8000}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <p>
            <button type="submit" class="button" disabled={text.trim() === ''}>
              {words('addNote')}
            </button>
          </p>
        </form>
      )}
    </section>
  )
}

function Done({ file }: { file: CaseFile }) {
  const events = file.detail?.events ?? []
  if (events.length === 0) return null
  return (
    <details>
      <summary class="fold">{words('caseHistory')}</summary>
      <ol class="history">
        {[...events].reverse().map((event, i) => (
          <li key={i}>
            <time dateTime={event.at}>{moment(event.at)}</time>
            <span>
              {event.actor}: {term(event.action, 'case')}
              {detailOf(event) && <span class="two muted">{detailOf(event)}</span>}
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}

/** What an event says beyond its name: the name of a view, the state it came to, why a file left. */
function detailOf({ action, detail }: CaseDetail['events'][number]): string {
  const text = (key: string) => (typeof detail[key] === 'string' ? String(detail[key]) : '')
  if (action === 'exported') return [text('format').toUpperCase(), text('purpose')].filter(Boolean).join(': ')
  if (action === 'view_saved' || action === 'view_deleted') return text('name')
  const state = CASE_STATES.find((one) => one === text('state'))
  return [state ? words(`case_${state}`) : '', text('note')].filter(Boolean).join(': ')
}
