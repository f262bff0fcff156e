/** Models and runs: what learned, when, and how well. */
import { z } from '@hono/zod-openapi'
import { moment, text } from './common.ts'

/** A figure with its confidence interval, where there is one. */
export const metric = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type Metric = z.infer<typeof metric>

export const metrics = z.record(z.string(), metric)
export type Metrics = z.infer<typeof metrics>

export const modelSummary = z
  .object({
    modelId: z.string(),
    task: z.string(),
    kind: z.string(),
    createdAt: moment,
    snapshot: z.string(),
    /** Version of claimscope that trained it. */
    code: z.string(),
    /** Hash of how it was learned. */
    recipe: z.string(),
    sha256: z.string(),
    metrics,
    features: z.array(z.object({ name: z.string(), label: text, importance: z.number() })),
    /** The one that scores. */
    isChampion: z.boolean(),
    /** It scores, it did once, or it never has. */
    role: z.enum(['champion', 'former', 'challenger']),
  })
  .openapi('Model')
export type ModelSummary = z.infer<typeof modelSummary>

export const runSummary = z
  .object({
    runId: z.string(),
    startedAt: moment,
    finishedAt: moment,
    asOf: moment,
    stages: z.array(z.object({ stage: z.string(), seconds: z.number(), rows: z.number().nullable() })),
    metrics,
    /** Table to number of rows. */
    rows: z.record(z.string(), z.number()),
  })
  .openapi('Run')
export type RunSummary = z.infer<typeof runSummary>
