/** Underwriting: applications, expected costs taken apart, the review of the book, the charts of the portfolio. */
import { z } from '@hono/zod-openapi'
import { coverage } from '../../schema/coverage.ts'
import { insuredObject } from '../../schema/insured-object.ts'
import { party } from '../../schema/party.ts'
import { policy } from '../../schema/policy.ts'
import { COST_PARTS, LINES } from '../../schema/words.ts'
import { amount, band, day, line, moment, page, probability, text } from './common.ts'
import { givenMoment, identifier, rowOf, snake } from './score-request.ts'

export const applicationBody = z
  .strictObject({
    /** Columns of a policy in camel case; a `policyholderId` that the book knows brings a history. */
    policy: rowOf(policy, { policy_id: identifier.default('application'), line: z.enum(LINES) }),
    /** Who applies, where the book does not know the person. */
    holder: rowOf(party, { party_id: identifier.optional() }).optional(),
    coverages: z
      .array(rowOf(coverage, { coverage_id: identifier.optional(), policy_id: identifier.optional() }))
      .max(50)
      .default([]),
    objects: z
      .array(rowOf(insuredObject, { object_id: identifier.optional(), policy_id: identifier.optional() }))
      .max(200)
      .default([]),
    /** The moment to judge for. Default: the book's as-of. */
    asOf: givenMoment.optional(),
  })
  .openapi('ApplicationBody')
export type ApplicationBody = z.input<typeof applicationBody>

/** Words to choose from, by indicator of a policy (`channel`, `occupation`): anything else counts as unknown. */
export const applicationWords = z
  .object({ words: z.record(z.string(), z.array(z.string())) })
  .openapi('ApplicationWords')
export type ApplicationWords = z.infer<typeof applicationWords>

/** The same as rows of the core tables. */
export function applicationRequest(body: z.output<typeof applicationBody>) {
  const declared = snake<'core.policy'>(policy, body.policy)
  return {
    policy: {
      ...declared,
      policy_id: String(body.policy.policyId),
      line: body.policy.line as (typeof LINES)[number],
    },
    holder: body.holder && snake<'core.party'>(party, body.holder),
    coverages: body.coverages.map((row) => snake<'core.coverage'>(coverage, row)),
    objects: body.objects.map((row) => ({
      object_kind: 'vehicle',
      ...snake<'core.insured_object'>(insuredObject, row),
    })),
    asOf: body.asOf === undefined ? undefined : new Date(body.asOf),
  }
}

/** What makes an expected cost dearer or cheaper. */
export const costReason = z
  .object({
    part: z.enum(['frequency', 'severity']),
    name: z.string(),
    label: text,
    value: z.number().nullable(),
    shown: z.string(),
    /** The same in Chinese; words of categories stay as the data has them. */
    shownZh: z.string(),
    peerValue: z.number().nullable(),
    peerShown: z.string().nullable(),
    peerShownZh: z.string().nullable(),
    /** Adds to the logarithm of the expected cost. */
    logEffect: z.number(),
  })
  .openapi('CostReason')
export type CostReason = z.infer<typeof costReason>

/** An expected cost with the parts whose logarithms add up to it. */
export const policyCost = z
  .object({
    termYears: z.number(),
    /** Claims a year. */
    frequency: z.number(),
    expectedClaims: z.number(),
    claimProbability: probability,
    severityAmount: amount,
    expectedCost: amount,
    premiumAmount: amount.nullable(),
    /** Expected cost over premium, of this policy and of its whole line. */
    expectedLossRatio: z.number().nullable(),
    lineLossRatio: z.number().nullable(),
    /** The premium at which it would cost as much of it as its line does. */
    indicatedPremium: amount.nullable(),
    /** Indicated over present premium, less one. */
    indicatedChange: z.number().nullable(),
    parts: z.array(z.object({ part: z.enum(COST_PARTS), label: text, logEffect: z.number() })),
    reasons: z.array(costReason),
  })
  .openapi('PolicyCost')
export type PolicyCost = z.infer<typeof policyCost>

export const applicationScore = policyCost
  .extend({
    policyId: z.string(),
    line,
    asOf: moment,
    modelId: z.string(),
    band,
    peers: z
      .object({
        group: z.string().nullable(),
        policies: z.int(),
        claimProbability: probability,
        frequency: z.number(),
        severityAmount: amount,
        expectedCost: amount,
        premiumAmount: amount.nullable(),
      })
      .nullable(),
    /** The answer in a few sentences. */
    summary: text,
  })
  .openapi('ApplicationScore')
export type ApplicationScore = z.infer<typeof applicationScore>

/** A policy at its renewal, held against its premium. */
export const reviewedPolicy = z
  .object({
    policyId: z.string(),
    line,
    productType: z.string().nullable(),
    regionCode: z.string().nullable(),
    expiryDate: day.nullable(),
    claims: z.int(),
    premiumAmount: amount,
    expectedCost: amount,
    claimProbability: probability,
    expectedLossRatio: z.number(),
    indicatedPremium: amount,
    indicatedChange: z.number(),
    /** What makes it dearer or cheaper most, where reasons were kept. */
    reason: text.nullable(),
  })
  .openapi('ReviewedPolicy')
export type ReviewedPolicy = z.infer<typeof reviewedPolicy>

export const reviewPage = page(reviewedPolicy).openapi('ReviewedPolicyPage')

const measured = z.object({ value: z.number(), low: z.number(), high: z.number() })
const curvePoint = z.object({ premium: z.number(), loss: z.number() })

/** How the expected cost does on policies that were held out, beside the present premium. */
export const portfolio = z
  .object({
    line: line.nullable(),
    policies: z.int(),
    exposureYears: z.number(),
    claims: z.int(),
    claimedAmount: amount,
    /** Present premium stands for the tariff where it is known; else the usual regressions do. */
    tariff: z.enum(['premium', 'regression']),
    observedOverExpected: measured,
    /** Ordered Gini: by exposure for each of the three, and of ours over the present tariff. */
    gini: z.object({ ours: measured, tariff: measured, direct: measured, overTariff: measured }),
    /** Tenths by expected cost: a year of cover, expected and observed. */
    tenths: z.array(z.object({ policies: z.int(), expected: amount, observed: measured })),
    /** Observed cost by tenth under each order, the mean being 1. */
    lift: z.object({ ours: z.array(measured), tariff: z.array(measured) }),
    /** Tenths by ours over the tariff, the mean being 1. */
    doubleLift: z.array(
      z.object({ policies: z.int(), ours: z.number(), tariff: z.number(), observed: measured }),
    ),
    lorenz: z.object({ ours: z.array(curvePoint), tariff: z.array(curvePoint) }),
  })
  .openapi('Portfolio')
export type Portfolio = z.infer<typeof portfolio>
