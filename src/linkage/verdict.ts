/** What people decide about pairs, as it waits in the book's ledgers for the next run. */

/** Ledger of {@link LinkageVerdict}. */
export const VERDICT_LEDGER = 'linkage-verdicts'
/** Ledger of {@link LinkageThreshold}. */
export const THRESHOLD_LEDGER = 'linkage-threshold'

export const VERDICTS = ['same', 'different', 'cannot_tell'] as const
export type Verdict = (typeof VERDICTS)[number]

/**
 * Why a pair is put before a reviewer: it lies near the line; a conflict holds it apart in spite of its weight; or it is a clear
 * one that shows whether attention holds.
 */
export type Stratum = 'near' | 'held_apart' | 'clear_same' | 'clear_different'

/** The line without anybody's word: a probability of 0.95, in bits. */
export const BUILT_IN_LINE = Math.log2(0.95 / 0.05)

/** One reviewer's verdict on one pair. A later verdict of the same reviewer on the same pair replaces the earlier. */
export interface LinkageVerdict {
  /** The smaller party_id. */
  readonly partyIdL: string
  readonly partyIdR: string
  readonly verdict: Verdict
  /** Username. */
  readonly reviewer: string
  /** ISO 8601. */
  readonly at: string
  /** Snapshot that the pair was read from. */
  readonly snapshot: string
  /** Weight of the pair in that snapshot, bits; the reviewer did not see it. */
  readonly matchWeight: number
  readonly stratum: Stratum
  /** Probability with which the pair was drawn, above 0 to 1: its inverse is the number of pairs that it speaks for. */
  readonly inclusion: number
  readonly note: string | null
}

/** A line that somebody accepted: pairs of this weight and above are one entity from the next run on. The last entry holds. */
export interface LinkageThreshold {
  /** Bits. */
  readonly matchWeight: number
  /** The same as a probability, 0 to 1; very large weights are rounded to 1. */
  readonly matchProbability: number
  /** Precision above the line as the verdicts show it, with its interval; NULL when there were too few. */
  readonly precision: number | null
  readonly low: number | null
  readonly high: number | null
  readonly verdicts: number
  /** Username. */
  readonly acceptedBy: string
  readonly at: string
  readonly snapshot: string
  readonly note: string
}
