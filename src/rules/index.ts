/** The shelf of red flags: one file a rule. A new rule is one file and one line here. */
import type { Rule } from '../rule.ts'
import { accidentVisitNotOnRecord } from './accident-visit-not-on-record.ts'
import { accountOfSeveralPeople } from './account-of-several-people.ts'
import { accountSharedByStrangers } from './account-shared-by-strangers.ts'
import { addressChangedBeforeClaim } from './address-changed-before-claim.ts'
import { amountWithoutInvoices } from './amount-without-invoices.ts'
import { carClaimsAgain } from './car-claims-again.ts'
import { claimNearExpiry } from './claim-near-expiry.ts'
import { claimedNearLimit } from './claimed-near-limit.ts'
import { claimedOnSeveralPolicies } from './claimed-on-several-policies.ts'
import { claimsAfterDeath } from './claims-after-death.ts'
import { coverBoughtOnTheDay } from './cover-bought-on-the-day.ts'
import { cropClaimAboveKind } from './crop-claim-above-kind.ts'
import { cropInsuredAfterDamage } from './crop-insured-after-damage.ts'
import { cropLossAlone } from './crop-loss-alone.ts'
import { crowdOfInjured } from './crowd-of-injured.ts'
import { debtsAndLargeLoss } from './debts-and-large-loss.ts'
import { earlyClaim } from './early-claim.ts'
import { earlyHighBenefit } from './early-high-benefit.ts'
import { fraudConfirmedBefore } from './fraud-confirmed-before.ts'
import { frequentClaimant } from './frequent-claimant.ts'
import { groupFrequentMember } from './group-frequent-member.ts'
import { groupVisitNotOnRecord } from './group-visit-not-on-record.ts'
import { healthVisitNotOnRecord } from './health-visit-not-on-record.ts'
import { hospitalShopping } from './hospital-shopping.ts'
import { insurerHopping } from './insurer-hopping.ts'
import { knownBeforeCover } from './known-before-cover.ts'
import { labourHeavyRepair } from './labour-heavy-repair.ts'
import { lateReportWithoutPolice } from './late-report-without-police.ts'
import { lawyerAtFirstNotice } from './lawyer-at-first-notice.ts'
import { linkedToConfirmedFraud } from './linked-to-confirmed-fraud.ts'
import { longCostlyStay } from './long-costly-stay.ts'
import { lossBeforeCover } from './loss-before-cover.ts'
import { lossNearValueOfOldCar } from './loss-near-value-of-old-car.ts'
import { newMemberLargeClaim } from './new-member-large-claim.ts'
import { nightLossUnwitnessed } from './night-loss-unwitnessed.ts'
import { noTraceOfAccident } from './no-trace-of-accident.ts'
import { partPriceAboveMarket } from './part-price-above-market.ts'
import { partsRarelyTogether } from './parts-rarely-together.ts'
import { partyResemblesListed } from './party-resembles-listed.ts'
import { personOfManyRoles } from './person-of-many-roles.ts'
import { providerAbovePeers } from './provider-above-peers.ts'
import { providerAndHandlerBound } from './provider-and-handler-bound.ts'
import { providerBillsDouble } from './provider-bills-double.ts'
import { providerGrowingFast } from './provider-growing-fast.ts'
import { providerOfOneDiagnosis } from './provider-of-one-diagnosis.ts'
import { providerOfReturningPatients } from './provider-of-returning-patients.ts'
import { providerSharesPatientsWithFraud } from './provider-shares-patients-with-fraud.ts'
import { providerWithConfirmedFraud } from './provider-with-confirmed-fraud.ts'
import { repeatedLines } from './repeated-lines.ts'
import { repeatedSupplements } from './repeated-supplements.ts'
import { rightAfterWaitingPeriod } from './right-after-waiting-period.ts'
import { roundLargeAmount } from './round-large-amount.ts'
import { sameCompanyAgain } from './same-company-again.ts'
import { travellerClaimsAgain } from './traveller-claims-again.ts'
import { tripLossWithoutReport } from './trip-loss-without-report.ts'
import { unbundledProcedures } from './unbundled-procedures.ts'
import { unwitnessedAccident } from './unwitnessed-accident.ts'
import { vehicleInOtherClaims } from './vehicle-in-other-claims.ts'
import { weatherContradictsPeril } from './weather-contradicts-peril.ts'
import { withinWaitingPeriod } from './within-waiting-period.ts'

export const rules: readonly Rule[] = [
  earlyClaim,
  lossBeforeCover,
  claimNearExpiry,
  claimedNearLimit,
  roundLargeAmount,
  frequentClaimant,
  fraudConfirmedBefore,
  insurerHopping,
  addressChangedBeforeClaim,
  debtsAndLargeLoss,
  claimedOnSeveralPolicies,
  amountWithoutInvoices,
  weatherContradictsPeril,
  accountOfSeveralPeople,
  accountSharedByStrangers,
  linkedToConfirmedFraud,
  partyResemblesListed,
  sameCompanyAgain,
  personOfManyRoles,
  providerWithConfirmedFraud,
  providerBillsDouble,
  providerAndHandlerBound,
  claimsAfterDeath,
  providerAbovePeers,
  providerGrowingFast,
  providerOfOneDiagnosis,
  providerOfReturningPatients,
  providerSharesPatientsWithFraud,
  crowdOfInjured,
  nightLossUnwitnessed,
  lateReportWithoutPolice,
  lawyerAtFirstNotice,
  lossNearValueOfOldCar,
  partPriceAboveMarket,
  repeatedSupplements,
  vehicleInOtherClaims,
  noTraceOfAccident,
  labourHeavyRepair,
  carClaimsAgain,
  withinWaitingPeriod,
  rightAfterWaitingPeriod,
  knownBeforeCover,
  hospitalShopping,
  unbundledProcedures,
  repeatedLines,
  partsRarelyTogether,
  longCostlyStay,
  healthVisitNotOnRecord,
  accidentVisitNotOnRecord,
  earlyHighBenefit,
  unwitnessedAccident,
  tripLossWithoutReport,
  travellerClaimsAgain,
  coverBoughtOnTheDay,
  groupVisitNotOnRecord,
  newMemberLargeClaim,
  groupFrequentMember,
  cropLossAlone,
  cropClaimAboveKind,
  cropInsuredAfterDamage,
]
