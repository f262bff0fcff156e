/** Who is signed in. */
import { z } from '@hono/zod-openapi'
import { ROLES } from '../../operations/index.ts'
import { line } from './common.ts'

export const user = z
  .object({
    username: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    /** Lines of business that the user may see; null is all. */
    lines: z.array(line).nullable(),
  })
  .openapi('User')
export type User = z.infer<typeof user>

export const session = z
  .object({
    user,
    /** The demo book runs: its data are made up. */
    demo: z.boolean(),
    expiresAt: z.iso.datetime(),
    /** What the user may do, as `resource:action`. */
    permissions: z.array(z.string()),
  })
  .openapi('Session')
export type Session = z.infer<typeof session>

/** The answer to a sign-in; the token also travels as the cookie `claimscope_session`. */
export const signedIn = session.extend({ token: z.string() }).openapi('SignedIn')
export type SignedIn = z.infer<typeof signedIn>

export const credentials = z
  .strictObject({ username: z.string().min(1).max(100), password: z.string().min(1).max(200) })
  .openapi('Credentials')
export type Credentials = z.infer<typeof credentials>
