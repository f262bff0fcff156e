/** Thresholds as the page moves them: levels, copies with one figure changed, and the severity that a finding would get. */
import type { Severity } from '../src/api/schemas/index.ts'

export const LEVELS = ['watch', 'alert', 'critical'] as const
export type Level = (typeof LEVELS)[number]

export interface Limit {
  readonly probability: number
  readonly expectedLossAmount: number
}
export type Limits = Readonly<Record<Level, Limit>>
/** Figures of policies and trends: one a level. */
export type Steps = Readonly<Record<Level, number>>

export const SUBJECTS = ['claim', 'provider', 'ring'] as const
export type Subject = (typeof SUBJECTS)[number]

/** The part of a set that this page changes; the rest is carried along. */
export interface ThresholdContent {
  readonly limits: Readonly<Record<Subject, Limits>>
  readonly lines: Readonly<Record<string, Limits>>
  readonly policy: Steps
  readonly signal: Steps
}

/** Limits that a finding is held against: a line's own for claims, else those of all. */
export function limitsIn(content: ThresholdContent, subject: Subject, line: string | null): Limits {
  return (subject === 'claim' && line !== null ? content.lines[line] : undefined) ?? content.limits[subject]
}

/** A copy with the limits of a subject, or of one line of claims, exchanged. */
export function withLimits(
  content: ThresholdContent,
  subject: Subject,
  line: string | null,
  limits: Limits,
): ThresholdContent {
  return line === null
    ? { ...content, limits: { ...content.limits, [subject]: limits } }
    : { ...content, lines: { ...content.lines, [line]: limits } }
}

/** A copy in which a line of claims has no limits of its own. */
export function withoutLine(content: ThresholdContent, line: string): ThresholdContent {
  const { [line]: _, ...lines } = content.lines
  return { ...content, lines }
}

/** One corner moved; the others keep their order, each at least a little beyond the one before. */
export function moved(limits: Limits, level: Level, to: Limit): Limits {
  const at = LEVELS.indexOf(level)
  const below = at > 0 ? limits[LEVELS[at - 1]] : undefined
  const above = at < LEVELS.length - 1 ? limits[LEVELS[at + 1]] : undefined
  const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))
  return {
    ...limits,
    [level]: {
      probability: between(
        Math.round(to.probability * 1000) / 1000,
        below ? below.probability + 0.001 : 0,
        above ? above.probability - 0.001 : 1,
      ),
      expectedLossAmount: between(
        Math.round(to.expectedLossAmount),
        below?.expectedLossAmount ?? 0,
        above?.expectedLossAmount ?? 1e12,
      ),
    },
  }
}

/** Severity of a finding under limits, or null where it stays below the line. The API has the last word. */
export function severityUnder(limits: Limits, { probability, expectedLossAmount }: Limit): Severity | null {
  const reaches = (limit: Limit) =>
    probability >= limit.probability && expectedLossAmount >= limit.expectedLossAmount
  if (reaches(limits.critical)) return 'critical'
  if (reaches(limits.alert)) return 'high'
  if (!reaches(limits.watch)) return null
  const half =
    probability >= limits.alert.probability || expectedLossAmount >= limits.alert.expectedLossAmount
  return half ? 'medium' : 'low'
}

/** Whether two sets say the same. */
export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
