/**
 * Cumulative sums of standardised counts: small rises that last are found where no single week stands out.
 *
 * Reference: Rossi, Lampugnani and Marchi (1999), "An approximate CUSUM procedure for surveillance of health events".
 */

export const DEFAULTS = { reference: 1.04, decision: 2.26 } as const

export interface CusumLimit {
  readonly upper: number
  readonly alarm: boolean
  /** What has piled up, this period included. */
  readonly sum: number
}

/** Limits of `counts` from `from` on against the mean of what lies before it. */
export function cusum(
  counts: Float64Array,
  from: number,
  { reference, decision }: { readonly reference: number; readonly decision: number } = DEFAULTS,
): CusumLimit[] {
  let total = 0
  for (let i = 0; i < from; i++) total += counts[i]
  const mean = total / from
  const deviation = Math.sqrt(mean)
  const out: CusumLimit[] = []
  let sum = 0
  for (let i = from; i < counts.length; i++) {
    const upper = Math.ceil(Math.max(0, deviation * (decision + reference - sum) + mean))
    sum = Math.max(0, sum + (counts[i] - mean) / deviation - reference)
    out.push({ upper, alarm: sum >= decision, sum })
  }
  return out
}
