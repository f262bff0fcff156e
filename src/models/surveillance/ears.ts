/**
 * The Early Aberration Reporting System: a week against the mean and the deviation of the seven before it.
 *
 * Reference: Hutwagner, Thompson, Seeman and Treadwell (2003), "The bioterrorism preparedness and response Early Aberration
 * Reporting System"; Fricker, Hegler and Dunfee (2008) for the limits.
 */
import { normalQuantile } from '../../util/normal.ts'

export type EarsMethod = 'C1' | 'C2' | 'C3'

export const DEFAULTS = {
  baseline: 7,
  /** Tail probability of the limit by method. */
  alpha: { C1: 0.001, C2: 0.001, C3: 0.025 },
} as const

/** Upper limit of `counts[at]`; NaN without enough before it, and for C3 where the baseline does not vary. */
export function earsLimit(
  counts: Float64Array,
  at: number,
  method: EarsMethod,
  baseline: number = DEFAULTS.baseline,
): number {
  const z = normalQuantile(1 - DEFAULTS.alpha[method])
  const gap = method === 'C1' ? 0 : 2
  if (at < baseline + gap + (method === 'C3' ? 2 : 0)) return Number.NaN
  const { mean, deviation } = momentsOf(counts, at - gap - baseline, at - gap)
  if (method !== 'C3') return mean + z * deviation
  // As in R: the current count itself, and what the two periods before it have used up, so that their excess decides.
  let used = 0
  for (let i = at - 2; i < at; i++) {
    const past = momentsOf(counts, i - gap - baseline, i - gap)
    used += Math.max(0, (counts[i] - past.mean) / past.deviation - 1)
  }
  return Math.max(0, counts[at] + deviation * (z - used))
}

function momentsOf(counts: Float64Array, from: number, to: number) {
  let sum = 0
  for (let i = from; i < to; i++) sum += counts[i]
  const mean = sum / (to - from)
  let squares = 0
  for (let i = from; i < to; i++) squares += (counts[i] - mean) ** 2
  return { mean, deviation: Math.sqrt(squares / (to - from - 1)) }
}
