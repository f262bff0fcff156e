/**
 * How many of many surprises to believe: among a hundred series some are outside their limits by chance every week.
 *
 * Reference: Benjamini and Hochberg (1995), "Controlling the false discovery rate".
 */

/** Which of the probabilities are small enough that at most a share `rate` of those kept is expected to be chance. */
export function believable(probabilities: readonly number[], rate: number): boolean[] {
  const order = probabilities.map((_, i) => i).sort((a, b) => probabilities[a] - probabilities[b])
  let keep = 0
  order.forEach((i, rank) => {
    if (probabilities[i] <= (rate * (rank + 1)) / order.length) keep = rank + 1
  })
  const out = probabilities.map(() => false)
  for (const i of order.slice(0, keep)) out[i] = true
  return out
}
