/** How a model does in groups of people and business: measured for fairness and for weak spots, never used to score. */
import { aucInterval } from '../training/intervals.ts'
import { normalQuantile } from '../util/normal.ts'

export const DEFAULTS = {
  /** Rows with an outcome, and events, below which a group's figures are marked as small. */
  smallRows: 50,
  smallEvents: 10,
  /** Events, and rows without one, from which a group has an AUC. */
  leastEvents: 3,
  /** Groups shown of a dimension, the largest first. */
  groups: 12,
  level: 0.95,
} as const

export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface GroupMeasures {
  readonly group: string
  /** Held-out rows, with or without an outcome. */
  readonly rows: number
  /** Those whose outcome is known. */
  readonly known: number
  readonly events: number
  /** Sum of the probabilities of the known rows. */
  readonly expected: number
  readonly auc: Interval | null
  /** Share of all rows that reach the line of attention. */
  readonly flagged: Interval
  /** Too few rows or events to lean on. */
  readonly isSmall: boolean
}

/** Measures by group; rows without a group are left out, groups beyond the largest are too. */
export function measureGroups(
  probability: Float64Array,
  y: Float64Array,
  groups: readonly (string | null)[],
  attention: number,
): GroupMeasures[] {
  const byGroup = new Map<string, number[]>()
  groups.forEach((group, i) => {
    if (group === null) return
    const rows = byGroup.get(group)
    if (rows) rows.push(i)
    else byGroup.set(group, [i])
  })
  const largest = [...byGroup].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
  return largest
    .slice(0, DEFAULTS.groups)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, rows]) => {
      const known = rows.filter((i) => !Number.isNaN(y[i]))
      const p = Float64Array.from(known, (i) => probability[i])
      const outcomes = Float64Array.from(known, (i) => y[i])
      const events = outcomes.reduce((a, b) => a + b, 0)
      return {
        group,
        rows: rows.length,
        known: known.length,
        events,
        expected: p.reduce((a, b) => a + b, 0),
        auc:
          Math.min(events, known.length - events) >= DEFAULTS.leastEvents ? aucInterval(p, outcomes) : null,
        flagged: shareInterval(rows.filter((i) => probability[i] >= attention).length, rows.length),
        isSmall: known.length < DEFAULTS.smallRows || events < DEFAULTS.smallEvents,
      }
    })
}

/** A share with Wilson's interval. */
export function shareInterval(count: number, rows: number): Interval {
  if (rows === 0) return { value: 0, low: 0, high: 1 }
  const z = normalQuantile((1 + DEFAULTS.level) / 2)
  const share = count / rows
  const centre = (share + z ** 2 / (2 * rows)) / (1 + z ** 2 / rows)
  const reach = (z * Math.sqrt((share * (1 - share)) / rows + z ** 2 / (4 * rows ** 2))) / (1 + z ** 2 / rows)
  return {
    value: share,
    low: Math.max(0, Math.min(share, centre - reach)),
    high: Math.min(1, Math.max(share, centre + reach)),
  }
}
