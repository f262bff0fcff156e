/** How well entities agree with the truth, pair by pair. */

export interface PairwiseScore {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly truePairs: number
  readonly foundPairs: number
  readonly correctPairs: number
}

const pairsOf = (n: number) => (n * (n - 1)) / 2

function countPairs(labels: Iterable<string>): number {
  const sizes = new Map<string, number>()
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1)
  let pairs = 0
  for (const size of sizes.values()) pairs += pairsOf(size)
  return pairs
}

/**
 * Pairwise precision, recall and F1 of `found` (party_id to entity_id) against `truth` (party_id to true person). Parties that
 * are absent from the truth are left out. Without any pair a measure is 1.
 */
export function evaluatePairs(
  found: ReadonlyMap<string, string>,
  truth: ReadonlyMap<string, string>,
): PairwiseScore {
  const parties = [...truth.keys()].filter((party) => found.has(party))
  const truePairs = countPairs(truth.values())
  const foundPairs = countPairs(parties.map((party) => found.get(party) as string))
  const correctPairs = countPairs(parties.map((party) => `${found.get(party)}\u0000${truth.get(party)}`))
  const precision = foundPairs === 0 ? 1 : correctPairs / foundPairs
  const recall = truePairs === 0 ? 1 : correctPairs / truePairs
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { precision, recall, f1, truePairs, foundPairs, correctPairs }
}
