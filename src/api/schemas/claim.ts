/** Claims, in a list and in full. */
import { z } from '@hono/zod-openapi'
import { EVENT_KINDS, ITEM_KINDS, OUTCOMES, PARTY_TYPES, ROLES } from '../../schema/words.ts'
import { amount, band, day, line, moment, page, probability, text } from './common.ts'
import { policySummary } from './policy.ts'
import { ruleHit, scoreDetail } from './score.ts'
import { peerPlace } from './segment.ts'

/** How far a claim has come: its last step. */
export const CLAIM_STATUSES = [...EVENT_KINDS, 'open'] as const

export const claimSummary = z
  .object({
    claimId: z.string(),
    policyId: z.string().nullable(),
    line,
    peril: z.string().nullable(),
    lossDate: day,
    reportedAt: moment,
    claimedAmount: amount.nullable(),
    paidAmount: amount,
    status: z.enum(CLAIM_STATUSES),
    regionCode: z.string().nullable(),
    place: z.string().nullable(),
    /** The name is masked. */
    claimant: z.object({ partyId: z.string(), name: z.string().nullable() }).nullable(),
    /** Null when the claim has not been scored. */
    probability: probability.nullable(),
    band: band.nullable(),
    /** 0 to 999, for display only. */
    display: z.int().nullable(),
    expectedLossAmount: amount.nullable(),
  })
  .openapi('ClaimSummary')
export type ClaimSummary = z.infer<typeof claimSummary>

export const claimPage = page(claimSummary).openapi('ClaimPage')
export type ClaimPage = z.infer<typeof claimPage>

export const claimPartyRow = z
  .object({
    partyId: z.string(),
    entityId: z.string(),
    name: z.string().nullable(),
    role: z.enum(ROLES),
    isInjured: z.boolean().nullable(),
    partyType: z.enum(PARTY_TYPES).nullable(),
    /** Other claims that the same entity takes part in. */
    otherClaims: z.int(),
    /** That somebody on a watch list is meant; null when nobody there resembles the party. */
    listedProbability: probability.nullable(),
  })
  .openapi('ClaimParty')
export type ClaimPartyRow = z.infer<typeof claimPartyRow>

export const claimItemRow = z
  .object({
    itemId: z.string(),
    kind: z.enum(ITEM_KINDS),
    code: z.string().nullable(),
    description: z.string().nullable(),
    quantity: z.number().nullable(),
    amount: amount.nullable(),
    providerId: z.string().nullable(),
    serviceDate: day.nullable(),
    /** Median price of the same code elsewhere in the book. */
    usualPrice: amount.nullable(),
  })
  .openapi('ClaimItem')
export type ClaimItemRow = z.infer<typeof claimItemRow>

export const claimEventRow = z.object({ kind: z.enum(EVENT_KINDS), at: moment, amount: amount.nullable() })
export type ClaimEventRow = z.infer<typeof claimEventRow>

/** The account is masked. */
export const paymentRow = z.object({
  paymentId: z.string(),
  payeeId: z.string().nullable(),
  payeeName: z.string().nullable(),
  bankAccount: z.string().nullable(),
  amount,
  paidAt: moment,
})
export type PaymentRow = z.infer<typeof paymentRow>

export const ringRef = z.object({ ringId: z.string(), typology: z.string(), score: probability })
export type RingRef = z.infer<typeof ringRef>

export const investigationRow = z.object({
  outcome: z.enum(OUTCOMES),
  typology: z.string().nullable(),
  openedAt: moment.nullable(),
  knownAt: moment,
  savedAmount: amount.nullable(),
})
export type InvestigationRow = z.infer<typeof investigationRow>

export const weather = z.object({
  observedAt: moment,
  temperatureC: z.number().nullable(),
  rainMm: z.number().nullable(),
  windMs: z.number().nullable(),
  visibilityKm: z.number().nullable(),
  hasHail: z.boolean().nullable(),
  hasStorm: z.boolean().nullable(),
})
export type Weather = z.infer<typeof weather>

export const claimDetail = claimSummary
  .extend({
    cover: z.string().nullable(),
    lossAt: moment,
    deductibleAmount: amount.nullable(),
    hasPoliceReport: z.boolean().nullable(),
    hasWitness: z.boolean().nullable(),
    reportChannel: z.string().nullable(),
    policy: policySummary.nullable(),
    /** What the claimant wrote: text of a stranger, to be shown as text only. */
    description: z.string().nullable(),
    parties: z.array(claimPartyRow),
    items: z.array(claimItemRow),
    events: z.array(claimEventRow),
    payments: z.array(paymentRow),
    investigation: investigationRow.nullable(),
    score: scoreDetail.nullable(),
    /** The claims that it is compared with. */
    peers: peerPlace.nullable(),
    rings: z.array(ringRef),
    rules: z.array(ruleHit),
    weather: weather.nullable(),
    /** The alert on this claim, if one was raised. */
    alertId: z.string().nullable(),
    caveat: text,
  })
  .openapi('ClaimDetail')
export type ClaimDetail = z.infer<typeof claimDetail>
