/** Clerical review: pairs shown without their score, verdicts, agreement of reviewers, the line that verdicts teach; linkage as a whole. */
import { z } from '@hono/zod-openapi'
import { AGREEMENTS, VERDICTS } from '../../linkage/index.ts'
import { DOUBTS } from '../../schema/linkage.ts'
import { PARTY_TYPES } from '../../schema/words.ts'
import { moment, page, probability, text } from './common.ts'

export const verdict = z.enum(VERDICTS).openapi('Verdict')

export const reviewComparison = z
  .object({
    /** `given_name`, `birth_date`, `phone` ... */
    comparison: z.string(),
    label: text,
    /** Values, masked; null when missing. */
    left: z.string().nullable(),
    right: z.string().nullable(),
    /** `missing` when a side has no value. */
    agreement: z.enum(AGREEMENTS),
    /** The level that holds, in words: "day and month swapped". */
    level: text,
  })
  .openapi('ReviewComparison')
export type ReviewComparison = z.infer<typeof reviewComparison>

/** A pair as a reviewer sees it: no score, no probability, no word of what linkage made of it, no id to look it up by. */
export const reviewPair = z
  .object({
    reviewId: z.string(),
    partyType: z.enum(PARTY_TYPES),
    /** In the order of the form, the same for every pair. */
    comparisons: z.array(reviewComparison),
  })
  .openapi('ReviewPair')
export type ReviewPair = z.infer<typeof reviewPair>

/** The next pairs for this reviewer, in an order of his own that says nothing about the pairs. */
export const reviewQueue = z
  .object({
    snapshot: z.string(),
    items: z.array(reviewPair),
    /** Pairs drawn for review, and how many of them this reviewer has judged. */
    total: z.int(),
    judged: z.int(),
  })
  .openapi('ReviewQueue')
export type ReviewQueue = z.infer<typeof reviewQueue>

export const verdictBody = z
  .strictObject({ verdict, note: z.string().trim().min(1).max(2000).optional() })
  .openapi('VerdictBody')
export type VerdictBody = z.infer<typeof verdictBody>

export const weightStep = z.object({ comparison: z.string(), level: z.string(), weight: z.number() })
export type WeightStep = z.infer<typeof weightStep>

/** What is uncovered once the verdict is given. */
export const reviewedPair = z
  .object({
    reviewId: z.string(),
    verdict,
    reviewer: z.string(),
    at: moment,
    note: z.string().nullable(),
    /** The two party ids, masked names. */
    left: z.object({ partyId: z.string(), name: z.string().nullable() }),
    right: z.object({ partyId: z.string(), name: z.string().nullable() }),
    /** Bits; `waterfall` adds up to it. */
    matchWeight: z.number(),
    matchProbability: probability,
    /** Whether the snapshot holds the two to be one entity. */
    isLinked: z.boolean(),
    waterfall: z.array(weightStep),
  })
  .openapi('ReviewedPair')
export type ReviewedPair = z.infer<typeof reviewedPair>

/** The reviewer's own verdicts, the newest first. */
export const reviewedPage = page(reviewedPair).openapi('ReviewedPage')
export type ReviewedPage = z.infer<typeof reviewedPage>

/** How two reviewers agree over the pairs that both judged; `cannot_tell` is a verdict of its own. */
export const reviewAgreement = z
  .object({
    reviewers: z.tuple([z.string(), z.string()]),
    pairs: z.int(),
    agreed: z.int(),
    /** Cohen's kappa with its 95 % interval; null where it is not defined (fewer than 2 pairs, or one verdict only). */
    kappa: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  })
  .openapi('ReviewAgreement')
export type ReviewAgreement = z.infer<typeof reviewAgreement>

export const reviewer = z.object({
  username: z.string(),
  verdicts: z.int(),
  same: z.int(),
  different: z.int(),
  cannotTell: z.int(),
  /** Clear pairs among them, and how many were judged as expected. */
  controls: z.int(),
  controlsRight: z.int(),
})
export type Reviewer = z.infer<typeof reviewer>

