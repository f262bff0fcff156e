/** Data quality: what was loaded, what failed its checks, what was set aside. */
import { z } from '@hono/zod-openapi'
import { moment } from './common.ts'

export const quality = z
  .object({
    batches: z.array(
      z.object({
        batchId: z.string(),
        source: z.string(),
        file: z.string(),
        bytes: z.number(),
        encoding: z.string(),
        records: z.int(),
        accepted: z.int(),
        quarantined: z.int(),
        duplicate: z.int(),
        unknownColumns: z.array(z.string()),
        loadedAt: moment,
      }),
    ),
    checks: z.array(
      z.object({
        source: z.string(),
        name: z.string(),
        severity: z.enum(['stop', 'warn']),
        failed: z.int(),
        checkedAt: moment,
      }),
    ),
    /** By source, file and code, with the first places; the records themselves are not shown. */
    quarantined: z.array(
      z.object({
        source: z.string(),
        file: z.string(),
        code: z.string(),
        records: z.int(),
        places: z.array(z.object({ line: z.int(), column: z.string().nullable(), reason: z.string() })),
      }),
    ),
  })
  .openapi('Quality')
export type Quality = z.infer<typeof quality>
