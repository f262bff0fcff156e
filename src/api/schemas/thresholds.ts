/** Thresholds: those in force, their versions, a trial of others, and a change. */
import { z } from '@hono/zod-openapi'
import { ALERT_KINDS } from '../../alert.ts'
import { SEVERITIES } from '../../schema/words.ts'
import { moment, text } from './common.ts'

const content = z.record(z.string(), z.unknown())

export const thresholds = z
  .object({
    version: z.string(),
    createdAt: moment.nullable(),
    author: z.string().nullable(),
    reason: z.string().nullable(),
    content,
  })
  .openapi('Thresholds')
export type Thresholds = z.infer<typeof thresholds>

export const thresholdVersions = z
  .object({
    /** Newest first; one that was in force twice stands twice. */
    versions: z.array(
      z.object({
        version: z.string(),
        reason: z.string(),
        activatedAt: moment,
        activatedBy: z.string(),
        isActive: z.boolean(),
        content,
      }),
    ),
  })
  .openapi('ThresholdVersions')
export type ThresholdVersions = z.infer<typeof thresholdVersions>

export const trialBody = z.strictObject({ content }).openapi('ThresholdTrialBody')

const bySeverity = z.object(
  Object.fromEntries(SEVERITIES.map((severity) => [severity, z.int()])) as Record<
    (typeof SEVERITIES)[number],
    z.ZodInt
  >,
)

const example = z.object({
  kind: z.enum(ALERT_KINDS),
  subjectId: z.string(),
  line: z.string().nullable(),
  title: text,
  severity: z.enum(SEVERITIES),
  probability: z.number(),
  expectedLossAmount: z.number(),
})

const side = z.object({ alerts: z.int(), expectedLossAmount: z.number(), bySeverity })

export const thresholdTrial = z
  .object({
    kinds: z.array(
      z.object({
        kind: z.enum(ALERT_KINDS),
        now: side,
        tried: side,
        /** Alerts that come in, that fall out, and that change their severity. */
        added: z.int(),
        dropped: z.int(),
        moved: z.int(),
      }),
    ),
    /** Those of the highest expected loss. */
    added: z.array(example),
    dropped: z.array(example),
    /** Open findings by expected loss, whatever the thresholds: what lies above and below the line. */
    open: z.array(
      z.object({
        subject: z.enum(['claim', 'provider', 'ring']),
        total: z.int(),
        found: z.array(
          z.object({
            subjectId: z.string(),
            line: z.string().nullable(),
            probability: z.number(),
            expectedLossAmount: z.number(),
          }),
        ),
      }),
    ),
  })
  .openapi('ThresholdTrial')
export type ThresholdTrial = z.infer<typeof thresholdTrial>

export const thresholdChangeBody = z
  .strictObject({
    content,
    /** Version that the change was made from; another one in force is a conflict. */
    parent: z.string().min(1).max(64),
    /** Kept with the version. */
    reason: z.string().trim().min(8).max(500),
  })
  .openapi('ThresholdChangeBody')

export const thresholdChange = z
  .object({
    version: z.string(),
    raised: z.int(),
    updated: z.int(),
    /** Alerts nobody had taken up that are closed without a finding. */
    below: z.int(),
  })
  .openapi('ThresholdChange')
export type ThresholdChange = z.infer<typeof thresholdChange>
