/** Errors as problem documents (RFC 9457). */
import { z } from '@hono/zod-openapi'

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    /** Path of the request. */
    instance: z.string().optional(),
    /** What is wrong, place by place. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .openapi('Problem')
export type Problem = z.infer<typeof problem>
