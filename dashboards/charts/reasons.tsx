/** Reasons as bars from the middle: right raises, left lowers. */
import type { ComponentChildren } from 'preact'
import { signed } from '../format.ts'

export interface ReasonRow {
  readonly text: ComponentChildren
  readonly note?: ComponentChildren
  readonly logOdds: number
}

/** Where zero stands and how long each bar is, in per cent of the width. */
export function reasonScale(values: readonly number[]) {
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values)
  const span = high - low || 1
  const zero = (Math.abs(low) / span) * 100
  return {
    zero,
    bars: values.map((value) => ({
      left: value >= 0 ? zero : zero - (-value / span) * 100,
      width: (Math.abs(value) / span) * 100,
    })),
  }
}

export function Reasons({ rows }: { rows: readonly ReasonRow[] }) {
  const { zero, bars } = reasonScale(rows.map((row) => row.logOdds))
  return (
    <ul class="reasons">
      {rows.map((row, i) => (
        <li class="reason" key={i}>
          <span>
            {row.text}
            {row.note && <span class="two muted small"> {row.note}</span>}
          </span>
          <span class="diverge" style={{ '--zero': `${zero}%` }} aria-hidden="true">
            <i
              class={row.logOdds >= 0 ? 'up' : 'downward'}
              style={{ left: `${bars[i].left}%`, width: `${bars[i].width}%` }}
            />
          </span>
          <span class="number">{signed(row.logOdds)}</span>
        </li>
      ))}
    </ul>
  )
}
