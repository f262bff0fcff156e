/**
 * Large losses: capped at a high quantile of their line, so that a handful of claims does not steer the severity; what lies
 * above the cap is spread over all claims of the line as a load. A line with few large losses leans on the whole book
 * (limited-fluctuation credibility).
 */

export const DEFAULTS = {
  /** Quantile of the amounts of a line that is its cap. */
  quantile: 0.99,
  /** Claims that a line needs for a cap of its own. */
  ownCap: 100,
  /** Large claims at which a line's own load is believed in full. */
  fullCredibility: 30,
} as const

/** Amounts of claims, one each. */
export interface Amounts {
  /** Row of the policy. */
  readonly row: Int32Array
  readonly amount: Float64Array
}

export interface LargeLosses {
  readonly cap: number
  /** All that was claimed over what is left under the cap, 1 or more. */
  readonly load: number
}

/** Cap and load by line; `*` is the whole book. */
export function fitLargeLosses(
  { row, amount }: Amounts,
  lines: readonly (string | null)[],
  quantile: number = DEFAULTS.quantile,
): ReadonlyMap<string, LargeLosses> {
  const byLine = new Map<string, number[]>([['*', []]])
  row.forEach((policy, i) => {
    byLine.get('*')?.push(amount[i])
    const line = lines[policy]
    if (line === null) return
    const list = byLine.get(line)
    if (list) list.push(amount[i])
    else byLine.set(line, [amount[i]])
  })
  const ownCaps = new Map([...byLine].map(([line, list]) => [line, quantileOf(list, quantile)]))
  const bookCap = ownCaps.get('*') ?? Number.POSITIVE_INFINITY
  const capOf = (line: string, list: readonly number[]) =>
    list.length >= DEFAULTS.ownCap ? (ownCaps.get(line) ?? bookCap) : bookCap
  const measured = [...byLine].map(([line, list]) => {
    const cap = capOf(line, list)
    let kept = 0
    let all = 0
    let large = 0
    for (const value of list) {
      kept += Math.min(value, cap)
      all += value
      if (value > cap) large++
    }
    return { line, cap, load: kept > 0 ? all / kept : 1, large }
  })
  // The book's own load in the mean of its lines: caps of their own leave less above them than the book's cap would.
  const book = measured.find(({ line }) => line === '*')?.load ?? 1
  return new Map(
    measured.map(({ line, cap, load, large }) => {
      const credibility = Math.min(1, Math.sqrt(large / DEFAULTS.fullCredibility))
      return [line, { cap, load: credibility * load + (1 - credibility) * book }]
    }),
  )
}

function quantileOf(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.POSITIVE_INFINITY
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]
}
