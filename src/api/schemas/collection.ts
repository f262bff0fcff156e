/** Collectors: what brings files into the book, and how it went last. */
import { z } from '@hono/zod-openapi'
import { moment, text } from './common.ts'

const collection = z.object({
  startedAt: moment,
  seconds: z.number().min(0),
  /** Records that came, landed, and were known already. */
  fetched: z.int(),
  new: z.int(),
  unchanged: z.int(),
  bytes: z.int(),
  files: z.array(z.string()),
  resumed: z.boolean(),
  errors: z.array(z.string()),
  notes: z.array(z.string()),
})

export const collections = z
  .object({
    collectors: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['postgresql', 'rest', 'folder', 'sftp', 'feed', 'pages']),
        title: text,
        description: z.string(),
        lands: z.string(),
        schedule: z.string(),
        /** The latest first; none for a collector that never ran. */
        runs: z.array(collection),
      }),
    ),
  })
  .openapi('Collections')
export type Collections = z.infer<typeof collections>
