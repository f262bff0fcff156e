/** The shelf of evaluations. */
import type { Evaluation } from '../evaluation.ts'
import { m1 } from './m1.ts'
import { surveillance } from './surveillance.ts'

export const evaluations: readonly Evaluation[] = [m1, surveillance]
