/** One change for all open records of a source and fault: stated, seen beforehand, kept for those that it makes fit. */
import { useEffect, useState } from 'preact/hooks'
import type {
  BulkCorrectionPreview,
  BulkCorrectionResult,
  CorrectionOperation,
  QuarantineDetail,
  QuarantineGroup,
} from '../../src/api/schemas/index.ts'
import { ApiError, post } from '../api/client.ts'
import { count } from '../format.ts'
import { useResource } from '../resource.ts'
import { words } from '../words.ts'
import { Panel } from './panel.tsx'
import { Skeleton } from './states.tsx'
import { Table } from './table.tsx'

type Kind = CorrectionOperation['kind']
const WHOLE: readonly Kind[] = ['map', 'date', 'replace', 'set', 'copy']
const RAGGED: readonly Kind[] = ['join', 'pad']
const KIND_WORDS = {
  map: 'opMap',
  date: 'opDate',
  replace: 'opReplace',
  set: 'opSet',
  copy: 'opCopy',
  join: 'opJoin',
  pad: 'opPad',
} as const
const ORDERS = [
  ['DMY', 'dmy'],
  ['MDY', 'mdy'],
  ['YMD', 'ymd'],
  ['YDM', 'ydm'],
] as const

interface Draft {
  readonly kind: Kind
  readonly column: string
  readonly values: Readonly<Record<string, string>>
  readonly find: string
  readonly by: string
  readonly format: 'DMY' | 'MDY' | 'YMD' | 'YDM'
  readonly value: string
  readonly from: string
  readonly with: string
}

/** The operation that a draft states; undefined while something is missing. */
export function operationOf(draft: Draft): CorrectionOperation | undefined {
  const { kind, column } = draft
  if (!column) return undefined
  switch (kind) {
    case 'map': {
      const values = Object.fromEntries(Object.entries(draft.values).filter(([, to]) => to !== ''))
      return { kind, column, values }
    }
    case 'replace':
      return draft.find ? { kind, column, find: draft.find, by: draft.by } : undefined
    case 'date':
      return { kind, column, format: draft.format }
    case 'set':
      return { kind, column, value: draft.value || null }
    case 'copy':
      return draft.from && draft.from !== column ? { kind, column, from: draft.from } : undefined
    case 'join':
      return { kind, column, with: draft.with || ',' }
    case 'pad':
      return { kind, column }
  }
}

interface BulkCorrectionProps {
  readonly groups: readonly QuarantineGroup[]
  readonly onDone: () => void
  readonly onClose: () => void
}

