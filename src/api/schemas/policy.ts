/** Policies and their risk. */
import { z } from '@hono/zod-openapi'
import { amount, band, day, line, page, probability } from './common.ts'
import { featureValue } from './feature.ts'
import { scoreReason } from './score.ts'
import { policyCost } from './underwriting.ts'

export const policySummary = z
  .object({
    policyId: z.string(),
    line,
    productType: z.string().nullable(),
    /** The name is masked. */
    holder: z.object({ partyId: z.string(), name: z.string().nullable() }).nullable(),
    regionCode: z.string().nullable(),
    inceptionDate: day.nullable(),
    expiryDate: day.nullable(),
    sumInsuredAmount: amount.nullable(),
    premiumAmount: amount.nullable(),
    claims: z.int(),
    claimedAmount: amount,
    /** Claimed over premium; null without a premium. */
    lossRatio: z.number().nullable(),
    /** Claims a year of cover so far; null when no time has passed. */
    frequency: z.number().nullable(),
    /** Probability of a claim in the coming year; null when not scored. */
    claimProbability: probability.nullable(),
    /** Expected cost of the coming year. */
    expectedCost: amount.nullable(),
    band: band.nullable(),
  })
  .openapi('PolicySummary')
export type PolicySummary = z.infer<typeof policySummary>

export const policyPage = page(policySummary).openapi('PolicyPage')
export type PolicyPage = z.infer<typeof policyPage>

export const policyClaim = z.object({
  claimId: z.string(),
  lossDate: day,
  peril: z.string().nullable(),
  claimedAmount: amount.nullable(),
  paidAmount: amount,
  probability: probability.nullable(),
  band: band.nullable(),
})
export type PolicyClaim = z.infer<typeof policyClaim>

export const policyDetail = policySummary
  .extend({
    productCode: z.string().nullable(),
    channel: z.string().nullable(),
    deductibleAmount: amount.nullable(),
    coverages: z.array(
      z.object({
        cover: z.string(),
        limitAmount: amount.nullable(),
        deductibleAmount: amount.nullable(),
        payoutRatio: z.number().nullable(),
        waitingDays: z.int().nullable(),
      }),
    ),
    /** What drives the claim probability, strongest first. */
    drivers: z.array(scoreReason),
    peers: z
      .object({
        group: z.string(),
        policies: z.int(),
        claimProbability: probability.nullable(),
        lossRatio: z.number().nullable(),
      })
      .nullable(),
    /** What it is expected to cost, taken apart; null when it was not scored so. */
    cost: policyCost.nullable(),
    claimList: z.array(policyClaim),
    features: z.array(featureValue),
  })
  .openapi('PolicyDetail')
export type PolicyDetail = z.infer<typeof policyDetail>
