/** What two groups hold together and what each holds alone, kind by kind: alone to the sides, shared in the middle. */
import type { ComponentChildren } from 'preact'
import { count } from '../format.ts'
import { words } from '../words.ts'
import { Figure } from './figure.tsx'

export interface OverlapRow {
  readonly id: string
  readonly name: string
  readonly mark?: ComponentChildren
  readonly left: number
  readonly both: number
  readonly right: number
}

/** Widths in per cent, all rows on one scale: the two sides share what the widest shared part leaves. */
export function overlapScale(rows: readonly Pick<OverlapRow, 'left' | 'both' | 'right'>[]) {
  const side = Math.max(0, ...rows.flatMap(({ left, right }) => [left, right]))
  const middle = Math.max(0, ...rows.map(({ both }) => both))
  const whole = 2 * side + middle || 1
  const unit = 100 / whole
  return rows.map(({ left, both, right }) => {
    const half = (both * unit) / 2
    return {
      left: { at: 50 - half - left * unit, width: left * unit },
      both: { at: 50 - half, width: 2 * half },
      right: { at: 50 + half, width: right * unit },
    }
  })
}

interface OverlapProps {
  readonly rows: readonly OverlapRow[]
  readonly leftName: string
  readonly rightName: string
}

export function Overlap({ rows, leftName, rightName }: OverlapProps) {
  const bars = overlapScale(rows)
  const shared = rows.reduce((sum, row) => sum + row.both, 0)
  return (
    <Figure
      title={shared > 0 ? words('overlapTitle') : words('overlapNone')}
      note={words('overlapNote')}
      data={{
        head: [words('kind'), leftName, words('bothWord'), rightName],
        rows: rows.map((row) => [row.name, row.left, row.both, row.right]),
      }}
    >
      <div class="overlap">
        <div class="overlap-head small muted" aria-hidden="true">
          <span />
          <span class="names">
            <span>← {leftName}</span>
            <strong>{words('bothWord')}</strong>
            <span>{rightName} →</span>
          </span>
        </div>
        {rows.map((row, i) => (
          <div class="overlap-row" key={row.id}>
            <span class="name">
              {row.mark} {row.name}
            </span>
            <span
              class="lane"
              role="img"
              aria-label={`${row.name}: ${leftName} ${row.left}, ${words('bothWord')} ${row.both}, ${rightName} ${row.right}`}
            >
              {(['left', 'both', 'right'] as const).map(
                (part) =>
                  row[part] > 0 && (
                    <i
                      key={part}
                      class={part}
                      style={{ left: `${bars[i][part].at}%`, width: `${bars[i][part].width}%` }}
                    >
                      <b>{count(row[part])}</b>
                    </i>
                  ),
              )}
            </span>
          </div>
        ))}
      </div>
    </Figure>
  )
}
