/** Files of the built dashboards; every other path gives the page, which finds its own way. */
import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { Env } from './endpoint.ts'

/** Mounts a folder at `/`. Files under `assets/` bear a hash in their name and may be kept for ever. */
export function mountStatic(app: Hono<Env>, root: string): void {
  app.use('*', etag())
  app.use('*', async (c, next) => {
    c.set('route', 'static')
    await next()
    const forever = c.req.path.startsWith('/assets/') && c.res.status === 200
    c.res.headers.set('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
  app.get('*', serveStatic({ root }))
  // A path with an extension names a file, and a file that is not there is no page.
  const page = serveStatic({ root, path: 'index.html' })
  app.get('*', (c, next) => (/\.[a-z0-9]+$/i.test(c.req.path) ? next() : page(c, next)))
}
