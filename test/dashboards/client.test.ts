/** The client sends what the server asks for and turns problem documents into errors with their words. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ApiError, get, post, withQuery } from '../../dashboards/api/client.ts'

let server: Server
const seen: IncomingMessage[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request)
    if (request.url === '/v1/gone') {
      response.writeHead(404, { 'content-type': 'application/problem+json' })
      response.end(JSON.stringify({ title: 'Not Found', status: 404, detail: 'unknown claim: X' }))
    } else if (request.url === '/v1/broken') {
      response.writeHead(502)
      response.end('<html>')
    } else if (request.method === 'DELETE') {
      response.writeHead(204)
      response.end()
    } else {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ items: [1], nextCursor: null }))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const real = fetch
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => real(`http://127.0.0.1:${port}${path}`, init))
})

afterAll(() => {
  vi.unstubAllGlobals()
  server.close()
})

test('an answer comes as it was sent', async () => {
  expect(await get('/v1/claims')).toEqual({ items: [1], nextCursor: null })
})

test('changes carry the header that other sites cannot send; reading does not', async () => {
  await post('/v1/alerts/1/note', { note: 'x' })
  expect(seen.at(-1)?.headers['x-claimscope']).toBe('1')
  expect(seen.at(-1)?.headers['content-type']).toBe('application/json')
  await get('/v1/claims')
  expect(seen.at(-1)?.headers['x-claimscope']).toBeUndefined()
})

test('a refusal is an error with the words of the server', async () => {
  const error = await get('/v1/gone').catch((fault: unknown) => fault)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 404, title: 'Not Found', message: 'unknown claim: X' })
})

test('an answer that is no problem document still says its status', async () => {
  await expect(get('/v1/broken')).rejects.toMatchObject({ status: 502, message: 'status 502' })
})

test('a query leaves out what is empty and writes the rest safely', () => {
  expect(withQuery('/v1/claims', { q: 'a&b', line: '', band: null, limit: 50 })).toBe(
    '/v1/claims?q=a%26b&limit=50',
  )
  expect(withQuery('/v1/claims', {})).toBe('/v1/claims')
})
