/** How a model does in groups of people and business: measured for fairness and for weak spots, never used to score. */
import { aucInterval } from '../training/intervals.ts'
import { wilson } from '../util/wilson.ts'
import { devianceInterval, giniInterval, type RateRows, ratioInterval, takeRates } from './rate-measures.ts'

export const DEFAULTS = {
  /** Rows with an outcome, and events, below which a group's figures are marked as small. */
  smallRows: 50,
  smallEvents: 10,
  /** Events, and rows without one, from which a group has an AUC. */
  leastEvents: 3,
  /** Groups shown of a dimension, the largest first. */
  groups: 12,
} as const

export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

interface GroupCounts {
  readonly group: string
  /** Held-out rows, with or without an outcome. */
  readonly rows: number
  /** Those whose outcome is known. */
  readonly known: number
  readonly events: number
  /** Events that were expected of the known rows: the sum of their probabilities, or of their rates over their exposure. */
  readonly expected: number
  /** Too few rows or events to lean on. */
  readonly isSmall: boolean
}

/** How a group's yes or no was told. */
export interface ChanceGroup extends GroupCounts {
  readonly auc: Interval | null
  /** Share of all rows that reach the line of attention. */
  readonly flagged: Interval
}

/** How a group's counts over exposure were told. */
export interface RateGroup extends GroupCounts {
  readonly rates: {
    /** Years. */
    readonly exposure: number
    /** Poisson deviance a year of exposure. */
    readonly deviance: Interval
    /** Events over those expected. */
    readonly ratio: Interval
    /** Null with too few events. */
    readonly gini: Interval | null
  }
}

export type GroupMeasures = ChanceGroup | RateGroup

/** Measures by group; rows without a group are left out, groups beyond the largest are too. */
export function measureGroups(
  probability: Float64Array,
  y: Float64Array,
  groups: readonly (string | null)[],
  attention: number,
): ChanceGroup[] {
  return largestGroups(groups).map(([group, rows]) => {
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
      auc: Math.min(events, known.length - events) >= DEFAULTS.leastEvents ? aucInterval(p, outcomes) : null,
      flagged: shareInterval(rows.filter((i) => probability[i] >= attention).length, rows.length),
      isSmall: known.length < DEFAULTS.smallRows || events < DEFAULTS.smallEvents,
    }
  })
}

/** The same of rates against counts over exposure, all of them known. */
export function measureRateGroups(all: RateRows, groups: readonly (string | null)[]): RateGroup[] {
  return largestGroups(groups).map(([group, rows]) => {
    const own = takeRates(all, rows)
    const events = own.count.reduce((a, b) => a + b, 0)
    const gini = giniInterval(own)
    return {
      group,
      rows: rows.length,
      known: rows.length,
      events,
      expected: own.rate.reduce((sum, rate, i) => sum + rate * own.exposure[i], 0),
      rates: {
        exposure: own.exposure.reduce((a, b) => a + b, 0),
        deviance: devianceInterval(own),
        ratio: ratioInterval(own),
        gini: events >= DEFAULTS.leastEvents && Number.isFinite(gini.value) ? gini : null,
      },
      isSmall: rows.length < DEFAULTS.smallRows || events < DEFAULTS.smallEvents,
    }
  })
}

/** Rows of each of the largest groups, in the order of their names. */
function largestGroups(groups: readonly (string | null)[]): [string, number[]][] {
  const byGroup = new Map<string, number[]>()
  groups.forEach((group, i) => {
    if (group === null) return
    const rows = byGroup.get(group)
    if (rows) rows.push(i)
    else byGroup.set(group, [i])
  })
  return [...byGroup]
    .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    .slice(0, DEFAULTS.groups)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

/** A share with Wilson's interval. */
export function shareInterval(count: number, rows: number): Interval {
  if (rows === 0) return { value: 0, low: 0, high: 1 }
  return { value: count / rows, ...wilson(count / rows, rows) }
}
