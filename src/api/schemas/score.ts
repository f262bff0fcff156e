/** Scores that come apart into parts and reasons. */
import { z } from '@hono/zod-openapi'
import { SCORE_PARTS } from '../../schema/words.ts'
import { amount, band, moment, probability, severity, text } from './common.ts'

export const scoreReason = z
  .object({
    /** Feature or rule; `other` gathers the small rest. */
    name: z.string(),
    label: text,
    value: z.number().nullable(),
    /** The value as people read it: `3 claims`, `yes`, `sedan`. */
    shown: z.string(),
    /** The same in Chinese; words of categories stay as the data has them. */
    shownZh: z.string(),
    peerValue: z.number().nullable(),
    peerShown: z.string().nullable(),
    peerShownZh: z.string().nullable(),
    logOdds: z.number(),
  })
  .openapi('ScoreReason')
export type ScoreReason = z.infer<typeof scoreReason>

export const scorePart = z
  .object({ part: z.enum(SCORE_PARTS), logOdds: z.number(), reasons: z.array(scoreReason) })
  .openapi('ScorePart')
export type ScorePart = z.infer<typeof scorePart>

export const scoreDetail = z
  .object({
    probability,
    logOdds: z.number(),
    /** 0 to 999, for display only. */
    display: z.int(),
    band,
    asOf: moment,
    modelId: z.string().nullable(),
    peerGroup: z.string().nullable(),
    expectedLossAmount: amount,
    parts: z.array(scorePart),
  })
  .openapi('ScoreDetail')
export type ScoreDetail = z.infer<typeof scoreDetail>

export const ruleHit = z
  .object({
    id: z.string(),
    title: text,
    reason: text,
    severity,
    runbook: text,
    falsePositives: z.array(z.string()),
  })
  .openapi('RuleHit')
export type RuleHit = z.infer<typeof ruleHit>

export const liveScore = scoreDetail.extend({ rules: z.array(ruleHit) }).openapi('LiveScore')
export type LiveScore = z.infer<typeof liveScore>
