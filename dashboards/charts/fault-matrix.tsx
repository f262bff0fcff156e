/** Which source has which fault: a square for each pair, its area the records; the settled part of them is pale. */
import type { QuarantineGroup } from '../../src/api/schemas/index.ts'
import { count } from '../format.ts'
import { setQuery } from '../router.ts'
import { sourceTitle } from '../source-title.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'

export interface Square {
  readonly source: string
  readonly code: string
  readonly records: number
  /** Corrected, dismissed or waiting. */
  readonly settled: number
}

export interface Matrix {
  readonly sources: readonly string[]
  readonly codes: readonly string[]
  readonly squares: readonly Square[]
  readonly most: number
}

/** Groups added up over columns; sources and codes with the most records first. */
export function matrixOf(groups: readonly QuarantineGroup[]): Matrix {
  const squares = new Map<string, { source: string; code: string; records: number; settled: number }>()
  const bySource = new Map<string, number>()
  const byCode = new Map<string, number>()
  for (const { source, code, records, states } of groups) {
    const key = `${source}\n${code}`
    const held = squares.get(key) ?? { source, code, records: 0, settled: 0 }
    held.records += records
    held.settled += states.corrected + states.dismissed + states.waiting
    squares.set(key, held)
    bySource.set(source, (bySource.get(source) ?? 0) + records)
    byCode.set(code, (byCode.get(code) ?? 0) + records)
  }
  const falling = (counts: ReadonlyMap<string, number>) =>
    [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([name]) => name)
  return {
    sources: falling(bySource),
    codes: falling(byCode),
    squares: [...squares.values()],
    most: Math.max(0, ...[...squares.values()].map((square) => square.records)),
  }
}

/** Side of a square whose area stands for `records`, at most `cell`. */
export const sideOf = (records: number, most: number, cell: number): number =>
  most === 0 || records === 0 ? 0 : Math.max(4, Math.sqrt(records / most) * cell)

const ROW = 30
const HEAD = 92

export function FaultMatrix({ groups }: { groups: readonly QuarantineGroup[] }) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const { sources, codes, squares, most } = matrixOf(groups)
  const label = width < 520 ? 112 : 176
  const column = Math.min(84, (width - label - (width < 520 ? 18 : 60)) / Math.max(1, codes.length))
  const cell = Math.min(ROW - 4, column - 2)
  const height = HEAD + sources.length * ROW + 6
  return (
    <Figure
      title={words('faultMatrix')}
      note={words('faultMatrixNote')}
      data={{
        head: [words('source'), words('fault'), words('records')],
        rows: squares.map((square) => [square.source, term(square.code), count(square.records)]),
      }}
    >
      <div ref={ref}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          <title>{words('faultMatrix')}</title>
          {codes.map((code, i) => (
            <text
              key={code}
              class="axis-text"
              transform={`translate(${label + i * column + column / 2},${HEAD - 8}) rotate(-38)`}
            >
              {term(code)}
            </text>
          ))}
          {sources.map((source, i) => (
            <g key={source}>
              <line class="grid-line" x1="0" x2={width} y1={HEAD + i * ROW} y2={HEAD + i * ROW} />
              <text class="mark-label" x="0" y={HEAD + i * ROW + ROW / 2 + 4}>
                {sourceTitle(source).slice(0, width < 520 ? 16 : 26)}
              </text>
            </g>
          ))}
          {squares.map((square) => {
            const x = label + codes.indexOf(square.code) * column + column / 2
            const y = HEAD + sources.indexOf(square.source) * ROW + ROW / 2
            const side = sideOf(square.records, most, cell)
            const settled = square.settled / square.records
            const says = `${sourceTitle(square.source)}, ${term(square.code)}: ${count(square.records)} ${words('records')}`
            return (
              // biome-ignore lint/a11y/useSemanticElements: a link within a picture
              <g
                key={`${square.source} ${square.code}`}
                class="fault-square"
                role="link"
                tabindex={0}
                aria-label={says}
                onClick={() => pick(square)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') pick(square)
                }}
              >
                <title>{says}</title>
                <rect class="target" x={x - column / 2} y={y - ROW / 2} width={column} height={ROW} />
                <rect class="whole" x={x - side / 2} y={y - side / 2} width={side} height={side} rx="2" />
                <rect
                  class="open"
                  x={x - side / 2}
                  y={y - side / 2 + side * settled}
                  width={side}
                  height={side * (1 - settled)}
                  rx="2"
                />
                {column > 44 && (
                  <text class="axis-text" x={x + side / 2 + 4} y={y + 4}>
                    {count(square.records)}
                  </text>
                )}
              </g>
            )
          })}
        </svg>
      </div>
    </Figure>
  )
}

function pick({ source, code }: Square): void {
  setQuery({ source, code, column: null })
  document.getElementById('records')?.scrollIntoView({ block: 'start', behavior: 'auto' })
}
