/**
 * How many of many surprises to believe: among a hundred series some are outside their limits by chance every week.
 *
 * References: Benjamini and Hochberg (1995), "Controlling the false discovery rate"; Benjamini and Bogomolov (2014), "Selective
 * inference on multiple families of hypotheses"; Simes (1986).
 */

/** The smallest rate of false ones at which each would be believed, 0 to 1: never below its probability. */
export function adjusted(probabilities: readonly number[]): number[] {
  const order = probabilities.map((_, i) => i).sort((a, b) => probabilities[b] - probabilities[a])
  const out = probabilities.map(() => 1)
  let least = 1
  order.forEach((i, rank) => {
    least = Math.min(least, (probabilities[i] * order.length) / (order.length - rank))
    out[i] = least
  })
  return out
}

/** Which of the probabilities are small enough that at most a share `rate` of those kept is expected to be chance. */
export function believable(probabilities: readonly number[], rate: number): boolean[] {
  return adjusted(probabilities).map((q) => q <= rate)
}

/**
 * The same in families (the series of one signal): a family is opened when its Simes probability is believed among those of all
 * families, and what stands in it is judged at the rate times the share of families that were opened. So a signal with hundreds of
 * series neither drowns the others nor is drowned, and overlapping cuts of one total do not count each other's warnings as proof.
 * Gives for each the adjusted probability, to be held against `rate`; above `rate` where the family stays closed.
 */
export function adjustedInFamilies(families: readonly (readonly number[])[], rate: number): number[][] {
  const simes = families.map((family) => (family.length > 0 ? Math.min(...adjusted(family)) : 1))
  const opened = believable(simes, rate)
  const share =
    opened.filter(Boolean).length / Math.max(1, families.filter((family) => family.length > 0).length)
  return families.map((family, f) =>
    adjusted(family).map((q) =>
      Math.min(1, opened[f] ? q / share : Math.max(q / Math.max(share, 1e-9), rate * 1.01)),
    ),
  )
}
