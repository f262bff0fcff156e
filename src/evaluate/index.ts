/** The shelf of evaluations. */
import type { Evaluation } from '../evaluation.ts'

export const evaluations: readonly Evaluation[] = []
