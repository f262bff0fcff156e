/** The record as it came, with the fault marked; hidden until somebody says why it is needed. */
import { useState } from 'preact/hooks'
import type { QuarantineDetail, QuarantineRecord } from '../../src/api/schemas/index.ts'
import { ApiError, post } from '../api/client.ts'
import { count } from '../format.ts'
import { words } from '../words.ts'
import { Panel } from './panel.tsx'

export interface Piece {
  readonly text: string
  readonly column: string | null
  readonly isFault: boolean
  /** Between fields: delimiters, quotes, line ends. */
  readonly isBetween: boolean
}

/** The record cut at its marks, nothing left out. */
export function piecesOf({ record, marks }: Pick<QuarantineRecord, 'record' | 'marks'>): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const between = (end: number) => {
    if (end > at) pieces.push({ text: record.slice(at, end), column: null, isFault: false, isBetween: true })
  }
  for (const { start, end, column, isFault } of marks) {
    if (start < at) continue
    between(start)
    pieces.push({ text: record.slice(start, end), column, isFault, isBetween: false })
    at = end
  }
  between(record.length)
  return pieces
}

/** Signs that are not seen by themselves, made visible. */
export const visible = (text: string): string =>
  text.replaceAll('\t', '\\t').replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\0', '\\0')

interface RawRecordProps {
  readonly detail: QuarantineDetail
  readonly record: QuarantineRecord | undefined
  readonly onShown: (record: QuarantineRecord) => void
}

export function RawRecord({ detail, record, onShown }: RawRecordProps) {
  return (
    <Panel
      title={words('theRecord')}
      note={
        detail.delimiter === null
          ? undefined
          : `${count(detail.fieldsFound)} ${words('fieldsFoundOf')} ${count(detail.columns.length)} ${words('columnsWord')}`
      }
    >
      {record ? <Shown record={record} detail={detail} /> : <Ask detail={detail} onShown={onShown} />}
    </Panel>
  )
}

function Shown({ record, detail }: { record: QuarantineRecord; detail: QuarantineDetail }) {
  const isRagged = detail.delimiter !== null && !detail.isWhole
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="raw" tabIndex={0} aria-label={words('theRecord')}>
      {piecesOf(record).map((piece, i) =>
        piece.isBetween ? (
          <span key={i} class="between">
            {visible(piece.text)}
          </span>
        ) : piece.isFault || (isRagged && piece.column === null) ? (
          <mark key={i} title={piece.column ?? words('leftOver')}>
            {visible(piece.text) || '∅'}
          </mark>
        ) : (
          <span key={i} title={piece.column ?? undefined}>
            {visible(piece.text)}
          </span>
        ),
      )}
    </section>
  )
}

function Ask({ detail, onShown }: Omit<RawRecordProps, 'record'>) {
  const [purpose, setPurpose] = useState('')
  const [fault, setFault] = useState<string>()
  if (!detail.mayFix) return <p class="muted">{words('readOnlyQuarantine')}</p>
  const show = (why: string) =>
    post<QuarantineRecord>(`/v1/quarantine/${encodeURIComponent(detail.id)}/record`, { purpose: why })
      .then(onShown)
      .catch((error: unknown) => setFault(error instanceof ApiError ? error.message : String(error)))
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        show(purpose)
      }}
    >
      <p class="muted">{words('recordHidden')}</p>
      <div class="row fields">
        <label class="field wide">
          {words('purpose')}
          <input
            name="purpose"
            required
            minLength={8}
            maxLength={500}
            value={purpose}
            onInput={(event) => setPurpose(event.currentTarget.value)}
          />
        </label>
        <button type="button" class="chip" onClick={() => setPurpose(words('purposeCorrect'))}>
          {words('purposeCorrect')}
        </button>
        <button type="submit" class="button primary">
          {words('showRecord')}
        </button>
      </div>
      {fault && (
        <p class="error-line" role="alert">
          {fault}
        </p>
      )}
    </form>
  )
}
