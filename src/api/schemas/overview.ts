/** The first page: the book at a glance. */
import { z } from '@hono/zod-openapi'
import { alert } from './alert.ts'
import { amount, band, day, line, moment, probability } from './common.ts'
import { metrics, runSummary } from './model.ts'

export const overview = z
  .object({
    book: z.string(),
    snapshot: z.string(),
    asOf: moment,
    synthetic: z.boolean(),
    totals: z.object({
      policies: z.int(),
      claims: z.int(),
      parties: z.int(),
      claimedAmount: amount,
      paidAmount: amount,
      openAlerts: z.int(),
      rings: z.int(),
      /** Expected loss over the open alerts. */
      atStakeAmount: amount,
      investigated: z.int(),
      confirmedFraud: z.int(),
    }),
    byLine: z.array(
      z.object({
        line,
        claims: z.int(),
        claimedAmount: amount,
        meanProbability: probability.nullable(),
        highRisk: z.int(),
        alerts: z.int(),
        confirmed: z.int(),
      }),
    ),
    /** The weekly claims of the whole book beside their limits. */
    weekly: z.array(
      z.object({
        week: day,
        claims: z.number().nullable(),
        expected: z.number().nullable(),
        lower: z.number().nullable(),
        upper: z.number().nullable(),
        claimedAmount: amount,
      }),
    ),
    bands: z.array(z.object({ band, claims: z.int(), expectedLossAmount: amount })),
    typologies: z.array(z.object({ typology: z.string(), rings: z.int(), amount })),
    topAlerts: z.array(alert),
    model: z.object({ id: z.string(), metrics }).nullable(),
    lastRuns: z.array(runSummary),
  })
  .openapi('Overview')
export type Overview = z.infer<typeof overview>
