/** A set of thresholds: where bands begin, and where a score becomes an alert, by kind of finding and line of business. */
import { UserError } from '../errors.ts'
import { type Band, LINES, type Severity } from '../schema/words.ts'
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

export const SUBJECTS = ['claim', 'provider', 'policy', 'ring'] as const
/** What limits are set for; signals have limits of their own. */
export type Subject = (typeof SUBJECTS)[number]

export interface ThresholdSet {
  /** Where the bands moderate, elevated and high begin, as probabilities. */
  readonly bands: { readonly moderate: number; readonly elevated: number; readonly high: number }
  readonly limits: Readonly<Record<Subject, Limits>>
  /** Limits of claims of one line, where they differ. */
  readonly lines: { readonly [line: string]: Limits }
  /** Standard deviations outside a signal's limits. */
  readonly signal: { readonly watch: number; readonly alert: number; readonly critical: number }
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
    claim: limits([0.25, 1000], [0.4, 4000], [0.7, 20_000]),
    provider: limits([0.3, 0], [0.5, 0], [0.8, 0]),
    policy: limits([0.5, 5000], [0.7, 15_000], [0.9, 50_000]),
    ring: limits([0.4, 0], [0.6, 10_000], [0.8, 50_000]),
  },
  lines: {
    // Small sums, many of them: what matters is that they repeat.
    travel: limits([0.25, 200], [0.4, 1000], [0.7, 5000]),
    health: limits([0.25, 500], [0.4, 2500], [0.7, 15_000]),
  },
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
  const size = Math.abs(z)
  if (size >= set.signal.critical) return 'critical'
  if (size >= set.signal.alert) return 'high'
  return size >= set.signal.watch ? 'medium' : null
}

/** The band of a probability. */
export function bandOf(set: ThresholdSet, probability: number): Band {
  const { moderate, elevated, high } = set.bands
  return probability >= high
    ? 'high'
    : probability >= elevated
      ? 'elevated'
      : probability >= moderate
        ? 'moderate'
        : 'low'
}

/**
 * Reads a set from JSON. Every guard rail is checked: numbers finite and in range, levels in order, lines known, nothing unknown.
 * @throws UserError (422) naming all that is wrong at once.
 */
export function parseThresholds(value: unknown): ThresholdSet {
  const faults: string[] = []
  const root = fields(value, 'thresholds', ['bands', 'limits', 'lines', 'signal'], faults)
  const bands = fields(root.bands, 'bands', ['moderate', 'elevated', 'high'], faults)
  rising(bands, 'bands', ['moderate', 'elevated', 'high'], 0, 1, faults)
  const subjects = fields(root.limits, 'limits', SUBJECTS, faults)
  for (const subject of SUBJECTS) checkLimits(subjects[subject], `limits.${subject}`, faults)
  for (const [line, of] of Object.entries(isRecord(root.lines) ? root.lines : {})) {
    if (!(LINES as readonly string[]).includes(line)) faults.push(`lines.${line} is no line of business`)
    checkLimits(of, `lines.${line}`, faults)
  }
  const signal = fields(root.signal, 'signal', LEVELS, faults)
  rising(signal, 'signal', LEVELS, 1, 100, faults)
  if (faults.length > 0) throw new UserError(`invalid thresholds: ${faults.join('; ')}`, 422)
  return value as ThresholdSet
}

function checkLimits(value: unknown, place: string, faults: string[]): void {
  const levels = fields(value, place, LEVELS, faults)
  const parts = LEVELS.map((level) =>
    fields(levels[level], `${place}.${level}`, ['probability', 'expectedLossAmount'], faults),
  )
  const column = (name: string) => Object.fromEntries(LEVELS.map((level, i) => [level, parts[i][name]]))
  rising(column('probability'), `${place} probability`, LEVELS, 0, 1, faults)
  // Sums may be equal: a subject without money is judged by probability alone.
  rising(column('expectedLossAmount'), `${place} expectedLossAmount`, LEVELS, 0, 1e12, faults, true)
}

function rising(
  of: Readonly<Record<string, unknown>>,
  place: string,
  names: readonly string[],
  low: number,
  high: number,
  faults: string[],
  equal = false,
): void {
  const values = names.map((name) => of[name])
  const bad = names.filter((_, i) => {
    const v = values[i]
    return typeof v !== 'number' || !Number.isFinite(v) || v < low || v > high
  })
  if (bad.length > 0) faults.push(`${place} ${bad.join(', ')} must be numbers from ${low} to ${high}`)
  else {
    const numbers = values as number[]
    if (numbers.some((v, i) => i > 0 && (equal ? v < numbers[i - 1] : v <= numbers[i - 1])))
      faults.push(`${place} must rise: ${names.join(' < ')}`)
  }
}

function fields(
  value: unknown,
  place: string,
  names: readonly string[],
  faults: string[],
): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) {
    faults.push(`${place} is missing`)
    return {}
  }
  const strange = Object.keys(value).filter((name) => !names.includes(name))
  if (strange.length > 0) faults.push(`${place} has unknown ${strange.join(', ')}`)
  return value
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
