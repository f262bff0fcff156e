/** Thresholds are tried without a trace, put in force by who may, and the queue follows at once. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Thresholds, ThresholdTrial } from '../../src/api/schemas/index.ts'
import { openDesk } from '../../src/cli/desk.ts'
import { hashPassword } from '../../src/security/index.ts'
import type { ThresholdSet } from '../../src/thresholds/index.ts'
import { demoHome } from '../demo-home.ts'

const PASSWORD = 'a long password'
let home = ''
let desk: Awaited<ReturnType<typeof openDesk>>
const tokens = new Map<string, string>()

beforeAll(async () => {
  const demo = await demoHome()
  home = await mkdtemp(join(tmpdir(), 'thresholds-'))
  await cp(join(demo, 'books'), join(home, 'books'), { recursive: true })
  desk = await openDesk({
    home,
    book: 'insurer',
    host: '127.0.0.1',
    port: 0,
    staticDirectory: undefined,
    demo: true,
    onOpen: async ({ users }) => {
      const passwordHash = await hashPassword(PASSWORD)
      const by = { actor: 'test', at: new Date() }
      const one = { role: 'risk_manager' as const, passwordHash }
      await users.create({ ...one, username: 'boss', name: 'Boss', lines: null }, by)
      await users.create({ ...one, username: 'keeper', name: 'Keeper', lines: ['auto'] }, by)
    },
  })
  for (const username of ['boss', 'keeper']) {
    const { body } = await ask(username, 'POST', '/v1/session', { username, password: PASSWORD })
    tokens.set(username, body.token)
  }
})

afterAll(async () => {
  await desk?.close()
  await rm(home, { recursive: true, force: true })
})

async function ask(user: string, method: string, path: string, sent?: unknown) {
  const token = tokens.get(user)
  const response = await fetch(`${desk.url}${path}`, {
    method,
    headers: {
      'x-claimscope': '1',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
  })
  return { status: response.status, body: await response.json() }
}

const inForce = async () => (await ask('boss', 'GET', '/v1/thresholds')).body as Thresholds
const openClaims = async () =>
  (await ask('boss', 'GET', '/v1/alerts?kind=claim&state=open&limit=1')).body.total as number

/** The set in force with the limits of all claims from `probability` on. */
function stricter(content: Thresholds['content'], probability: number): ThresholdSet {
  const set = structuredClone(content) as unknown as ThresholdSet
  const claim = { ...set.limits.claim, watch: { ...set.limits.claim.watch, probability } }
  return { ...set, lines: {}, limits: { ...set.limits, claim } }
}

test('a trial tells what would come and go, and changes nothing', async () => {
  const { content, version } = await inForce()
  const before = await openClaims()
  const same = (await ask('boss', 'POST', '/v1/thresholds/trial', { content })).body as ThresholdTrial
  expect(same.kinds.map(({ added, dropped, moved }) => added + dropped + moved)).toEqual([0, 0, 0, 0, 0])
  const claims = same.kinds.find(({ kind }) => kind === 'claim')
  expect(claims?.now.alerts).toBe(before)
  const tried = (await ask('boss', 'POST', '/v1/thresholds/trial', { content: stricter(content, 0.19) }))
    .body as ThresholdTrial
  const after = tried.kinds.find(({ kind }) => kind === 'claim')
  expect(after?.dropped).toBeGreaterThan(0)
  expect(after?.tried.alerts).toBe(before + (after?.added ?? 0) - (after?.dropped ?? 0))
  expect(tried.dropped.every(({ kind, probability }) => kind === 'claim' && probability < 0.19)).toBe(true)
  const all = tried.open.find(({ subject }) => subject === 'claim')
  expect(all?.total).toBeGreaterThan(before)
  expect((await inForce()).version).toBe(version)
  expect(await openClaims()).toBe(before)
})

test('a change raises at once and is kept with its reason; the one before comes back the same way', async () => {
  const first = await inForce()
  const before = await openClaims()
  const content = stricter(first.content, 0.19)
  const change = { content, parent: first.version, reason: 'the desk is short of people' }
  const done = await ask('boss', 'POST', '/v1/thresholds', change)
  expect(done.status).toBe(200)
  expect(done.body.below).toBeGreaterThan(0)
  expect(await openClaims()).toBe(before + done.body.raised - done.body.below)
  // Whoever still looks at the earlier set is told.
  expect((await ask('boss', 'POST', '/v1/thresholds', change)).status).toBe(409)
  const parent = (await inForce()).version
  const again = { content, parent, reason: 'once more the same' }
  expect((await ask('boss', 'POST', '/v1/thresholds', again)).status).toBe(422)
  const back = { content: first.content, parent, reason: 'as it was before' }
  expect((await ask('boss', 'POST', '/v1/thresholds', back)).status).toBe(200)
  expect(await openClaims()).toBe(before)
  const { versions } = (await ask('boss', 'GET', '/v1/thresholds/versions')).body
  expect(versions.map((one: { reason: string }) => one.reason)).toEqual([
    'as it was before',
    'the desk is short of people',
    'built-in thresholds',
  ])
  expect(versions.map((one: { isActive: boolean }) => one.isActive)).toEqual([true, false, false])
})

test('a set that breaks its guard rails, and a user who sees a part of the book, are refused', async () => {
  const { content, version: parent } = await inForce()
  const bad = stricter(content, 0.9)
  const refused = await ask('boss', 'POST', '/v1/thresholds/trial', { content: bad })
  expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining('must rise')])
  expect((await ask('keeper', 'POST', '/v1/thresholds/trial', { content })).status).toBe(403)
  const change = { content: stricter(content, 0.1), parent, reason: 'a change of mine' }
  expect((await ask('keeper', 'POST', '/v1/thresholds', change)).status).toBe(403)
})
