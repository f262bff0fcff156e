/** The reasons that are named, and what is left over. */

export const DEFAULTS = {
  /** Reasons named; the rest is `other`. */
  named: 12,
} as const

export interface NamedEffect {
  readonly name: string
  readonly effect: number
}

/** The strongest of the given reasons, strongest first, and `other`, which makes them add up to `total`. */
export function leadingReasons(
  reasons: readonly NamedEffect[],
  total: number,
  named: number = DEFAULTS.named,
): NamedEffect[] {
  const leading = reasons
    .filter(({ effect }) => effect !== 0)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, named)
  const rest = leading.reduce((left, { effect }) => left - effect, total)
  return [...leading, { name: 'other', effect: rest }]
}
