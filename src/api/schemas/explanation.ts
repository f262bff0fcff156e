/** Explanations: of a model as a whole, and of a claim beyond its parts. */
import { z } from '@hono/zod-openapi'
import { probability, text } from './common.ts'

const indicator = z.object({ name: z.string(), label: text })

export const modelExplanation = z
  .object({
    modelId: z.string(),
    entity: z.string(),
    /** Rows of the snapshot that it was measured on. */
    rows: z.int(),
    importances: z.array(
      indicator.extend({
        /** Mean absolute contribution, in units of the margin. */
        importance: z.number(),
      }),
    ),
    features: z.array(
      indicator.extend({
        unit: z.string(),
        importance: z.number(),
        /** What the colour of the points stands for. */
        partner: indicator.nullable(),
        /** Value, contribution, rank of the partner's value from 0 to 1. */
        points: z.array(z.tuple([z.number().nullable(), z.number(), z.number().nullable()])),
        /** Accumulated local effects; null for categories. */
        curve: z
          .object({
            values: z.array(z.number()),
            effects: z.array(z.number()),
            rows: z.array(z.number()),
            missing: z.number(),
          })
          .nullable(),
        /** Mean contribution by category; null for numbers. */
        categories: z.array(z.object({ shown: text, rows: z.number(), effect: z.number() })).nullable(),
      }),
    ),
  })
  .openapi('ModelExplanation')
export type ModelExplanation = z.infer<typeof modelExplanation>

const valued = indicator.extend({ shown: text })

export const claimExplanation = z
  .object({
    modelId: z.string(),
    probability,
    /** What two indicators add together beyond each alone, the strongest first. */
    pairs: z.array(z.object({ indicators: z.tuple([valued, valued]), logOdds: z.number() })),
    /** The smallest allowed changes that bring the claim under a threshold; null when it is below all. */
    whatIf: z
      .object({
        level: z.enum(['watch', 'alert', 'critical']),
        threshold: probability,
        /** After the changes. */
        probability,
        /** False when no allowed change is enough: then these come nearest. */
        reached: z.boolean(),
        changes: z.array(indicator.extend({ from: text, to: text })),
      })
      .nullable(),
  })
  .openapi('ClaimExplanation')
export type ClaimExplanation = z.infer<typeof claimExplanation>
