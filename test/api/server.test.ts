import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Server, serve } from '../../src/api/index.ts'
import type { ClaimPage, Health } from '../../src/api/schemas/index.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
let server: Server
let token: string
beforeAll(async () => {
  at = await desk()
  const files = join(at.book.home, 'dist')
  mkdirSync(join(files, 'assets'), { recursive: true })
  writeFileSync(join(files, 'index.html'), '<!doctype html><title>desk</title>')
  writeFileSync(join(files, 'assets', 'main-1a2b.js'), `console.log(${'1,'.repeat(2000)}1)`)
  writeFileSync(join(at.book.home, 'secret.txt'), 'not for the web')
  const { snapshot: _, ...context } = at.context
  server = await serve({
    ...context,
    staticDirectory: files,
    snapshots: at.book.snapshots,
    host: '127.0.0.1',
    port: 0,
    pollMs: 20,
  })
  token = await at.token('admin')
})
afterAll(async () => {
  await server.close()
  await at.close()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { headers: { authorization: `Bearer ${token}`, ...headers } })

test('a new snapshot is served while requests run; each sees one snapshot whole, and none fails', async () => {
  const markers = new Set<string>()
  let running = true
  let requests = 0
  const ask = async () => {
    while (running) {
      const response = await get('/v1/claims?limit=200')
      expect(response.status).toBe(200)
      const page = (await response.json()) as ClaimPage
      const perils = new Set(page.items.map((claim) => claim.peril))
      expect(perils.size).toBe(1)
      markers.add([...perils].join())
      requests++
    }
  }
  const asking = [ask(), ask(), ask()]
  for (const marker of ['second', 'third']) {
    const id = await at.book.publish(marker)
    const until = Date.now() + 20_000
    while (((await (await get('/v1/health')).json()) as Health).snapshot !== id) {
      if (Date.now() > until) throw new Error(`snapshot ${id} is not served`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 100))
  running = false
  await Promise.all(asking)
  expect([...markers].sort()).toEqual(['first', 'second', 'third'])
  expect(requests).toBeGreaterThan(10)
})

test('the page stands behind every path that is neither a file nor the API', async () => {
  for (const path of ['/', '/rings/G1', '/claims/C0001?tab=parties']) {
    const response = await get(path)
    expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 200, 'no-cache'])
    expect(await response.text()).toContain('<title>desk</title>')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
  }
  expect((await get('/missing.js')).status).toBe(404)
  expect((await get('/v1/missing')).headers.get('content-type')).toBe('application/problem+json')
})

test('files leave compressed, tagged and for ever; a folder has no way out', async () => {
  const response = await get('/assets/main-1a2b.js', { 'accept-encoding': 'gzip' })
  expect(response.headers.get('content-encoding')).toBe('gzip')
  expect(response.headers.get('content-type')).toContain('javascript')
  expect(response.headers.get('cache-control')).toContain('immutable')
  const tag = response.headers.get('etag') ?? ''
  expect(tag).not.toBe('')
  expect((await get('/assets/main-1a2b.js', { 'if-none-match': tag })).status).toBe(304)
  for (const path of ['/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/%00']) {
    const text = await (await get(path)).text()
    expect(text).not.toContain('not for the web')
  }
})

test('metrics count by endpoint, not by id, for this machine and for administrators', async () => {
  await get('/v1/claims/C0001')
  const response = await fetch(`${server.url}/metrics`)
  expect(response.status).toBe(200)
  const text = await response.text()
  expect(text).toMatch(
    /claimscope_http_requests_total\{method="GET",route="\/v1\/claims\/\{claimId\}",status="200"\} 1/,
  )
  expect(text).toContain('claimscope_snapshot_created_seconds{book="insurer",snapshot="s3"}')
  const proxied = await fetch(`${server.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } })
  expect(proxied.status).toBe(401)
})

test('a port that is taken is named', async () => {
  const { snapshot: _, ...context } = at.context
  const port = Number(new URL(server.url).port)
  await expect(serve({ ...context, snapshots: at.book.snapshots, host: '127.0.0.1', port })).rejects.toThrow(
    `invalid port: ${port} [in use on 127.0.0.1, take another with --port]`,
  )
})
