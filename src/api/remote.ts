/** Where a request comes from. */
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/** Address of the other end of the connection; `unknown` when there is none, as in tests without a server. */
export function remoteAddress(c: Context): string {
  const bindings = c.env as { incoming?: unknown } | undefined
  if (!bindings?.incoming) return 'unknown'
  return getConnInfo(c).remote.address ?? 'unknown'
}

/** Whether the request comes from this machine itself, and not through a proxy on it. */
export function isLoopback(c: Context): boolean {
  const forwarded = c.req.header('forwarded') ?? c.req.header('x-forwarded-for')
  return forwarded === undefined && /^(?:127\.|::1$|::ffff:127\.)/.test(remoteAddress(c))
}
