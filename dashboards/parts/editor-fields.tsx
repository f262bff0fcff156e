/** The fields of a record under correction: typed over, shifted under their columns, joined where a delimiter was part of the text. */
import type { QuarantineDetail, QuarantineRecord } from '../../src/api/schemas/index.ts'
import { words } from '../words.ts'

export interface Field {
  /** NULL where nothing was written. */
  readonly value: string | null
  /** Not known to the page: it stays what it is. */
  readonly isHidden: boolean
  readonly isChanged: boolean
}

export interface Fields {
  /** Of the file; more or fewer than `list` while the record is ragged. */
  readonly names: readonly string[]
  readonly list: readonly Field[]
  /** Fields have an order that can be shifted. */
  readonly isOrdered: boolean
}

const known = (value: string | null): Field => ({ value, isHidden: false, isChanged: false })

/** What the editor begins with: the correction that waits, else the record, else what may be shown without it. */
export function fieldsOf(detail: QuarantineDetail, record: QuarantineRecord | undefined): Fields {
  const isOrdered = detail.delimiter !== null
  if (!record)
    return {
      names: detail.cells.map((cell) => cell.name),
      list: detail.cells.map(({ value, isHidden }) => ({ value, isHidden, isChanged: false })),
      isOrdered: false,
    }
  const cells = record.corrected ?? record.cells
  const names = cells.map((cell) => cell.name)
  if (record.corrected || !isOrdered)
    return { names, list: cells.map(({ value }) => known(value)), isOrdered }
  return { names: detail.columns, list: record.fields.map(known), isOrdered }
}

/** Fields with one of them typed over. */
export const withField = (fields: Fields, i: number, value: string): Fields => ({
  ...fields,
  list: fields.list.map((field, j) => (i === j ? { value, isHidden: false, isChanged: true } : field)),
})

/** Fields with an empty one before the `i`-th. */
export const withInserted = (fields: Fields, i: number): Fields => ({
  ...fields,
  list: [
    ...fields.list.slice(0, i),
    { value: '', isHidden: false, isChanged: true },
    ...fields.list.slice(i),
  ],
})

/** Fields with the `i`-th and the next as one. */
export const joinedAt = (fields: Fields, i: number, delimiter: string): Fields => ({
  ...fields,
  list: [
    ...fields.list.slice(0, i),
    {
      value: `${fields.list[i]?.value ?? ''}${delimiter}${fields.list[i + 1]?.value ?? ''}`,
      isHidden: false,
      isChanged: true,
    },
    ...fields.list.slice(i + 2),
  ],
})

/** What is sent: every known cell, or what was changed; undefined while fields and columns do not go together. */
export function bodyOf({
  names,
  list,
}: Fields): { readonly cells: Record<string, string | null> } | undefined {
  if (names.length !== list.length) return undefined
  const isPartial = list.some((field) => field.isHidden)
  const sent = names.flatMap((name, i): [string, string | null][] => {
    const field = list[i]
    return field.isHidden || (isPartial && !field.isChanged) ? [] : [[name, field.value]]
  })
  return sent.length === 0 ? undefined : { cells: Object.fromEntries(sent) }
}

interface EditorFieldsProps {
  readonly detail: QuarantineDetail
  readonly fields: Fields
  readonly onEdit: (i: number, value: string) => void
  readonly onInsert: (i: number) => void
  readonly onJoin: (i: number) => void
  readonly onSave: () => void
}

export function EditorFields({ detail, fields, onEdit, onInsert, onJoin, onSave }: EditorFieldsProps) {
  const { names, list, isOrdered } = fields
  const read = new Set(detail.cells.filter((cell) => cell.isRead).map((cell) => cell.name))
  const rows = Array.from({ length: Math.max(names.length, list.length) }, (_, i) => i)
  const isShifted = names.length !== list.length
  return (
    <>
      {isShifted && (
        <p class="notice warning">{words(list.length < names.length ? 'shiftHint' : 'joinHint')}</p>
      )}
      <ol class="editor">
        {rows.map((i) => {
          const name = names[i]
          const field = list[i]
          const isFault = name !== undefined && name === detail.column
          return (
            <li key={i} class={isFault ? 'at-fault' : name === undefined ? 'left-over' : undefined}>
              <label for={`field-${i}`} class={name && !read.has(name) ? 'muted' : undefined}>
                {name ?? words('leftOver')}
              </label>
              {field === undefined ? (
                <span class="muted small">–</span>
              ) : (
                <input
                  id={`field-${i}`}
                  class="mono"
                  value={field.value ?? ''}
                  placeholder={field.isHidden ? `••• ${words('hiddenValue')}` : undefined}
                  spellcheck={false}
                  data-changed={field.isChanged || undefined}
                  onInput={(event) => onEdit(i, event.currentTarget.value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave()
                  }}
                />
              )}
              {isOrdered && isShifted && (
                <span class="tools">
                  {list.length < names.length ? (
                    <button
                      type="button"
                      class="button quiet"
                      aria-label={`${words('insertHere')}: ${name ?? ''}`}
                      title={words('insertHere')}
                      onClick={() => onInsert(i)}
                    >
                      +
                    </button>
                  ) : (
                    i + 1 < list.length && (
                      <button
                        type="button"
                        class="button quiet"
                        aria-label={`${words('joinNext')}: ${name ?? ''}`}
                        title={words('joinNext')}
                        onClick={() => onJoin(i)}
                      >
                        ⤶
                      </button>
                    )
                  )}
                </span>
              )}
            </li>
          )
        })}
      </ol>
    </>
  )
}
