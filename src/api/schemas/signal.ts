/** Signals: series that are watched, and their warnings. */
import { z } from '@hono/zod-openapi'
import { day, moment, page, text } from './common.ts'

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
        warningCount: z.int(),
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

export const signalWarning = z.object({
  period: day,
  value: z.number(),
  expected: z.number(),
  limit: z.number(),
  z: z.number(),
  direction: z.string(),
})
export type SignalWarning = z.infer<typeof signalWarning>

export const signalSeries = z
  .object({
    name: z.string(),
    series: z.string(),
    title: text,
    unit: z.string(),
    period: z.enum(['week', 'month']),
    points: z.array(signalPoint),
    warnings: z.array(signalWarning),
    runbook: text,
  })
  .openapi('SignalSeries')
export type SignalSeries = z.infer<typeof signalSeries>

export const warning = signalWarning
  .extend({ signal: z.string(), series: z.string(), title: text, unit: z.string(), raisedAt: moment })
  .openapi('Warning')
export type Warning = z.infer<typeof warning>

export const warningPage = page(warning).openapi('WarningPage')
export type WarningPage = z.infer<typeof warningPage>
