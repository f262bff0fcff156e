/** Providers: hospitals, physicians, repairers, adjusters, agents, lawyers. */
import { z } from '@hono/zod-openapi'
import { PARTY_TYPES } from '../../schema/words.ts'
import { investigationRow, ringRef } from './claim.ts'
import { amount, day, line, page, probability } from './common.ts'
import { featureValue } from './feature.ts'
import { scoreDetail } from './score.ts'

export const providerSummary = z
  .object({
    partyId: z.string(),
    name: z.string().nullable(),
    providerType: z.enum(PARTY_TYPES),
    specialty: z.string().nullable(),
    regionCode: z.string().nullable(),
    claims: z.int(),
    claimedAmount: amount,
    meanAmount: amount.nullable(),
    /** Mean amount over the mean of providers of the same type. */
    amountRatio: z.number().nullable(),
    confirmedFraud: z.int(),
    investigated: z.int(),
    ringCount: z.int(),
    /** Probability; null when not scored. */
    score: probability.nullable(),
  })
  .openapi('ProviderSummary')
export type ProviderSummary = z.infer<typeof providerSummary>

export const providerPage = page(providerSummary).openapi('ProviderPage')
export type ProviderPage = z.infer<typeof providerPage>

export const providerDetail = providerSummary
  .extend({
    entityId: z.string(),
    registeredDate: day.nullable(),
    bedCount: z.int().nullable(),
    scoreDetail: scoreDetail.nullable(),
    investigation: investigationRow.nullable(),
    rings: z.array(ringRef),
    /** The highest-scored claims that it stands in. */
    topClaims: z.array(
      z.object({
        claimId: z.string(),
        line,
        lossDate: day,
        peril: z.string().nullable(),
        claimedAmount: amount.nullable(),
        probability: probability.nullable(),
      }),
    ),
    /** Codes that it bills, dearest first, beside the median of the book. */
    billing: z.array(
      z.object({
        kind: z.string(),
        code: z.string(),
        lines: z.int(),
        meanAmount: amount.nullable(),
        usualAmount: amount.nullable(),
      }),
    ),
    monthly: z.array(z.object({ month: day, claims: z.int(), claimedAmount: amount })),
    features: z.array(featureValue),
  })
  .openapi('ProviderDetail')
export type ProviderDetail = z.infer<typeof providerDetail>
