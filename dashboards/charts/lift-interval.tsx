/** A lift with its interval on a ratio scale, and the line of "like all". */
import { decimal } from '../format.ts'
import { words } from '../words.ts'

/** Lifts at the ends of the scale. */
const ENDS = [1 / 8, 8] as const

/** Place of a lift in percent of the lane. */
export function placeOf(lift: number): number {
  const cut = Math.max(ENDS[0], Math.min(ENDS[1], lift))
  return (100 * (Math.log(cut) - Math.log(ENDS[0]))) / (Math.log(ENDS[1]) - Math.log(ENDS[0]))
}

interface LiftProps {
  readonly lift: number | null
  readonly low: number | null
  readonly high: number | null
  readonly known: number
  readonly frauds: number
}

export function LiftInterval({ lift, low, high, known, frauds }: LiftProps) {
  if (lift === null || low === null || high === null) return <p class="small muted">{words('noOutcomes')}</p>
  const [from, to] = [placeOf(low), placeOf(high)]
  return (
    <div class="lift-interval">
      <span class="lane" aria-hidden="true">
        <i class="one" style={{ left: `${placeOf(1)}%` }} />
        <i class="span" style={{ left: `${from}%`, width: `${to - from}%` }} />
        <i class="point" style={{ left: `${placeOf(lift)}%` }} />
      </span>
      <span class="small">
        <b>{decimal(lift, 1)} ×</b>{' '}
        <span class="muted">
          {decimal(low, 1)}–{decimal(high, 1)} · {frauds}/{known} {words('ofKnown')}
        </span>
      </span>
    </div>
  )
}
