/** Signing in, signing out, who am I. */
import { z } from '@hono/zod-openapi'
import {
  permissionsOf,
  type SignedIn as SignedInUser,
  type SignInLimit,
  signIn,
  signOut,
} from '../../security/index.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { clearSessionCookie, setSessionCookie, tokenOf } from '../identity.ts'
import { remoteAddress } from '../remote.ts'
import { credentials, type Session, session, signedIn } from '../schemas/index.ts'

function sessionOf({ user, expiresAt }: SignedInUser, demo: boolean): Session {
  const { username, name, role, lines } = user
  return {
    user: { username, name, role, lines: lines === null ? null : [...lines] },
    demo,
    expiresAt: expiresAt.toISOString(),
    permissions: permissionsOf(role),
  }
}

export function sessionEndpoints(limit: SignInLimit): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/v1/session',
      summary: 'Sign in; the answer sets a cookie and holds the same token for other clients',
      access: 'open',
      body: credentials,
      response: signedIn,
      async handle({ body, context, at, http }) {
        const address = remoteAddress(http)
        await limit.check(body.username, address)
        const started = await signIn(context.operations, { ...body, at }).catch(async (error: unknown) => {
          await limit.failed(body.username, address)
          throw error
        })
        await limit.succeeded(body.username, address)
        const seconds = Math.floor((started.expiresAt.getTime() - at.getTime()) / 1000)
        setSessionCookie(http, started.token, seconds)
        return { ...sessionOf(started, context.demo), token: started.token }
      },
    }),
    endpoint({
      method: 'get',
      path: '/v1/session',
      summary: 'Who is signed in',
      access: 'session',
      response: session,
      async handle({ user, context, at, http }) {
        return sessionOf({ user, expiresAt: http.get('expiresAt') ?? at }, context.demo)
      },
    }),
    endpoint({
      method: 'delete',
      path: '/v1/session',
      summary: 'Sign out',
      access: 'session',
      response: z.object({ signedOut: z.boolean() }),
      async handle({ context, at, http }) {
        const token = tokenOf(http)
        if (token) await signOut(context.operations, token, at)
        clearSessionCookie(http)
        return { signedOut: true }
      },
    }),
  ]
}
