/** The shelf of evaluations. */
import type { Evaluation } from '../evaluation.ts'
import { carclaims } from './carclaims.ts'
import { frenchMotor } from './french-motor.ts'
import { insurer } from './insurer.ts'
import { m1 } from './m1.ts'
import { medicare } from './medicare.ts'
import { surveillance } from './surveillance.ts'

export const evaluations: readonly Evaluation[] = [
  carclaims,
  frenchMotor,
  insurer,
  m1,
  medicare,
  surveillance,
]
