/** The contract of a score: a calibrated probability that comes apart into the parts that made it. */
import type { Band, Entity, ScorePart } from './schema/words.ts'

/** One reason within a part. `logOdds` of the reasons of a part add up to the part. */
export interface ScoreReason {
  /** Feature or rule; `other` gathers the small rest. */
  readonly name: string
  /** Value of the feature, 1 for a rule that speaks; NaN when not known. */
  readonly value: number
  /** Median of the peer group; NaN when there is none. */
  readonly peerValue: number
  readonly logOdds: number
}

/** A score: `logOdds` is the sum over the parts, `probability` its logistic. */
export interface Score {
  readonly entity: Entity
  readonly entityId: string
  readonly asOf: Date
  readonly probability: number
  readonly logOdds: number
  readonly band: Band
  readonly parts: readonly {
    readonly part: ScorePart
    readonly logOdds: number
    readonly reasons: readonly ScoreReason[]
  }[]
}

/** Log-odds of a probability, kept finite. */
export function logit(p: number): number {
  const q = Math.min(1 - 1e-12, Math.max(1e-12, p))
  return Math.log(q / (1 - q))
}

/** Probability of log-odds. */
export function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))
}

/** Probability as 0 to 999, for display only. */
export function displayScore(probability: number): number {
  return Math.min(999, Math.max(0, Math.round(probability * 999)))
}
