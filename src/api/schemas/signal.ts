/** Signals: series that are watched, and the episodes in which they left their limits. */
import { z } from '@hono/zod-openapi'
import { day, moment, page, severity, text } from './common.ts'

export const signalSummary = z
  .object({
    name: z.string(),
    title: text,
    unit: z.string(),
    period: z.enum(['week', 'month']),
    series: z.array(
      z.object({
        series: z.string(),
        lastPeriod: day.nullable(),
        last: z.number().nullable(),
        expected: z.number().nullable(),
        /** Episodes, and those that last. */
        warningCount: z.int(),
        openCount: z.int(),
      }),
    ),
  })
  .openapi('SignalSummary')
export type SignalSummary = z.infer<typeof signalSummary>

export const signalPoint = z.object({
  period: day,
  value: z.number().nullable(),
  expected: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  isForecast: z.boolean(),
})
export type SignalPoint = z.infer<typeof signalPoint>

/** A sub-series that explains a part of an episode. */
export const warningDriver = z.object({
  dimension: z.string(),
  /** `other` for what no series holds. */
  member: z.string(),
  observed: z.number(),
  expected: z.number(),
  excess: z.number(),
  /** Share of the excess of the episode. */
  share: z.number(),
})
export type WarningDriver = z.infer<typeof warningDriver>

export const signalWarning = z.object({
  /** First period outside. */
  started: day,
  /** From which on the level is another one. */
  since: day,
  /** Farthest out. */
  period: day,
  /** Last one outside. */
  last: day,
  /** First quiet one after it; null while it lasts. */
  ended: day.nullable(),
  /** Periods outside. */
  periods: z.int(),
  /** In the period farthest out. */
  value: z.number(),
  expected: z.number(),
  limit: z.number(),
  z: z.number(),
  direction: z.string(),
  severity: severity.nullable(),
  /** Since `since`. */
  observedTotal: z.number(),
  expectedTotal: z.number(),
  ratio: z.object({ value: z.number(), low: z.number(), high: z.number() }),
  p: z.number(),
  /** Share of false ones among the warnings believed at least as much. */
  q: z.number(),
  /** `signal/series` of a wider episode that this one is a part of. */
  partOf: z.string().nullable(),
  comparedFrom: day,
  model: z.string(),
  mase: z.number().nullable(),
  summary: text,
  drivers: z.array(warningDriver),
})
export type SignalWarning = z.infer<typeof signalWarning>

export const signalSeries = z
  .object({
    name: z.string(),
    series: z.string(),
    title: text,
    unit: z.string(),
    period: z.enum(['week', 'month']),
    /** What forecasts it, and its error in trials against the naive seasonal forecast. */
    model: z.string().nullable(),
    mase: z.number().nullable(),
    /** Its forecasts add up with those of its parent and parts. */
    isReconciled: z.boolean(),
    points: z.array(signalPoint),
    warnings: z.array(signalWarning),
    runbook: text,
  })
  .openapi('SignalSeries')
export type SignalSeries = z.infer<typeof signalSeries>

export const warning = signalWarning
  .extend({
    signal: z.string(),
    series: z.string(),
    title: text,
    unit: z.string(),
    every: z.enum(['week', 'month']),
    /** The last periods up to some after the episode, the oldest first. */
    spark: z.array(z.object({ period: day, value: z.number().nullable(), expected: z.number().nullable() })),
    raisedAt: moment,
  })
  .openapi('Warning')
export type Warning = z.infer<typeof warning>

export const warningPage = page(warning).openapi('WarningPage')
export type WarningPage = z.infer<typeof warningPage>
