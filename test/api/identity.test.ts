import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Problem, Session, SignedIn } from '../../src/api/schemas/index.ts'
import { hashToken } from '../../src/security/index.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
beforeAll(async () => {
  at = await desk()
})
afterAll(() => at.close())

const HOUR = 3_600_000

function signIn(username: string, password: string, headers: Record<string, string> = {}) {
  return at.app.request('/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-claimscope': '1', ...headers },
    body: JSON.stringify({ username, password }),
  })
}

const passwordOf = (username: string) => at.users.find((user) => user.username === username)?.password ?? ''

test('signing in gives a strict cookie and a token of which the store keeps only the hash', async () => {
  const response = await signIn('underwriter', passwordOf('underwriter'))
  expect(response.status).toBe(200)
  const cookie = response.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(
    /^claimscope_session=[A-Za-z0-9_-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/,
  )
  const { token, user, demo } = (await response.json()) as SignedIn
  expect(user).toEqual({ username: 'underwriter', name: 'Emma Clarke', role: 'underwriter', lines: null })
  expect(demo).toBe(true)
  const stored = await at.operations.db.selectFrom('session').select('token_hash').execute()
  expect(stored.map((row) => row.token_hash)).toContain(hashToken(token))
  expect(JSON.stringify(stored)).not.toContain(token)
  const hash = await at.operations.users.passwordHash('underwriter')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  const who = await at.app.request('/v1/session', { headers: { cookie: cookie.split(';')[0] } })
  const session = (await who.json()) as Session
  expect(session.permissions).toContain('policies:read')
  expect(session.permissions).not.toContain('alerts:read')
})

test('a wrong password and an unknown user are told alike, and both are in the audit', async () => {
  const wrong = await signIn('underwriter', 'not this one')
  const nobody = await signIn('nobody', 'not this one')
  expect([wrong.status, nobody.status]).toEqual([401, 401])
  const [a, b] = [(await wrong.json()) as Problem, (await nobody.json()) as Problem]
  expect(a.detail).toBe(b.detail)
  const refused = (await at.operations.audit.list()).filter((entry) => entry.action === 'session.refused')
  expect(refused.map((entry) => entry.subject)).toEqual(['nobody', 'underwriter'])
})

test('guessing is slowed down, also for who then knows the password', async () => {
  const statuses: number[] = []
  for (let i = 0; i < 9; i++) statuses.push((await signIn('risk', `guess ${i}`)).status)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 429])
  const right = await signIn('risk', passwordOf('risk'))
  expect(right.status).toBe(429)
  expect(((await right.json()) as Problem).detail).toContain('wait 15 min')
})

test('nobody reads without a session, and an unknown token is none', async () => {
  expect((await at.app.request('/v1/claims')).status).toBe(401)
  const headers = { authorization: `Bearer ${'x'.repeat(43)}` }
  expect((await at.app.request('/v1/claims', { headers })).status).toBe(401)
  expect((await at.app.request('/v1/claims', { headers: { authorization: 'Basic eDp5' } })).status).toBe(401)
})

test('a session ends 8 h after its last use and 24 h after it began', async () => {
  const { token } = (await (await signIn('admin', passwordOf('admin'))).json()) as SignedIn
  const ask = async () =>
    (await at.app.request('/v1/session', { headers: { authorization: `Bearer ${token}` } })).status
  at.advance(7 * HOUR)
  expect(await ask()).toBe(200)
  at.advance(7 * HOUR)
  expect(await ask()).toBe(200)
  at.advance(7 * HOUR)
  expect(await ask()).toBe(200)
  at.advance(3 * HOUR + 1)
  expect(await ask()).toBe(401)
  const { token: second } = (await (await signIn('admin', passwordOf('admin'))).json()) as SignedIn
  at.advance(8 * HOUR)
  const idle = await at.app.request('/v1/session', { headers: { authorization: `Bearer ${second}` } })
  expect(idle.status).toBe(401)
})

test('signing out ends the session', async () => {
  const { token } = (await (await signIn('investigator', passwordOf('investigator'))).json()) as SignedIn
  const headers = { authorization: `Bearer ${token}` }
  const out = await at.app.request('/v1/session', { method: 'DELETE', headers })
  expect(out.status).toBe(200)
  expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
  expect((await at.app.request('/v1/session', { headers })).status).toBe(401)
})

test('a disabled user is out at once', async () => {
  const { token } = (await (await signIn('keeper', 'keeper password')).json()) as SignedIn
  const headers = { authorization: `Bearer ${token}` }
  expect((await at.app.request('/v1/session', { headers })).status).toBe(200)
  await at.operations.users.update('keeper', { isDisabled: true }, { actor: 'test', at: new Date() })
  expect((await at.app.request('/v1/session', { headers })).status).toBe(401)
  expect((await signIn('keeper', 'keeper password')).status).toBe(401)
})

test('a change with the cookie needs the header that other sites cannot send', async () => {
  const { token } = (await (await signIn('investigator', passwordOf('investigator'))).json()) as SignedIn
  const change = (headers: Record<string, string>) =>
    at.app.request('/v1/reveal', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: `claimscope_session=${token}`, ...headers },
      body: JSON.stringify({ subject: 'P0001', field: 'phone', purpose: 'call the claimant' }),
    })
  const without = await change({})
  expect(without.status).toBe(403)
  expect(((await without.json()) as Problem).detail).toContain('missing header: "x-claimscope"')
  expect((await change({ 'x-claimscope': '1' })).status).toBe(200)
  expect((await signIn('investigator', passwordOf('investigator'), { 'x-claimscope': '0' })).status).toBe(403)
})