export function BulkCorrection({ groups, onDone, onClose }: BulkCorrectionProps) {
  const [{ source, code, example }] = groups
  const isRagged = code === 'ragged_row'
  const isDate = code === 'invalid_date' || code === 'invalid_timestamp'
  const detail = useResource<QuarantineDetail>(`/v1/quarantine/${encodeURIComponent(example.id)}`)
  const columns = detail.data?.columns ?? []
  const [draft, setDraft] = useState<Draft>({
    kind: isRagged ? 'pad' : isDate ? 'date' : 'map',
    column: groups[0].column ?? '',
    values: {},
    find: '',
    by: '',
    format: 'DMY',
    value: '',
    from: '',
    with: ',',
  })
  const [preview, setPreview] = useState<BulkCorrectionPreview>()
  const [fault, setFault] = useState<string>()
  const [done, setDone] = useState<BulkCorrectionResult>()
  const change = (next: Partial<Draft>) => setDraft((old) => ({ ...old, ...next }))
  const operation = operationOf(draft)
  const of = groups.find((group) => group.column === draft.column)
  const body = operation && { source, code, ...(of?.column ? { column: of.column } : {}), operation }
  const asked = JSON.stringify(body)
  useEffect(() => {
    if (!body) return
    let late = false
    const timer = setTimeout(() => {
      post<BulkCorrectionPreview>('/v1/quarantine/bulk/preview', body)
        .then((answer) => {
          if (late) return
          setPreview(answer)
          setFault(undefined)
        })
        .catch((error: unknown) => {
          if (!late) setFault(error instanceof ApiError ? error.message : String(error))
        })
    }, 350)
    return () => {
      late = true
      clearTimeout(timer)
    }
  }, [asked])
  const save = () =>
    body &&
    post<BulkCorrectionResult>('/v1/quarantine/bulk/fix', body)
      .then((answer) => {
        setDone(answer)
        onDone()
      })
      .catch((error: unknown) => setFault(error instanceof ApiError ? error.message : String(error)))
  if (done)
    return (
      <Panel title={words('fixMany')}>
        <p class="notice" role="status">
          {count(done.corrected)} {words('keptCorrections')}
        </p>
        <p>
          <button type="button" class="button" onClick={onClose}>
            {words('close')}
          </button>
        </p>
      </Panel>
    )
  return (
    <Panel
      title={words('fixMany')}
      note={words('fixManyNote')}
      action={
        <button type="button" class="button quiet" onClick={onClose}>
          {words('close')}
        </button>
      }
    >
      <div class="two-col">
        <div class="stack">
          <div class="row fields">
            <Choice
              label={words('change')}
              value={draft.kind}
              options={(isRagged ? RAGGED : WHOLE).map((kind) => [kind, words(KIND_WORDS[kind])])}
              onChange={(kind) => change({ kind: kind as Kind })}
            />
            <Choice
              label={words(draft.kind === 'pad' ? 'padAt' : draft.kind === 'join' ? 'joinAt' : 'columnWord')}
              value={draft.column}
              options={[['', '–'], ...columns.map((name) => [name, name] as const)]}
              onChange={(column) => change({ column, values: {} })}
            />
          </div>
          <Inputs draft={draft} columns={columns} change={change} preview={preview} />
          {fault && (
            <p class="error-line" role="alert">
              {fault}
            </p>
          )}
          <div class="row">
            <button
              type="button"
              class="button primary"
              disabled={!body || !preview || preview.accepted === 0}
              onClick={save}
            >
              {words('correctThem')} {preview && preview.accepted > 0 && `(${count(preview.accepted)})`}
            </button>
            {preview && (
              <span class="muted small" role="status">
                {count(preview.accepted)} {words('wouldEnterOf')} {count(preview.records)}
                {preview.unchanged > 0 && `; ${count(preview.unchanged)} ${words('notTouched')}`}
              </span>
            )}
          </div>
        </div>
        <div>{preview ? <Examples of={preview} /> : body ? <Skeleton lines={5} /> : null}</div>
      </div>
    </Panel>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label class="field">
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

interface InputsProps {
  readonly draft: Draft
  readonly columns: readonly string[]
  readonly change: (next: Partial<Draft>) => void
  readonly preview: BulkCorrectionPreview | undefined
}

function Inputs({ draft, columns, change, preview }: InputsProps) {
  const text = (key: 'find' | 'by' | 'value' | 'with', label: string) => (
    <label class="field">
      {label}
      <input value={draft[key]} onInput={(event) => change({ [key]: event.currentTarget.value })} />
    </label>
  )
  switch (draft.kind) {
    case 'map':
      return (
        <fieldset class="value-map">
          <legend class="muted small">{words('emptyLeaves')}</legend>
          {(preview?.values ?? []).map(({ value, records }) => (
            <label key={value}>
              <span class="mono">{value === '' ? '∅' : value}</span>
              <span class="muted small">{count(records)}×</span>
              <input
                aria-label={`${value} → ${words('newValue')}`}
                value={draft.values[value.trim()] ?? ''}
                onInput={(event) =>
                  change({ values: { ...draft.values, [value.trim()]: event.currentTarget.value } })
                }
              />
            </label>
          ))}
          {preview && preview.values.length === 0 && <p class="muted">{words('hiddenValue')}</p>}
        </fieldset>
      )
    case 'replace':
      return (
        <div class="row fields">
          {text('find', words('findText'))}
          {text('by', words('replaceBy'))}
        </div>
      )
    case 'date':
      return (
        <Choice
          label={words('dateOrder')}
          value={draft.format}
          options={ORDERS.map(([order, word]) => [order, words(word)])}
          onChange={(format) => change({ format: format as Draft['format'] })}
        />
      )
    case 'set':
      return text('value', words('newValue'))
    case 'copy':
      return (
        <Choice
          label={words('fromColumn')}
          value={draft.from}
          options={[['', '–'], ...columns.map((name) => [name, name] as const)]}
          onChange={(from) => change({ from })}
        />
      )
    case 'join':
      return text('with', words('joinBy'))
    case 'pad':
      return null
  }
}

function Examples({ of: { examples } }: { of: BulkCorrectionPreview }) {
  return (
    <Table
      caption={words('fixMany')}
      rows={examples}
      most={8}
      id={(row) => row.id}
      columns={[
        {
          key: 'place',
          head: words('place'),
          cell: (row) => (
            <span class="small nowrap">
              {words('lineWord')} {count(row.line)}
            </span>
          ),
        },
        {
          key: 'before',
          head: words('before'),
          cell: (row) => <span class="mono">{row.isHidden ? '•••' : (row.before ?? '∅')}</span>,
        },
        {
          key: 'after',
          head: words('after'),
          cell: (row) =>
            row.isChanged ? (
              <span class="mono">{row.isHidden ? '•••' : (row.after ?? '∅')}</span>
            ) : (
              <span class="muted">{words('notTouched')}</span>
            ),
        },
        {
          key: 'fault',
          head: words('state'),
          cell: (row) =>
            !row.isChanged ? null : row.fault ? (
              <span class="warned small">✕ {row.fault}</span>
            ) : (
              <span class="good small">✓ {words('wouldEnter')}</span>
            ),
        },
      ]}
    />
  )
}