export const reviewSummary = z
  .object({
    verdicts: z.int(),
    /** Different pairs judged. */
    pairs: z.int(),
    reviewers: z.array(reviewer),
    agreement: z.array(reviewAgreement),
  })
  .openapi('ReviewSummary')
export type ReviewSummary = z.infer<typeof reviewSummary>

/** One point of the threshold curve: what a line at this weight means. */
export const thresholdPoint = z
  .object({
    /** Bits. */
    matchWeight: z.number(),
    matchProbability: probability,
    /** Pairs at or above. */
    pairs: z.int(),
    /** From the probabilities of the model, without labels. */
    precisionEstimated: probability.nullable(),
    recallEstimated: probability.nullable(),
    /** From verdicts, weighted by how the pairs were drawn, with its 95 % interval; null without verdicts above the line. */
    precisionReviewed: probability.nullable(),
    low: probability.nullable(),
    high: probability.nullable(),
    /** Verdicts that this rests on. */
    verdicts: z.int(),
  })
  .openapi('ThresholdPoint')
export type ThresholdPoint = z.infer<typeof thresholdPoint>

export const reviewThreshold = z
  .object({
    snapshot: z.string(),
    /** The line that this snapshot was linked with, and the one that the next run takes. */
    current: z.object({ matchWeight: z.number(), matchProbability: probability }),
    next: z.object({
      matchWeight: z.number(),
      matchProbability: probability,
      /** Null for the built-in line. */
      acceptedBy: z.string().nullable(),
      acceptedAt: moment.nullable(),
      note: z.string().nullable(),
    }),
    /** By falling weight. */
    curve: z.array(thresholdPoint),
    /** Precision that the line must hold with its lower bound. */
    target: probability,
    /** The lowest line that does; null when verdicts are too few or no line does. */
    proposal: thresholdPoint.nullable(),
    /** Why this is proposed, or why nothing is. */
    reason: text,
    /** Whether this user may accept a line. */
    mayAccept: z.boolean(),
  })
  .openapi('ReviewThreshold')
export type ReviewThreshold = z.infer<typeof reviewThreshold>

export const acceptThresholdBody = z
  .strictObject({
    /** Bits. */
    matchWeight: z.number().min(-50).max(200),
    note: z.string().trim().min(1).max(2000),
    /** Snapshot that the curve was read from; refused (409) when another is served by now. */
    snapshot: z.string().min(1).max(200),
  })
  .openapi('AcceptThresholdBody')
export type AcceptThresholdBody = z.infer<typeof acceptThresholdBody>

/** An entity that deserves a look: one weak pair holds it together, or its members hardly know each other, or it is large. */
export const linkageWarning = z
  .object({
    kind: z.enum(DOUBTS),
    entityId: z.string(),
    /** Masked. */
    name: z.string().nullable(),
    partyType: z.enum(PARTY_TYPES),
    parties: z.int(),
    /** The pair that holds it together, for a bridge. */
    partyIdL: z.string().nullable(),
    partyIdR: z.string().nullable(),
    matchWeight: z.number().nullable(),
    matchProbability: probability.nullable(),
    /** Parties on either side of a bridge, the smaller first. */
    sides: z.tuple([z.int(), z.int()]).nullable(),
    /** Pairs that match of those that could, 0 to 1. */
    density: probability,
    text,
  })
  .openapi('LinkageWarning')
export type LinkageWarning = z.infer<typeof linkageWarning>

export const linkageWarningPage = page(linkageWarning).openapi('LinkageWarningPage')
export type LinkageWarningPage = z.infer<typeof linkageWarningPage>

/** Linkage of the snapshot as a whole. */
export const linkage = z
  .object({
    snapshot: z.string(),
    parties: z.int(),
    entities: z.int(),
    /** Pairs above the review line, and those above the match line. */
    pairs: z.int(),
    matches: z.int(),
    warnings: z.object({ bridge: z.int(), loose: z.int(), large: z.int() }),
    /** By falling weight; the columns of verdicts are empty here. */
    curve: z.array(thresholdPoint),
    /** Sizes of entities of more than one party: how many entities have so many parties. */
    sizes: z.array(z.object({ parties: z.int(), entities: z.int() })),
  })
  .openapi('Linkage')
export type Linkage = z.infer<typeof linkage>
