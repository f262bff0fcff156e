/** Parameters that several resources take. */
import { z } from '@hono/zod-openapi'

/** An identifier in a path: any text without control characters. */
export const id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, 'control characters are not allowed')

/** What a search box sends; found anywhere in the text, whatever the case. */
export const q = z.string().trim().min(1).max(100).optional()
