/** How much more fraud a group has than everybody, among those whose outcome is known. */
import { wilson } from '../util/wilson.ts'

export interface Outcomes {
  readonly known: number
  readonly frauds: number
  /** Share of the known ones, null when none is. */
  readonly share: number | null
  /** Share against the share of all, with its 95 % interval; null when either is unknown. */
  readonly lift: number | null
  readonly low: number | null
  readonly high: number | null
}

/** `y` is 1, 0 or NaN by row; `rows` are those of the group. */
export function liftOf(y: Float64Array, rows: Iterable<number>, base: number): Outcomes {
  let [known, frauds] = [0, 0]
  for (const row of rows) {
    if (Number.isNaN(y[row])) continue
    known++
    frauds += y[row]
  }
  if (known === 0) return { known, frauds, share: null, lift: null, low: null, high: null }
  const share = frauds / known
  if (!(base > 0)) return { known, frauds, share, lift: null, low: null, high: null }
  const { low, high } = wilson(share, known)
  return { known, frauds, share, lift: share / base, low: low / base, high: high / base }
}

/** The columns about outcomes, as the tables of segments have them. */
export const outcomeColumns = (outcomes: readonly Outcomes[]) => ({
  known: outcomes.map(({ known }) => known),
  frauds: outcomes.map(({ frauds }) => frauds),
  fraud_share: outcomes.map(({ share }) => share),
  lift: outcomes.map(({ lift }) => lift),
  lift_low: outcomes.map(({ low }) => low),
  lift_high: outcomes.map(({ high }) => high),
})
