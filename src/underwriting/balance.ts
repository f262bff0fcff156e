/** The balance property, line by line: what is expected of a line is what happened in it. */

/** Expected events (or claims with an amount) that a line needs to be believed as much as the book. */
const PRIOR_EVENTS = 20

/** Observed over expected by line, drawn to the book's own where a line has seen few `events`; `*` is the book. */
export function fitBalance(
  lines: readonly (string | null)[],
  expected: Float64Array,
  observed: Float64Array,
  events: Float64Array,
): ReadonlyMap<string, number> {
  const sums = new Map([['*', { expected: 0, observed: 0, events: 0 }]])
  for (let i = 0; i < expected.length; i++) {
    for (const key of lines[i] === null ? ['*'] : ['*', lines[i] as string]) {
      const sum = sums.get(key) ?? { expected: 0, observed: 0, events: 0 }
      sum.expected += expected[i]
      sum.observed += observed[i]
      sum.events += events[i]
      sums.set(key, sum)
    }
  }
  const book = sums.get('*') as { expected: number; observed: number }
  const all = book.expected > 0 && book.observed > 0 ? book.observed / book.expected : 1
  const factors = new Map([['*', all]])
  let balanced = 0
  for (const [line, sum] of sums) {
    if (line === '*') continue
    const own = sum.expected > 0 ? sum.observed / sum.expected : all
    const credibility = sum.events / (sum.events + PRIOR_EVENTS)
    const factor = credibility * own + (1 - credibility) * all
    factors.set(line, factor)
    balanced += factor * sum.expected
  }
  // Credibility moves sums between lines; the book as a whole stays exact.
  if (balanced > 0 && book.observed > 0 && lines.every((line) => line !== null))
    for (const [line, factor] of factors)
      if (line !== '*') factors.set(line, (factor * book.observed) / balanced)
  return factors
}
