/** A value and everything behind it, drawn from left to right: value, indicator, tables, rows, files. On narrow screens one below the other. */
import type { ComponentChildren } from 'preact'
import type { FeatureLineage, LineageRow } from '../../src/api/schemas/index.ts'
import { count, day, decimal } from '../format.ts'
import { say } from '../language.ts'
import { sourceTitle } from '../source-title.ts'
import { words } from '../words.ts'
import { useWidth } from './figure.tsx'
import { type FlowCard, type FlowTie, flowLayout } from './flow-layout.ts'

const DEFAULTS = {
  /** Rows drawn before the reader asks for all in the table. */
  rows: 14,
  height: 62,
  /** Narrower, the cards stand below each other. */
  narrow: 760,
} as const

const px = (length = 0) => `${length.toFixed(1)}px`

/** Key of a row that no other row of a lineage has. */
export const rowId = ({ table, key }: Pick<LineageRow, 'table' | 'key'>): string => `${table} ${key}`

const fileId = (row: LineageRow) => row.place && `file ${row.place.batchId}`

/** Rows that are drawn: those that change the value first. */
export function drawnRows(rows: readonly LineageRow[], most: number = DEFAULTS.rows): LineageRow[] {
  const weight = (row: LineageRow) => (row.without?.isChanged ? 2 : row.place ? 1 : 0)
  return [...rows].sort((a, b) => weight(b) - weight(a)).slice(0, most)
}

interface LineageFlowProps {
  readonly of: FeatureLineage
  readonly picked: string | undefined
  readonly onPick: (row: LineageRow) => void
}

export function LineageFlow({ of, picked, onPick }: LineageFlowProps) {
  const { ref, width } = useWidth<HTMLDivElement>(1000)
  const rows = drawnRows(of.rows)
  const shown = of.tables.filter(
    (table) => table.isPopulation || rows.some((row) => row.table === table.table),
  )
  const order = shown.map((table) => table.table)
  rows.sort((a, b) => order.indexOf(a.table) - order.indexOf(b.table))
  const files = [
    ...new Map(rows.flatMap((row) => (row.place ? [[fileId(row) ?? '', row.place] as const] : []))),
  ]
  const cards: FlowCard[] = [
    { id: 'value', column: 0, height: 92 },
    { id: 'view', column: 1, height: 92 },
    ...shown.map((table) => ({ id: `table ${table.table}`, column: 2, height: 74 })),
    ...rows.map((row) => ({ id: rowId(row), column: 3, height: DEFAULTS.height })),
    ...files.map(([id]) => ({ id, column: 4, height: 74 })),
  ]
  const ties: FlowTie[] = [
    { from: 'value', to: 'view' },
    ...shown.map((table) => ({ from: 'view', to: `table ${table.table}` })),
    ...rows.map((row) => ({ from: `table ${row.table}`, to: rowId(row) })),
    ...rows.flatMap((row) => (row.place ? [{ from: rowId(row), to: fileId(row) ?? '' }] : [])),
  ]
  const isNarrow = width < DEFAULTS.narrow
  const { placed, paths, height, cardWidth } = flowLayout(cards, ties, width)
  const heads = ['valueWord', 'featureWord', 'tablesWord', 'rowsWord', 'fileWord'] as const
  const card = (id: string, column: number, content: ComponentChildren, extra = '') => {
    const at = placed.get(id)
    const style = isNarrow
      ? undefined
      : { left: px(at?.x), top: px(at?.y), width: px(at?.width), height: px(at?.height) }
    return (
      <div key={id} class={`flow-card column-${column} ${extra}`} style={style}>
        {content}
      </div>
    )
  }
  const tied = (id: string) => picked !== undefined && (id === picked || isBehind(id, picked, rows))
  return (
    <div
      ref={ref}
      class={isNarrow ? 'lineage-flow narrow' : 'lineage-flow'}
      style={isNarrow ? undefined : { height: px(height) }}
    >
      {!isNarrow && (
        <svg width={width} height={height} aria-hidden="true">
          {heads.map((word, i) => (
            <text key={word} class="axis-title" x={i * (cardWidth + 56)} y="14">
              {words(word)}
            </text>
          ))}
          {paths.map(({ from, to, d }) => (
            <path
              key={`${from} ${to}`}
              class={tied(from) && (tied(to) || to === picked) ? 'tie-line on' : 'tie-line'}
              d={d}
            />
          ))}
        </svg>
      )}
      {card(
        'value',
        0,
        <>
          <span class="muted small">
            {of.entity} {of.entityId}
          </span>
          <strong class="big">{of.shown}</strong>
          <span class={of.isSame ? 'good small' : 'warned small'}>
            {of.isSame ? '✓' : '≠'} {words('recomputed')}: {words(of.isSame ? 'isSame' : 'isDifferent')}
          </span>
        </>,
      )}
      {card(
        'view',
        1,
        <>
          <strong class="clip-two" title={say(of.label)}>
            {say(of.label)}
          </strong>
          <span class="mono small">{of.feature}</span>
          <span class="muted small">
            {words('asOf')} {day(of.asOf)}
          </span>
        </>,
      )}
      {shown.map((table) =>
        card(
          `table ${table.table}`,
          2,
          <>
            <span class="mono">{table.table}</span>
            <span class="muted small clip-one" title={table.columns.map((c) => c.column).join(', ')}>
              {words('readsColumns')} {table.columns.map((c) => c.column).join(', ')}
            </span>
            <span class="muted small">
              {table.isPopulation
                ? `${words('populationNote')}: ${count(table.total)}`
                : `${count(table.rows)} ${words('ofRows')}`}
            </span>
          </>,
        ),
      )}
      {rows.map((row) =>
        card(
          rowId(row),
          3,
          <button
            type="button"
            class="row-pick"
            aria-pressed={picked === rowId(row)}
            onClick={() => onPick(row)}
          >
            <span class="mono clip-one">{Object.values(row.keys).join(' · ')}</span>
            <span class="small clip-one">
              {row.cells
                .filter((cell) => cell.isRead && !(cell.column in row.keys))
                .slice(0, 2)
                .map((cell) => `${cell.column} ${cell.value ?? '∅'}`)
                .join(' · ')}
            </span>
            {row.without?.isChanged ? (
              <span class="small accent">
                {words('withoutIt')} {row.without.value === null ? '∅' : decimal(row.without.value, 2)}
              </span>
            ) : (
              row.place && (
                <span class="muted small">
                  {words('lineWord')} {count(row.place.line)}
                </span>
              )
            )}
          </button>,
          picked === rowId(row) ? 'picked' : '',
        ),
      )}
      {files.map(([id, place]) =>
        card(
          id,
          4,
          <>
            <strong class="clip-one">{sourceTitle(place.source)}</strong>
            <span class="mono small clip-one" title={place.file}>
              {place.file}
            </span>
            <span class="muted small">
              {words('loadedAt')} {day(place.loadedAt)}
            </span>
          </>,
        ),
      )}
    </div>
  )
}

/** Whether a card lies on the way from the value through the row that was chosen to its file. */
function isBehind(id: string, picked: string, rows: readonly LineageRow[]): boolean {
  const row = rows.find((one) => rowId(one) === picked)
  return (
    id === 'value' ||
    id === 'view' ||
    id === `table ${row?.table}` ||
    (row !== undefined && id === fileId(row))
  )
}
