/** Two sets of alerts side by side: how many of each kind and severity, which come in and which fall out. */
import { ALERT_KINDS, type AlertCandidate } from '../../alert.ts'
import { SEVERITIES } from '../../schema/words.ts'
import type { ThresholdTrial } from '../schemas/index.ts'

export const DEFAULTS = {
  /** Alerts that are named on each side. */
  examples: 12,
} as const

/** Compares what is raised now with what would be raised under the other set. */
export function compareCandidates(
  now: readonly AlertCandidate[],
  tried: readonly AlertCandidate[],
): Omit<ThresholdTrial, 'open'> {
  const before = new Map(now.map((one) => [one.dedupeKey, one]))
  const after = new Map(tried.map((one) => [one.dedupeKey, one]))
  const added = tried.filter((one) => !before.has(one.dedupeKey))
  const dropped = now.filter((one) => !after.has(one.dedupeKey))
  return {
    kinds: ALERT_KINDS.map((kind) => {
      const of = (list: readonly AlertCandidate[]) => list.filter((one) => one.kind === kind)
      return {
        kind,
        now: sideOf(of(now)),
        tried: sideOf(of(tried)),
        added: of(added).length,
        dropped: of(dropped).length,
        moved: of(tried).filter(
          (one) => (before.get(one.dedupeKey)?.severity ?? one.severity) !== one.severity,
        ).length,
      }
    }),
    added: examples(added),
    dropped: examples(dropped),
  }
}

function sideOf(list: readonly AlertCandidate[]) {
  const bySeverity = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, list.filter((one) => one.severity === severity).length]),
  ) as Record<(typeof SEVERITIES)[number], number>
  return {
    alerts: list.length,
    expectedLossAmount: list.reduce((sum, one) => sum + one.expectedLossAmount, 0),
    bySeverity,
  }
}

const examples = (list: readonly AlertCandidate[]) =>
  list
    .slice(0, DEFAULTS.examples)
    .map(({ kind, subjectId, line, title, severity, probability, expectedLossAmount }) => ({
      kind,
      subjectId,
      line,
      title,
      severity,
      probability,
      expectedLossAmount,
    }))
