/** Values of features as people read them. */
import { z } from '@hono/zod-openapi'
import { text } from './common.ts'

export const featureValue = z
  .object({
    name: z.string(),
    label: text,
    value: z.number().nullable(),
    shown: z.string(),
    /** The same in Chinese; words of categories stay as the data has them. */
    shownZh: z.string(),
    group: z.string(),
  })
  .openapi('FeatureValue')
export type FeatureValue = z.infer<typeof featureValue>
