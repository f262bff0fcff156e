/** The shelf of typologies: ways in which groups defraud insurers, each a structure that can be tested. */
import type { Typology } from '../typology.ts'
import { accountMule } from './account-mule.ts'
import { identityFarm } from './identity-farm.ts'
import { identityReuse } from './identity-reuse.ts'
import { insideAdjuster } from './inside-adjuster.ts'
import { phantomPassengers } from './phantom-passengers.ts'
import { providerMill } from './provider-mill.ts'
import { providerOverbilling } from './provider-overbilling.ts'
import { repairerAdjuster } from './repairer-adjuster.ts'
import { stagedAccident } from './staged-accident.ts'
import { travelDoubleClaim } from './travel-double-claim.ts'

export const typologies: readonly Typology[] = [
  stagedAccident,
  phantomPassengers,
  identityFarm,
  identityReuse,
  providerMill,
  providerOverbilling,
  repairerAdjuster,
  insideAdjuster,
  accountMule,
  travelDoubleClaim,
]
