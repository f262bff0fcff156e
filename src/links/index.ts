/** The shelf of links: the kinds of evidence that tie entities to things and claims. */
import type { Link } from '../link.ts'
import { drivesVehicle } from './drives-vehicle.ts'
import { employedBy } from './employed-by.ts'
import { inClaim } from './in-claim.ts'
import { livesAt } from './lives-at.ts'
import { servedBy } from './served-by.ts'
import { treatedBy } from './treated-by.ts'
import { usesAccount } from './uses-account.ts'
import { usesEmail } from './uses-email.ts'
import { usesPhone } from './uses-phone.ts'

export const links: readonly Link[] = [
  usesPhone,
  usesEmail,
  usesAccount,
  livesAt,
  drivesVehicle,
  inClaim,
  treatedBy,
  servedBy,
  employedBy,
]
