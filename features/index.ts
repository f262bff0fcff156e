/** The shelf of feature views. */
import type { FeatureView } from 'claimscope'
import { claimAmount } from './claim/claim-amount.ts'
import { claimBehaviour } from './claim/claim-behaviour.ts'
import { claimBurst } from './claim/claim-burst.ts'
import { claimCalendar } from './claim/claim-calendar.ts'
import { claimCircumstance } from './claim/claim-circumstance.ts'
import { claimClaimant } from './claim/claim-claimant.ts'
import { claimCompany } from './claim/claim-company.ts'
import { claimCustomer } from './claim/claim-customer.ts'
import { claimHandler } from './claim/claim-handler.ts'
import { claimHealth } from './claim/claim-health.ts'
import { claimItemPairs } from './claim/claim-item-pairs.ts'
import { claimItems } from './claim/claim-items.ts'
import { claimNeighbours } from './claim/claim-neighbours.ts'
import { claimNetwork } from './claim/claim-network.ts'
import { claimNews } from './claim/claim-news.ts'
import { claimParties } from './claim/claim-parties.ts'
import { claimPayee } from './claim/claim-payee.ts'
import { claimPolicy } from './claim/claim-policy.ts'
import { claimProduct } from './claim/claim-product.ts'
import { claimProvider } from './claim/claim-provider.ts'
import { claimSuspicion } from './claim/claim-suspicion.ts'
import { claimTiming } from './claim/claim-timing.ts'
import { claimTraces } from './claim/claim-traces.ts'
import { claimTraffic } from './claim/claim-traffic.ts'
import { claimTreatment } from './claim/claim-treatment.ts'
import { claimTwins } from './claim/claim-twins.ts'
import { claimVehicle } from './claim/claim-vehicle.ts'
import { claimWatchlist } from './claim/claim-watchlist.ts'
import { claimWeather } from './claim/claim-weather.ts'
import { partyClaims } from './party/party-claims.ts'
import { partyNetwork } from './party/party-network.ts'
import { partyProfile } from './party/party-profile.ts'
import { partyWatchlist } from './party/party-watchlist.ts'
import { policyHistory } from './policy/policy-history.ts'
import { policyHolder } from './policy/policy-holder.ts'
import { policyNetwork } from './policy/policy-network.ts'
import { policyObject } from './policy/policy-object.ts'
import { policyProduct } from './policy/policy-product.ts'
import { providerCaseMix } from './provider/provider-case-mix.ts'
import { providerNetwork } from './provider/provider-network.ts'
import { providerVolume } from './provider/provider-volume.ts'
import { ringShape } from './ring/ring-shape.ts'

/** Every feature view, by entity in the order of the indicator system. */
export const views: readonly FeatureView[] = [
  claimAmount,
  claimTiming,
  claimCircumstance,
  claimParties,
  claimItems,
  claimItemPairs,
  claimClaimant,
  claimPolicy,
  claimCustomer,
  claimProduct,
  claimVehicle,
  claimHealth,
  claimTreatment,
  claimBehaviour,
  claimCalendar,
  claimWeather,
  claimTraffic,
  claimNews,
  claimNeighbours,
  claimTwins,
  claimBurst,
  claimNetwork,
  claimSuspicion,
  claimTraces,
  claimWatchlist,
  claimCompany,
  claimPayee,
  claimProvider,
  claimHandler,
  policyProduct,
  policyObject,
  policyHolder,
  policyHistory,
  policyNetwork,
  partyProfile,
  partyClaims,
  partyNetwork,
  partyWatchlist,
  providerVolume,
  providerCaseMix,
  providerNetwork,
  ringShape,
]
