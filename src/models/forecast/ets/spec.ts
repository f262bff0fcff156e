/** The models of the exponential smoothing family: error, trend and season, each of its own kind. */

/** `A` additive, `M` multiplicative, `Ad` additive and damped, `N` none. */
export interface EtsSpec {
  readonly error: 'A' | 'M'
  readonly trend: 'N' | 'A' | 'Ad'
  readonly season: 'N' | 'A' | 'M'
}

export const nameOf = ({ error, trend, season }: EtsSpec): string => `ETS(${error},${trend},${season})`

/**
 * The models to choose among. Additive errors with multiplicative seasons have infinite variance far ahead, and multiplicative
 * trends explode: both are left out, as Hyndman and Khandakar do.
 */
export function specsFor(options: {
  readonly seasonal: boolean
  readonly positive: boolean
}): readonly EtsSpec[] {
  const out: EtsSpec[] = []
  for (const season of options.seasonal ? (['N', 'A', 'M'] as const) : (['N'] as const))
    for (const trend of ['N', 'A', 'Ad'] as const)
      for (const error of ['A', 'M'] as const) {
        if ((error === 'M' || season === 'M') && !options.positive) continue
        if (error === 'A' && season === 'M') continue
        out.push({ error, trend, season })
      }
  return out
}

/** Weights on the error, damping and start states of a spec: what a fit has to find. */
export function parameterCount({ trend, season }: EtsSpec, m: number): number {
  const trended = trend === 'N' ? 0 : trend === 'A' ? 2 : 3
  return 2 + trended + (season === 'N' ? 0 : m)
}
