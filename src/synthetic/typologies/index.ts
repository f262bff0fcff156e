/** The shelf of planted fraud. */
import { cropOverclaim, earlyClaim, travelDouble } from './alone.ts'
import { identityReuse } from './identity-reuse.ts'
import { insideAdjuster } from './inside-adjuster.ts'
import { phantomPassenger } from './phantom-passenger.ts'
import { providerUnbundling, providerUpcoding } from './providers.ts'
import { repairerCollusion } from './repairer-collusion.ts'
import type { TypologyModule } from './ring.ts'
import { stagedAccident } from './staged-accident.ts'

/** In the order of planning: those that move policies to other people come first. */
export const typologies: readonly TypologyModule[] = [
  travelDouble,
  identityReuse,
  stagedAccident,
  phantomPassenger,
  providerUpcoding,
  providerUnbundling,
  repairerCollusion,
  earlyClaim,
  cropOverclaim,
  insideAdjuster,
]
