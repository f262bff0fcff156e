/** Nodes as a table beside the picture: the same choice, several at once, in the order that a head asks for. */
import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { NodeKind } from '../../src/api/schemas/index.ts'
import { KindMark, nodeHref } from '../graph/kinds.tsx'
import type { Explorer } from '../graph/use-explorer.ts'
import { Icon } from '../parts/icon.tsx'
import { TableFoot } from '../parts/table-foot.tsx'
import { words } from '../words.ts'
import type { Labels } from './labels.ts'

export const DEFAULTS = {
  /** Rows before the reader asks for all. */
  most: 60,
} as const

export interface NodeRow {
  readonly id: string
  readonly kind: NodeKind
  readonly label: string
  /** What it is and does. */
  readonly note: string
}

export interface NodeColumn<T> {
  readonly key: string
  readonly head: string
  /** What rows are ordered by; what is not known stands last. */
  readonly by: (row: T) => number | string | undefined
  readonly show: (row: T) => ComponentChildren
}

/** Rows in an order; what is equal stays as it was, what is not known goes last either way. */
export function inOrder<T>(
  rows: readonly T[],
  by: (row: T) => number | string | undefined,
  down: boolean,
): T[] {
  const sign = down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a), by(b)]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    return (
      sign * (typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y)))
    )
  })
}

interface NodeTableProps<T extends NodeRow> {
  readonly rows: readonly T[]
  readonly columns: readonly NodeColumn<T>[]
  readonly explorer: Explorer
  readonly labels: Labels
  readonly caption: string
}

export function NodeTable<T extends NodeRow>({
  rows,
  columns,
  explorer,
  labels,
  caption,
}: NodeTableProps<T>) {
  const [{ key, down }, setOrder] = useState<{ key: string | undefined; down: boolean }>({
    key: undefined,
    down: true,
  })
  const [all, setAll] = useState(false)
  const { selected, pinned, hidden } = explorer.state
  const ordered = useMemo(() => {
    if (key === undefined) return rows
    const column = columns.find((one) => one.key === key)
    return inOrder(rows, column?.by ?? ((row) => `${row.kind} ${labels.of(row.id, row.label)}`), down)
  }, [rows, key, down])
  const shown = all ? ordered : ordered.slice(0, DEFAULTS.most)
  const select = (id: string, how: 'only' | 'toggle') => explorer.do({ type: 'select', nodes: [id], how })
  const head = (own: string, label: string, isNumber: boolean) => (
    <th
      key={own}
      scope="col"
      class={isNumber ? 'number' : undefined}
      aria-sort={key === own ? (down ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" onClick={() => setOrder({ key: own, down: key === own ? !down : isNumber })}>
        {label}
        {key === own && <span aria-hidden="true">{down ? '↓' : '↑'}</span>}
      </button>
    </th>
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="scroll members" tabIndex={0} aria-label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">{words('selectRow')}</span>
            </th>
            {head('name', words('name'), false)}
            {columns.map((column) => head(column.key, column.head, true))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const isHidden = hidden.includes(row.id)
            const isSelected = selected.includes(row.id)
            const name = labels.of(row.id, row.label)
            const href = nodeHref(row.kind, row.id)
            return (
              <tr
                key={row.id}
                data-id={row.id}
                class={isHidden ? 'link past' : 'link'}
                aria-selected={isSelected}
                onClick={(event) => {
                  if ((event.target as Element).closest('a, button, input')) return
                  select(row.id, event.shiftKey || event.ctrlKey || event.metaKey ? 'toggle' : 'only')
                }}
              >
                <td class="tick">
                  <input
                    type="checkbox"
                    checked={isSelected}
                    aria-label={`${words('selectRow')} ${name}`}
                    onChange={() => select(row.id, 'toggle')}
                  />
                </td>
                <td>
                  <button type="button" class="tie" onClick={() => select(row.id, 'only')}>
                    <KindMark kind={row.kind} /> {name}
                  </button>
                  {row.id in pinned && <Icon name="pin" size={13} />}
                  {isHidden && <Icon name="hide" size={13} />}
                  <span class="two">
                    {row.note}
                    {href && (
                      <a class="open-page" href={href} aria-label={`${words('openPage')} ${name}`}>
                        <Icon name="right" size={12} />
                      </a>
                    )}
                  </span>
                </td>
                {columns.map((column) => (
                  <td key={column.key} class="number">
                    {column.show(row)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
      <TableFoot shown={shown.length} total={rows.length} onAll={() => setAll(true)} />
    </section>
  )
}
