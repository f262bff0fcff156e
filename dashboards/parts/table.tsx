/** The table of every list: rows that lead somewhere, heads that order, and cards where the screen is narrow. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { go } from '../router.ts'
import { TableFoot } from './table-foot.tsx'

export interface Column<T> {
  readonly key: string
  readonly head: string
  readonly cell: (row: T) => ComponentChildren
  readonly number?: boolean
  /** Takes the whole width of a card on narrow screens; meant for the first column. */
  readonly wide?: boolean
  /** Name of the order that the head asks for. */
  readonly sort?: string
}

interface TableProps<T> {
  readonly caption: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly id: (row: T) => string
  /** Where a row leads; its first cell should hold the same link for keyboard and reader. */
  readonly href?: (row: T) => string | undefined
  readonly onPick?: (row: T) => void
  readonly picked?: string | undefined
  readonly sort?: string | undefined
  readonly onSort?: (sort: string) => void
  readonly rowClass?: (row: T) => string | undefined
  /** Rows shown before the reader asks for all. */
  readonly most?: number
}

export function Table<T>(props: TableProps<T>) {
  const { caption, columns, rows, id, href, onPick, picked, sort, onSort, rowClass, most } = props
  const [all, setAll] = useState(most === undefined)
  const shown = all ? rows : rows.slice(0, most)
  const open = (event: MouseEvent, row: T) => {
    if ((event.target as Element).closest('a, button, summary, input, select')) return
    if (onPick) return onPick(row)
    const to = href?.(row)
    if (to && !getSelection()?.toString()) go(to)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="scroll" tabIndex={0} aria-label={caption}>
      <table class="cards">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                class={column.number ? 'number' : undefined}
                aria-sort={column.sort && column.sort === sort ? 'descending' : undefined}
              >
                {column.sort && onSort ? (
                  <button type="button" onClick={() => onSort(column.sort as string)}>
                    {column.head}
                    {column.sort === sort && <span aria-hidden="true">↓</span>}
                  </button>
                ) : (
                  column.head
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const key = id(row)
            const leads = onPick || href?.(row)
            return (
              <tr
                key={key}
                data-id={key}
                class={[leads ? 'link' : '', rowClass?.(row) ?? ''].join(' ').trim() || undefined}
                aria-selected={picked === undefined ? undefined : picked === key}
                onClick={leads ? (event) => open(event, row) : undefined}
              >
                {columns.map((column) => (
                  <td
                    key={column.key}
                    data-label={column.head}
                    class={
                      [column.number ? 'number' : '', column.wide ? 'wide' : ''].join(' ').trim() || undefined
                    }
                  >
                    {column.cell(row)}
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
