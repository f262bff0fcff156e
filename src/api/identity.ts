/** Who asks: the session behind a cookie or bearer token, and the header that keeps other sites from using the cookie. */
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { UserError } from '../errors.ts'
import { authenticate } from '../security/index.ts'
import type { ApiContext } from './context.ts'
import type { Env } from './endpoint.ts'

export const COOKIE = 'claimscope_session'
/** Required on every request that changes something, unless a bearer token is sent: other sites cannot set it. */
const CSRF_HEADER = 'x-claimscope'

const BEARER = /^Bearer ([A-Za-z0-9_-]{20,200})$/

/** The token of a request; the `Authorization` header goes before the cookie. */
export function tokenOf(c: Context): string | undefined {
  const header = c.req.header('authorization')
  if (header !== undefined) return BEARER.exec(header)?.[1]
  return getCookie(c, COOKIE)
}

export function setSessionCookie(c: Context, token: string, maxAgeSeconds: number): void {
  setCookie(c, COOKIE, token, {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    secure: new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https',
    maxAge: maxAgeSeconds,
  })
}

export function clearSessionCookie(c: Context): void {
  deleteCookie(c, COOKIE, { path: '/' })
}

/** Puts the user on the request, if there is a session, and refuses changes without the header. */
export function identity(context: ApiContext): MiddlewareHandler<Env> {
  return async (c, next) => {
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS'
    if (!reads && c.req.header('authorization') === undefined && c.req.header(CSRF_HEADER) !== '1')
      throw new UserError(`missing header: "${CSRF_HEADER}" [send ${CSRF_HEADER}: 1 with every change]`, 403)
    const token = tokenOf(c)
    if (token !== undefined && token.length <= 200) {
      const session = await authenticate(context.operations, token, context.clock())
      if (session) {
        c.set('user', session.user)
        c.set('expiresAt', session.expiresAt)
      }
    }
    await next()
  }
}
