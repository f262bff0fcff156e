/** The shelf of signals: one file a signal. A new signal is one file and one line here. */
import type { Signal } from '../signal.ts'
import { claimedAmountByRegionWeekly } from './claimed-amount-by-region-weekly.ts'
import { claimedAmountWeekly } from './claimed-amount-weekly.ts'
import { claimsByAgentMonthly } from './claims-by-agent-monthly.ts'
import { claimsByPerilWeekly } from './claims-by-peril-weekly.ts'
import { claimsByProductWeekly } from './claims-by-product-weekly.ts'
import { claimsByRegionWeekly } from './claims-by-region-weekly.ts'
import { claimsWeekly } from './claims-weekly.ts'
import { confirmedFraudMonthly } from './confirmed-fraud-monthly.ts'
import { earlyClaimsWeekly } from './early-claims-weekly.ts'
import { injuredShareMonthly } from './injured-share-monthly.ts'
import { injuredWeekly } from './injured-weekly.ts'
import { investigationsMonthly } from './investigations-monthly.ts'
import { medianClaimWeekly } from './median-claim-weekly.ts'
import { providerAmountMonthly } from './provider-amount-monthly.ts'
import { providerClaimsMonthly } from './provider-claims-monthly.ts'

export const signals: readonly Signal[] = [
  claimsWeekly,
  claimedAmountWeekly,
  medianClaimWeekly,
  claimsByRegionWeekly,
  claimsByPerilWeekly,
  earlyClaimsWeekly,
  injuredWeekly,
  providerClaimsMonthly,
  investigationsMonthly,
  confirmedFraudMonthly,
  claimsByProductWeekly,
  claimsByAgentMonthly,
  claimedAmountByRegionWeekly,
  providerAmountMonthly,
  injuredShareMonthly,
]
