import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Problem, problem } from '../../src/api/schemas/index.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
beforeAll(async () => {
  at = await desk({
    models: async () => {
      throw new TypeError('secret of the inside')
    },
  })
})
afterAll(() => at.close())

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const text = await response.text()
  expect(text).not.toMatch(/\bat .+:\d+:\d+/)
  const body = problem.parse(JSON.parse(text))
  expect(body.status).toBe(response.status)
  expect(body.requestId).toBe(response.headers.get('x-request-id'))
  return body
}

test('an unknown path, of the API or not', async () => {
  for (const path of ['/v1/nothing', '/nothing', '/v1/claims/C0001/nothing']) {
    const body = await problemOf(await at.ask('admin', path))
    expect(body).toMatchObject({ status: 404, title: 'Not found', instance: path })
    expect(body.detail).toBe(`unknown path: "GET ${path}"`)
  }
})

test('an unknown id names the thing', async () => {
  for (const [path, detail] of [
    ['/v1/claims/C9', 'unknown claim: "C9"'],
    ['/v1/policies/Y999', 'unknown policy: "Y999"'],
    ['/v1/parties/Q', 'unknown party: "Q"'],
    ['/v1/providers/P0001', 'unknown provider: "P0001"'],
    ['/v1/rings/G9', 'unknown ring: "G9"'],
    ['/v1/alerts/none', 'unknown alert: "none"'],
    ['/v1/neighbourhood?node=entity:none', 'unknown node: "entity:none"'],
    [
      '/v1/neighbourhood?node=phone:~AAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      'unknown node: "phone:~AAAAAAAAAAAAAAAAAAAAAAAAAAAA"',
    ],
    ['/v1/signals/none/all', 'unknown signal: "none" [one of weekly_claims]'],
    ['/v1/signals/weekly_claims/none', 'unknown series: "none"'],
    ['/v1/claims/C0000/score', 'unknown score of claim: "C0000"'],
  ]) {
    const body = await problemOf(await at.ask('admin', path))
    expect([body.status, body.detail]).toEqual([404, detail])
  }
})

test('unknown, repeated and impossible query parameters are named', async () => {
  const detail = async (path: string) => {
    const body = await problemOf(await at.ask('admin', path))
    expect(body.status).toBe(400)
    return body
  }
  const unknown = await detail('/v1/claims?lin=auto&x=1')
  expect(unknown.errors).toEqual([
    { path: 'query.lin', message: 'unknown query parameter: "lin"' },
    { path: 'query.x', message: 'unknown query parameter: "x"' },
  ])
  expect((await detail('/v1/claims?limit=1&limit=2')).detail).toContain('duplicate query parameter')
  expect((await detail('/v1/claims?line=boats')).detail).toContain('query.line')
  for (const limit of ['0', '201', '-1', '1.5', 'NaN', '1e9', '']) await detail(`/v1/claims?limit=${limit}`)
  expect((await detail('/v1/overview?x')).detail).toContain('unknown query parameter: "x"')
})

test('bodies that are no JSON, no object, too large or of another type', async () => {
  const send = async (body: string, type = 'application/json') =>
    problemOf(
      await at.ask('investigator', '/v1/reveal', { method: 'POST', headers: { 'content-type': type }, body }),
    )
  expect(await send('{"subject":')).toMatchObject({ status: 400, errors: [{ path: 'body' }] })
  expect((await send('{"subject":')).detail).toContain('invalid JSON')
  expect((await send('')).status).toBe(400)
  expect((await send('null')).status).toBe(400)
  expect((await send('[]')).status).toBe(400)
  expect((await send('a=1', 'application/x-www-form-urlencoded')).status).toBe(415)
  expect((await send(JSON.stringify({ subject: 'x'.repeat(1 << 20) }))).status).toBe(413)
  expect((await send('['.repeat(100_000))).status).toBe(400)
  const missing = await send(JSON.stringify({ subject: 'P0001', field: 'salary', extra: 1 }))
  expect(missing.errors?.map((error) => error.path)).toEqual(['body.field', 'body.purpose', 'body.extra'])
})

test('what nobody foresaw is a 500 without its words, and logged with its id', async () => {
  const response = await at.ask('admin', '/v1/models')
  const body = await problemOf(response)
  expect(body.status).toBe(500)
  expect(JSON.stringify(body)).not.toContain('secret of the inside')
  expect(at.failures.at(-1)).toContain('secret of the inside')
  expect(at.failures.at(-1)).toContain(String(body.requestId))
})

test('every answer says what a browser may do with it', async () => {
  const { headers } = await at.ask(null, '/v1/health')
  const policy = headers.get('content-security-policy') ?? ''
  for (const part of [
    "default-src 'self'",
    "script-src 'self';",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "frame-ancestors 'none'",
  ])
    expect(policy).toContain(part)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
})

test('the documentation is served from here', async () => {
  const page = await (await at.app.request('/docs')).text()
  const scripts = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path)
  expect(scripts).toHaveLength(3)
  for (const path of scripts) expect([path, (await at.app.request(path)).status]).toEqual([path, 200])
  const document = (await (await at.app.request('/openapi.json')).json()) as {
    openapi: string
    paths: Record<string, unknown>
    components: { schemas: Record<string, unknown> }
  }
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toContain('/v1/claims/{claimId}')
  expect(Object.keys(document.components.schemas)).toContain('ClaimDetail')
})
