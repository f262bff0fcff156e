/** How surprising a count or a mean is: tails of the Poisson, and amounts held against what is usual for their kind. */
import type { RingBook } from './ring-book.ts'

/** log10 of the probability that a Poisson count with this mean is at least `count`, by its Chernoff bound; 0 when not above. */
export function poissonTail(count: number, mean: number): number {
  if (count <= mean || mean <= 0) return count > 0 && mean <= 0 ? Number.NEGATIVE_INFINITY : 0
  return (count - mean - count * Math.log(count / mean)) / Math.LN10
}

/**
 * How far each claim's amount (or another figure of it) lies from what is usual for its line, peril and region, as a difference of logarithms; NaN for claims
 * without an amount. Usual is the mean of the logarithms, drawn towards that of the line where there are few.
 */
export function amountResiduals(
  { claims }: RingBook,
  amounts: Float64Array | Float32Array = claims.amount,
): Float32Array {
  const few = 10
  const logs = Float32Array.from(amounts, (amount) => (amount > 0 ? Math.log(amount) : Number.NaN))
  const lines = means(logs, claims.line)
  const kinds = kindNumbers(claims)
  const sums = new Map<number, { sum: number; n: number }>()
  for (let c = 0; c < claims.count; c++) {
    if (Number.isNaN(logs[c])) continue
    const entry = sums.get(kinds[c]) ?? { sum: 0, n: 0 }
    entry.sum += logs[c]
    entry.n++
    sums.set(kinds[c], entry)
  }
  return logs.map((log, c) => {
    const kind = sums.get(kinds[c])
    const line = lines.get(claims.line[c]) ?? 0
    return kind ? log - (kind.sum + few * line) / (kind.n + few) : Number.NaN
  })
}

/** A number for each line and peril. */
function kindNumbers({ count, line, peril }: RingBook['claims']): Int32Array {
  const numbers = new Map<string, Map<string | null, number>>()
  let next = 0
  const kinds = new Int32Array(count)
  for (let c = 0; c < count; c++) {
    const ofLine = numbers.get(line[c]) ?? new Map<string | null, number>()
    if (ofLine.size === 0) numbers.set(line[c], ofLine)
    const known = ofLine.get(peril[c])
    if (known === undefined) ofLine.set(peril[c], next)
    kinds[c] = known ?? next++
  }
  return kinds
}

function means(values: Float32Array, keys: readonly string[]): Map<string, number> {
  const sums = new Map<string, { sum: number; n: number }>()
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue
    const entry = sums.get(keys[i]) ?? { sum: 0, n: 0 }
    entry.sum += values[i]
    entry.n++
    sums.set(keys[i], entry)
  }
  return new Map([...sums].map(([key, { sum, n }]) => [key, sum / n]))
}

/** Mean and t value of some residuals; NaN left out. */
export function excess(
  residuals: Float32Array,
  claims: ArrayLike<number>,
): { n: number; mean: number; t: number } {
  let n = 0
  let sum = 0
  let squares = 0
  for (let i = 0; i < claims.length; i++) {
    const value = residuals[claims[i]]
    if (Number.isNaN(value)) continue
    n++
    sum += value
    squares += value * value
  }
  if (n < 2) return { n, mean: n ? sum : 0, t: 0 }
  const mean = sum / n
  const deviation = Math.sqrt(Math.max((squares - n * mean * mean) / (n - 1), 0.01))
  return { n, mean, t: (mean * Math.sqrt(n)) / deviation }
}
