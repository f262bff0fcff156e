/** A set of thresholds: where bands begin, and where a score becomes an alert, by kind of finding and line of business. */
import type { Band, Severity } from '../schema/words.ts'
import { hashOf } from '../util/hash.ts'

export const LEVELS = ['watch', 'alert', 'critical'] as const
/** Below `watch` nothing is raised; from there on an alert has severity low, medium, high or critical. */
export type Level = (typeof LEVELS)[number]

/** Both must be reached. */
export interface Limit {
  /** Calibrated probability (for a ring its score), 0 to 1. */
  readonly probability: number
  /** In the book's currency, 0 or more. */
  readonly expectedLossAmount: number
}

export type Limits = Readonly<Record<Level, Limit>>

export const SUBJECTS = ['claim', 'provider', 'ring'] as const
/** What limits are set for; policies and signals have limits of their own. */
export type Subject = (typeof SUBJECTS)[number]

export interface ThresholdSet {
  /** Where the bands moderate, elevated and high begin, as probabilities. */
  readonly bands: { readonly moderate: number; readonly elevated: number; readonly high: number }
  readonly limits: Readonly<Record<Subject, Limits>>
  /** Limits of claims of one line, where they differ. */
  readonly lines: { readonly [line: string]: Limits }
  /** Expected cost of a policy as a multiple of its peers' median: where it becomes an alert, and where its bands begin. */
  readonly policy: Readonly<Record<Level, number>>
  readonly policyBands: { readonly moderate: number; readonly elevated: number; readonly high: number }
  /** Standard deviations outside a signal's limits. */
  readonly signal: Readonly<Record<Level, number>>
}

const limits = (
  watch: readonly [number, number],
  alert: readonly [number, number],
  critical: readonly [number, number],
): Limits => ({
  watch: { probability: watch[0], expectedLossAmount: watch[1] },
  alert: { probability: alert[0], expectedLossAmount: alert[1] },
  critical: { probability: critical[0], expectedLossAmount: critical[1] },
})

/** In force until somebody sets others: alerts go to the few per cent of claims where looking pays. */
export const DEFAULT_THRESHOLDS: ThresholdSet = {
  bands: { moderate: 0.05, elevated: 0.15, high: 0.35 },
  limits: {
    claim: limits([0.08, 500], [0.2, 3000], [0.45, 15_000]),
    provider: limits([0.3, 0], [0.5, 0], [0.8, 0]),
    ring: limits([0.4, 0], [0.6, 10_000], [0.8, 50_000]),
  },
  lines: {
    // Small sums, many of them: what matters is that they repeat.
    travel: limits([0.08, 100], [0.2, 500], [0.45, 3000]),
    health: limits([0.08, 300], [0.2, 1500], [0.45, 8000]),
  },
  policy: { watch: 2, alert: 3, critical: 5 },
  policyBands: { moderate: 1.15, elevated: 1.4, high: 1.8 },
  signal: { watch: 2.5, alert: 3.5, critical: 5 },
}

/** Hash of what the set says, whatever its version is called. */
export function thresholdHash(set: ThresholdSet): string {
  return hashOf(set)
}

/** The limits that a finding is held against. */
export function limitsOf(set: ThresholdSet, subject: Subject, line: string | null): Limits {
  return (subject === 'claim' && line !== null ? set.lines[line] : undefined) ?? set.limits[subject]
}

/** Severity of a finding, or null when it stays below the line. */
export function severityOf(limits: Limits, probability: number, expectedLossAmount: number): Severity | null {
  const reaches = ({ probability: p, expectedLossAmount: loss }: Limit) =>
    probability >= p && expectedLossAmount >= loss
  if (reaches(limits.critical)) return 'critical'
  if (reaches(limits.alert)) return 'high'
  if (!reaches(limits.watch)) return null
  // Between watch and alert: medium when either measure alone is at the alert line.
  const half =
    probability >= limits.alert.probability || expectedLossAmount >= limits.alert.expectedLossAmount
  return half ? 'medium' : 'low'
}

/** Severity of a point outside its limits by `z`, or null. */
export function signalSeverity(set: ThresholdSet, z: number): Severity | null {
  return levelOf(set.signal, Math.abs(z))
}

/** Severity of a policy that is expected to cost `multiple` times its peers' median, or null. */
export function policySeverity(set: ThresholdSet, multiple: number): Severity | null {
  return levelOf(set.policy, multiple)
}

function levelOf(levels: Readonly<Record<Level, number>>, value: number): Severity | null {
  if (value >= levels.critical) return 'critical'
  if (value >= levels.alert) return 'high'
  return value >= levels.watch ? 'medium' : null
}

/** The band of a probability of fraud. */
export function bandOf(set: ThresholdSet, probability: number): Band {
  return bandIn(set.bands, probability)
}

/** The band of a policy that is expected to cost `multiple` times its peers' median. */
export function policyBandOf(set: ThresholdSet, multiple: number): Band {
  return bandIn(set.policyBands, multiple)
}

function bandIn({ moderate, elevated, high }: ThresholdSet['bands'], value: number): Band {
  if (value >= high) return 'high'
  if (value >= elevated) return 'elevated'
  return value >= moderate ? 'moderate' : 'low'
}
