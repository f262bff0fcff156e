/** How scores turned out, quarter by quarter, once the outcomes became known. */
import { aucInterval } from '../training/intervals.ts'
import { brier } from '../training/losses.ts'

export const DEFAULTS = {
  /** Events, and rows without one, from which a quarter has an AUC. */
  leastEvents: 3,
} as const

export interface PeriodPerformance {
  /** `2026-Q1`. */
  readonly period: string
  readonly rows: number
  readonly events: number
  /** Sum of the probabilities. */
  readonly expected: number
  readonly auc: { readonly value: number; readonly low: number; readonly high: number } | null
  readonly brier: number
}

/** The quarter of a moment, in UTC. */
export function quarterOf(at: number): string {
  const date = new Date(at)
  return `${date.getUTCFullYear()}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`
}

/** Measures by quarter of `at` (ms since 1970); rows without an outcome (NaN) are left out. */
export function performanceByQuarter(
  probability: Float64Array,
  y: Float64Array,
  at: Float64Array,
): PeriodPerformance[] {
  const groups = new Map<string, number[]>()
  y.forEach((outcome, i) => {
    if (Number.isNaN(outcome)) return
    const period = quarterOf(at[i])
    const rows = groups.get(period)
    if (rows) rows.push(i)
    else groups.set(period, [i])
  })
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([period, rows]) => {
      const p = Float64Array.from(rows, (i) => probability[i])
      const outcomes = Float64Array.from(rows, (i) => y[i])
      const events = outcomes.reduce((a, b) => a + b, 0)
      const enough = Math.min(events, rows.length - events) >= DEFAULTS.leastEvents
      return {
        period,
        rows: rows.length,
        events,
        expected: p.reduce((a, b) => a + b, 0),
        auc: enough ? aucInterval(p, outcomes) : null,
        brier: brier(p, outcomes),
      }
    })
}
