/** A claim posted over HTTP to the real desk gets the score that the batch gave it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { snapshots, type Warehouse } from '../../src/warehouse/index.ts'
import { type DemoServer, startDemoServer } from '../browser/server.ts'
import { demoHome } from '../demo-home.ts'

let warehouse: Warehouse
let server: DemoServer
let token: string

beforeAll(async () => {
  warehouse = (await snapshots(await demoHome(), 'insurer').openCurrent()).warehouse
  server = await startDemoServer()
  const { username, password } = server.signIns.find((s) => s.role === 'investigator') ?? {}
  const answer = await send('POST', '/v1/session', { username, password })
  token = answer.body.token
})

afterAll(async () => {
  await server?.close()
  await warehouse?.close()
})

async function send(method: string, path: string, body?: unknown) {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      'x-claimscope': '1',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

const PROVENANCE = ['book', 'source', 'batch_id', 'source_line', 'event_at']
const camel = (name: string) => name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())

/** A row as the API takes it. */
const asBody = (row: object) =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name, value]) => !PROVENANCE.includes(name) && value !== null)
      .map(([name, value]) => [camel(name), value]),
  )

/** Claims of which everything was known when they were scored, two of each line. */
async function whollyKnown() {
  const rows = await warehouse.db
    .selectFrom('score.risk as r')
    .innerJoin('core.claim as c', 'c.claim_id', 'r.entity_id')
    .where('r.entity', '=', 'claim')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('core.claim_party as p')
            .whereRef('p.claim_id', '=', 'c.claim_id')
            .whereRef('p.known_at', '>', 'r.as_of')
            .select('p.party_id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('core.claim_item as i')
            .whereRef('i.claim_id', '=', 'c.claim_id')
            .whereRef('i.known_at', '>', 'r.as_of')
            .select('i.item_id'),
        ),
      ),
    )
    .select(['r.entity_id', 'r.as_of', 'r.probability', 'r.log_odds', 'c.line'])
    .orderBy('c.line')
    .orderBy('r.probability', 'desc')
    .execute()
  return [...new Set(rows.map((r) => r.line))].flatMap((line) =>
    rows.filter((r) => r.line === line).slice(0, 2),
  )
}

test('POST /v1/claims/score gives the batch score to 1e-9', async () => {
  const { db } = warehouse
  const claims = await whollyKnown()
  expect(claims.length).toBeGreaterThanOrEqual(6)
  for (const batch of claims) {
    const mine = { claim_id: batch.entity_id }
    const claim = await db
      .selectFrom('core.claim')
      .selectAll()
      .where('claim_id', '=', mine.claim_id)
      .executeTakeFirstOrThrow()
    const parties = await db
      .selectFrom('core.claim_party')
      .selectAll()
      .where('claim_id', '=', mine.claim_id)
      .execute()
    const items = await db
      .selectFrom('core.claim_item')
      .selectAll()
      .where('claim_id', '=', mine.claim_id)
      .execute()
    const without = ({ claimId: _id, ...row }: Record<string, unknown>) => row
    const { status, body } = await send('POST', '/v1/claims/score', {
      claim: asBody(claim),
      parties: parties.map(asBody).map(without),
      items: items.map(asBody).map(without),
      asOf: batch.as_of.toISOString(),
    })
    expect(status, JSON.stringify(body)).toBe(200)
    expect(Math.abs(body.logOdds - batch.log_odds), batch.entity_id).toBeLessThan(1e-9)
    expect(Math.abs(body.probability - batch.probability)).toBeLessThan(1e-9)
  }
})

test('a claim that nobody has heard of is scored with reasons, and a bad one is refused in words', async () => {
  const claim = {
    claimId: 'HTTP-1',
    line: 'auto',
    lossAt: '2026-05-01T10:00:00Z',
    reportedAt: '2026-05-02T10:00:00Z',
    claimedAmount: 50_000,
  }
  const { status, body } = await send('POST', '/v1/claims/score', { claim })
  expect(status).toBe(200)
  const sum = body.parts.reduce((total: number, part: { logOdds: number }) => total + part.logOdds, 0)
  expect(sum).toBeCloseTo(body.logOdds, 9)
  const refused = await send('POST', '/v1/claims/score', {
    claim: { ...claim, line: 'marine', colour: 'red' },
  })
  expect(refused.status).toBe(400)
  expect(JSON.stringify(refused.body)).toContain('colour')
  expect(JSON.stringify(refused.body)).not.toMatch(/\bat .*\.ts:\d/)
})
