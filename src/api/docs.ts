/** The documentation page: Swagger UI, served from here, reading `/openapi.json`. */
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { Env } from './endpoint.ts'

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>claimscope API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`

/** The header that changes need is added to every request that is tried out. */
const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  requestInterceptor: (request) => {
    request.headers['x-claimscope'] = '1'
    return request
  },
})
`

const FILES = ['/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js']

export function docs(): Hono<Env> {
  const root = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  const app = new Hono<Env>()
  app.get('/docs', (c) => c.html(PAGE))
  app.get('/docs/start.js', (c) => c.body(START, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
  const files = serveStatic({ root, rewriteRequestPath: (path) => path.replace(/^\/docs/, '') })
  for (const file of FILES) app.get(file, files)
  return app
}
