/** The shelf of links: the kinds of evidence that tie entities to things and claims. */
import type { Link } from '../link.ts'
import { adjustedBy } from './adjusted-by.ts'
import { bearsIdNumber } from './bears-id-number.ts'
import { counterpartyIn } from './counterparty-in.ts'
import { drivesIn } from './drives-in.ts'
import { drivesVehicle } from './drives-vehicle.ts'
import { employedBy } from './employed-by.ts'
import { inBuilding } from './in-building.ts'
import { inClaim } from './in-claim.ts'
import { livesAt } from './lives-at.ts'
import { passengerIn } from './passenger-in.ts'
import { repairedBy } from './repaired-by.ts'
import { reportsWith } from './reports-with.ts'
import { representedBy } from './represented-by.ts'
import { sameMomentPlace } from './same-moment-place.ts'
import { samePhoto } from './same-photo.ts'
import { sameText } from './same-text.ts'
import { soldBy } from './sold-by.ts'
import { treatedAt } from './treated-at.ts'
import { treatedBy } from './treated-by.ts'
import { usesAccount } from './uses-account.ts'
import { usesEmail } from './uses-email.ts'
import { usesPhone } from './uses-phone.ts'
import { witnessIn } from './witness-in.ts'

/** Who is known by what, what a claim showed, and who stands in a claim as what. */
export const links: readonly Link[] = [
  usesPhone,
  usesEmail,
  usesAccount,
  bearsIdNumber,
  livesAt,
  inBuilding,
  drivesVehicle,
  reportsWith,
  sameMomentPlace,
  sameText,
  samePhoto,
  inClaim,
  drivesIn,
  passengerIn,
  witnessIn,
  counterpartyIn,
  treatedAt,
  treatedBy,
  repairedBy,
  adjustedBy,
  soldBy,
  representedBy,
  employedBy,
]
