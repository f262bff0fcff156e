/**
 * Minimises a function of a few variables without derivatives.
 *
 * Reference: Nelder and Mead (1965), "A simplex method for function minimization".
 */
export interface Minimum {
  readonly at: readonly number[]
  readonly value: number
}

const DEFAULTS = { iterations: 300, tolerance: 1e-8 } as const

/** Starts from `start` and corners `step` away; values outside of the domain are +Infinity. */
export function nelderMead(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  step: readonly number[],
): Minimum {
  const d = start.length
  if (d === 0) return { at: [], value: f([]) }
  const corner = (at: readonly number[]) => ({ at, value: f(at) })
  const simplex = [
    corner(start),
    ...start.map((_, i) => corner(start.map((v, j) => (i === j ? v + step[i] : v)))),
  ]
  for (let iteration = 0; iteration < DEFAULTS.iterations; iteration++) {
    simplex.sort((a, b) => a.value - b.value)
    const [best, worst] = [simplex[0], simplex[d]]
    if (worst.value - best.value <= DEFAULTS.tolerance * (Math.abs(best.value) + 1e-12)) break
    const centre = start.map((_, j) => simplex.slice(0, d).reduce((sum, { at }) => sum + at[j] / d, 0))
    const along = (t: number) => corner(centre.map((c, j) => c + t * (worst.at[j] - c)))
    const reflected = along(-1)
    if (reflected.value < best.value) {
      const expanded = along(-2)
      simplex[d] = expanded.value < reflected.value ? expanded : reflected
    } else if (reflected.value < simplex[d - 1].value) simplex[d] = reflected
    else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5)
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[d] = contracted
      else
        for (let i = 1; i <= d; i++)
          simplex[i] = corner(simplex[i].at.map((v, j) => best.at[j] + (v - best.at[j]) / 2))
    }
  }
  return simplex.reduce((a, b) => (b.value < a.value ? b : a))
}
