/** Composes the API: headers, limits, metrics, identity, endpoints, documentation, dashboards, errors. */
import { randomUUID } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import pino from 'pino'
import { UserError, unknown } from '../errors.ts'
import { pseudonyms, signInLimit } from '../security/index.ts'
import { VERSION } from '../version.ts'
import type { ApiContext } from './context.ts'
import { docs } from './docs.ts'
import type { Env } from './endpoint.ts'
import { headers, noStore } from './headers.ts'
import { COOKIE, identity } from './identity.ts'
import { apiMetrics } from './metrics.ts'
import { problemResponse } from './problems.ts'
import { endpoints } from './routes/index.ts'
import { mountStatic } from './static.ts'

export const DEFAULTS = {
  /** Largest body of a request, in bytes. */
  bodyBytes: 1 << 20,
} as const

/** The API as a Hono app; `app.request()` answers without a server. */
export function createApp(context: ApiContext): OpenAPIHono<Env> {
  const log = context.log ?? pino({ level: 'silent' })
  const reach = { context, pseudonyms: pseudonyms(context.secret) }
  const metrics = apiMetrics()
  const app = new OpenAPIHono<Env>()

  app.use('*', async (c, next) => {
    c.set('requestId', randomUUID())
    await next()
    c.res.headers.set('x-request-id', c.get('requestId'))
  })
  app.use('*', metrics.observe)
  app.use('*', headers())
  app.use('*', compress())
  app.use('/v1/*', noStore())
  app.use('/v1/*', bodyLimit({ maxSize: DEFAULTS.bodyBytes, onError: tooLarge }))
  app.use('/v1/*', identity(context))
  app.use('/metrics', identity(context))

  for (const { method, path, documentation, answer } of endpoints({ limit: signInLimit(), metrics })) {
    app.openAPIRegistry.registerPath(documentation)
    app.on(method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1'), (c) => answer(c, reach))
  }
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: COOKIE,
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  app.get('/openapi.json', (c) => {
    c.set('route', '/openapi.json')
    return c.json(document(app))
  })
  app.route('/', docs())
  if (context.staticDirectory) {
    // Paths of the API that do not exist are problems, never the page.
    app.all('/v1/*', (c) => {
      throw unknown('path', `${c.req.method} ${c.req.path}`)
    })
    mountStatic(app, context.staticDirectory)
  }
  app.notFound((c) => problemResponse(unknown('path', `${c.req.method} ${c.req.path}`), c, log))
  app.onError((error, c) => problemResponse(error, c, log))
  return app
}

function tooLarge(): never {
  throw new UserError(`invalid body: too large [at most ${DEFAULTS.bodyBytes} bytes]`, 413)
}

function document(app: OpenAPIHono<Env>) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'claimscope',
      version: VERSION,
      description: 'Fraud and risk analytics for insurers. Changes need the header `x-claimscope: 1`.',
    },
  })
}
