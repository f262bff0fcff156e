/** Puts a record right: its fields on the left, what its source makes of them on the right, and the decision below. */
import { useEffect, useState } from 'preact/hooks'
import type {
  CorrectionPreview,
  QuarantineDetail,
  QuarantineOutcome,
  QuarantineRecord,
} from '../../src/api/schemas/index.ts'
import { ApiError, post } from '../api/client.ts'
import { words } from '../words.ts'
import {
  bodyOf,
  EditorFields,
  type Fields,
  fieldsOf,
  joinedAt,
  withField,
  withInserted,
} from './editor-fields.tsx'
import { Outcomes } from './outcome.tsx'
import { Panel } from './panel.tsx'
import { RecordDecision } from './record-decision.tsx'

interface RecordEditorProps {
  readonly detail: QuarantineDetail
  readonly record: QuarantineRecord | undefined
  readonly renew: () => void
}

export function RecordEditor({ detail, record, renew }: RecordEditorProps) {
  const [fields, setFields] = useState<Fields>(() => fieldsOf(detail, record))
  const [isText, setIsText] = useState(false)
  const [text, setText] = useState(() => record?.record.replace(/(\r\n|\n|\r)$/, '') ?? '')
  const [preview, setPreview] = useState<CorrectionPreview>()
  const [fault, setFault] = useState<string>()
  const [note, setNote] = useState('')
  const path = `/v1/quarantine/${encodeURIComponent(detail.id)}`
  const body = isText ? { record: text } : bodyOf(fields)
  const asked = JSON.stringify(body)
  const said = (error: unknown) => setFault(error instanceof ApiError ? error.message : String(error))
  useEffect(() => {
    setPreview(undefined)
    setFault(undefined)
    if (!body) return
    let late = false
    const timer = setTimeout(() => {
      post<CorrectionPreview>(`${path}/preview`, body)
        .then((answer) => {
          if (!late) setPreview(answer)
        })
        .catch((error: unknown) => {
          if (!late) said(error)
        })
    }, 300)
    return () => {
      late = true
      clearTimeout(timer)
    }
  }, [asked])
  const send = (action: string, content: object) =>
    post<QuarantineDetail>(`${path}/${action}`, content).then(renew).catch(said)
  const save = () =>
    preview?.accepted && send('fix', { ...body, ...(note.trim() ? { note: note.trim() } : {}) })
  const outcomes: readonly QuarantineOutcome[] = preview?.outcomes ?? [record?.outcome ?? detail.outcome]
  return (
    <>
      <div class="two-col even">
        <Panel
          title={words('fixFields')}
          note={words('fixFieldsNote')}
          action={
            record && (
              <fieldset class="row switch" aria-label={words('fixFields')}>
                <button type="button" class="chip" aria-pressed={!isText} onClick={() => setIsText(false)}>
                  {words('asFields')}
                </button>
                <button type="button" class="chip" aria-pressed={isText} onClick={() => setIsText(true)}>
                  {words('asText')}
                </button>
              </fieldset>
            )
          }
        >
          {isText ? (
            <label class="field">
              {words('theRecord')}
              <textarea
                class="mono"
                rows={8}
                value={text}
                spellcheck={false}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            </label>
          ) : (
            <EditorFields
              detail={detail}
              fields={fields}
              onEdit={(i, value) => setFields((old) => withField(old, i, value))}
              onInsert={(i) => setFields((old) => withInserted(old, i))}
              onJoin={(i) => setFields((old) => joinedAt(old, i, detail.delimiter ?? ','))}
              onSave={save}
            />
          )}
        </Panel>
        <Panel title={words('sourceMakes')} note={words('sourceMakesNote')}>
          <Outcomes of={outcomes} isPreview={preview !== undefined} fault={fault} />
        </Panel>
      </div>
      <Panel title={words('decisionsTitle')}>
        <div class="two-col even">
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault()
              save()
            }}
          >
            <label class="field">
              {words('noteOptional')}
              <input value={note} maxLength={1000} onInput={(event) => setNote(event.currentTarget.value)} />
            </label>
            <div class="row">
              <button type="submit" class="button primary" disabled={!preview?.accepted}>
                {words('saveCorrection')}
              </button>
              <Dismiss onSend={(reason) => send('dismiss', { reason })} />
              {detail.state === 'waiting' && (
                <button type="button" class="button" onClick={() => send('withdraw', {})}>
                  {words('takeBack')}
                </button>
              )}
            </div>
          </form>
          <RecordDecision detail={detail} />
        </div>
      </Panel>
    </>
  )
}

function Dismiss({ onSend }: { onSend: (reason: string) => void }) {
  const [asked, setAsked] = useState(false)
  return (
    <>
      <button type="button" class="button" onClick={() => setAsked(true)}>
        {words('dismissRecord')} …
      </button>
      {asked && (
        <dialog
          aria-labelledby="dismiss-title"
          ref={(dialog) => {
            if (dialog && !dialog.open) dialog.showModal()
          }}
          onClose={() => setAsked(false)}
        >
          <div class="stack">
            <h2 id="dismiss-title">{words('dismissRecord')}</h2>
            <p class="notice">{words('dismissNote')}</p>
            <DismissForm onCancel={() => setAsked(false)} onSend={onSend} />
          </div>
        </dialog>
      )}
    </>
  )
}

function DismissForm({ onCancel, onSend }: { onCancel: () => void; onSend: (reason: string) => void }) {
  const [reason, setReason] = useState('')
  return (
    <>
      <label class="field">
        {words('dismissReason')}
        <textarea
          rows={3}
          maxLength={1000}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <div class="row end">
        <button type="button" class="button" onClick={onCancel}>
          {words('cancel')}
        </button>
        <button
          type="button"
          class="button primary"
          disabled={reason.trim() === ''}
          onClick={() => onSend(reason.trim())}
        >
          {words('dismissRecord')}
        </button>
      </div>
    </>
  )
}
