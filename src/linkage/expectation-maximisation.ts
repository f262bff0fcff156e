/**
 * Learns how matches agree (m), without labels, by expectation maximisation over patterns of levels.
 *
 * Reference: Fellegi and Sunter (1969), A Theory for Record Linkage; Winkler (1988), Using the EM Algorithm for Weight
 * Computation. Blocked pairs that do not match agree far more often than chance pairs do - they live together - so the class of
 * non-matches has levels of its own here, which are learned and thrown away.
 */
import type { LinkageModel } from './comparison.ts'
import type { Patterns } from './patterns.ts'

const DEFAULTS = {
  iterations: 100,
  /** Stops when no probability moves further. */
  tolerance: 1e-5,
  /** Pairs that the expectations written with the levels stand for. */
  priorPairs: 100,
  /** Nobody differs from himself more often than this in name, birth date or number; relatives do. */
  mostPersonalDisagreement: 0.2,
} as const

/** What was learned. */
export interface MatchLevels {
  /** m by comparison and level; each comparison's sum to 1. */
  readonly m: Float64Array[]
  /** Share of the compared pairs that match, 0 to 1. */
  readonly matchShare: number
  readonly iterations: number
}

/** Runs the algorithm from the expectations of the model and the chance levels `u`. */
export function learnMatches(
  model: LinkageModel,
  patterns: Patterns,
  u: readonly Float64Array[],
  options: { iterations?: number } = {},
): MatchLevels {
  const { size, width, levels, counts } = patterns
  const prior = model.comparisons.map((c) => Float64Array.from(c.levels, (level) => level.m))
  let m = prior.map((p) => p.slice())
  // Non-matches start between chance and a household.
  let v = model.comparisons.map((c, i) =>
    u[i].map((value, level) => (c.part === 'contact' ? 0.7 * value + 0.3 * prior[i][level] : value)),
  )
  let share = 0.2
  let total = 0
  for (let p = 0; p < size; p++) total += counts[p]
  if (total === 0) return { m, matchShare: 0, iterations: 0 }
  const most = options.iterations ?? DEFAULTS.iterations
  let iteration = 0
  for (; iteration < most; iteration++) {
    const nextM = prior.map((p) => p.map((value) => value * DEFAULTS.priorPairs))
    const nextV = u.map((p) => p.map((value) => value * DEFAULTS.priorPairs))
    let matches = 0
    for (let p = 0; p < size; p++) {
      let odds = Math.log(share / (1 - share))
      for (let c = 0; c < width; c++) {
        const level = levels[p * width + c]
        if (level >= 0) odds += Math.log(m[c][level] / v[c][level])
      }
      const belief = counts[p] / (1 + Math.exp(-odds))
      matches += belief
      for (let c = 0; c < width; c++) {
        const level = levels[p * width + c]
        if (level < 0) continue
        nextM[c][level] += belief
        nextV[c][level] += counts[p] - belief
      }
    }
    normalise(nextM)
    normalise(nextV)
    for (const [c, row] of nextM.entries())
      if (model.comparisons[c].part === 'personal') limitLast(row, DEFAULTS.mostPersonalDisagreement)
    const moved = Math.max(largestMove(m, nextM), Math.abs(share - matches / total))
    m = nextM
    v = nextV
    share = Math.min(0.999, Math.max(1e-6, matches / total))
    if (moved < DEFAULTS.tolerance) break
  }
  return { m, matchShare: share, iterations: iteration }
}

function normalise(rows: Float64Array[]): void {
  for (const row of rows) {
    let sum = 0
    for (const value of row) sum += value
    for (let i = 0; i < row.length; i++) row[i] = Math.max(row[i] / sum, 1e-9)
  }
}

/** Brings the last level down to `most`; the others share what it gives up. */
function limitLast(row: Float64Array, most: number): void {
  const last = row.length - 1
  const excess = row[last] - most
  if (excess <= 0) return
  const scale = (1 - most) / (1 - row[last])
  for (let i = 0; i < last; i++) row[i] *= scale
  row[last] = most
}

function largestMove(before: readonly Float64Array[], after: readonly Float64Array[]): number {
  let most = 0
  for (const [c, row] of before.entries())
    for (let i = 0; i < row.length; i++) most = Math.max(most, Math.abs(row[i] - after[c][i]))
  return most
}
