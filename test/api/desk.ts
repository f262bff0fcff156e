/** An app on the small book with a real operations store, and people who are signed in. */
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import pino from 'pino'
import type { AlertCandidate } from '../../src/alert.ts'
import { type ApiContext, createApp, SnapshotHolder } from '../../src/api/index.ts'
import type { FeatureView } from '../../src/feature.ts'
import { type Operations, openOperations } from '../../src/operations/index.ts'
import { type Rule, rule } from '../../src/rule.ts'
import { createDemoUsers, type DemoUser, hashPassword } from '../../src/security/index.ts'
import type { Signal } from '../../src/signal.ts'
import { AS_OF, BOOK, type TestBook, testBook } from './book.ts'

/** What pseudonyms are made under. */
export const SECRET = Buffer.alloc(32, 7)
export const NOW = new Date('2026-07-01T08:00:00Z')

const view: FeatureView = {
  name: 'claim_timing',
  entity: 'claim',
  title: { en: 'Timing', zh: '时间' },
  reads: ['core.claim'],
  features: {
    days_since_inception: {
      meaning: { en: 'days from inception to loss', zh: '起保至出险天数' },
      unit: 'days',
      direction: 'down',
      group: 'claims',
    },
  },
  query: (db) => db.selectFrom('spine').select(['entity_id', 'as_of']),
  examples: [{ title: 'none', rows: {}, entityId: 'C', asOf: '2026-01-01', expect: {} }],
}

const soon = rule({
  id: 'soon_after_inception',
  title: { en: 'Loss soon after inception', zh: '起保后不久出险' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 1.5,
  reads: ['days_since_inception'],
  when: (f) => f.days_since_inception < 10,
  reason: (f) => ({
    en: `${f.days_since_inception} days after inception`,
    zh: `起保后${f.days_since_inception}天`,
  }),
  runbook: { en: 'Ask for the sales file.', zh: '调取承保资料。' },
  falsePositives: ['renewals'],
  references: [],
  hits: [{ title: 'soon', features: { days_since_inception: 3 } }],
  misses: [{ title: 'late', features: { days_since_inception: 300 } }],
})

const signal: Signal = {
  name: 'weekly_claims',
  title: { en: 'Claims a week', zh: '每周赔案数' },
  period: 'week',
  unit: 'claims',
  kind: 'count',
  measure: 'claims',
  by: ['line'],
  direction: 'up',
  runbook: { en: 'Look by region.', zh: '按地区查看。' },
  query: (db) => db.selectFrom('signal.point').select(['series', 'period', 'value']).$castTo(),
}

const candidate = (i: number): AlertCandidate => ({
  dedupeKey: `claim:${i}`,
  kind: 'claim',
  subjectId: `C000${i}`,
  line: i % 2 ? 'auto' : 'health',
  severity: 'high',
  probability: 0.9,
  expectedLossAmount: 1000 + i,
  title: { en: `claim ${i}`, zh: `赔案${i}` },
  detail: {
    why: [{ text: { en: 'soon', zh: '早' }, logOdds: 1 }],
    confidence: { en: 'fair', zh: '中' },
    comparedWith: { en: 'peers', zh: '同类' },
    nextSteps: [{ en: 'call', zh: '致电' }],
  },
  asOf: AS_OF,
})

export interface Desk {
  readonly book: TestBook
  readonly operations: Operations
  readonly holder: SnapshotHolder
  readonly context: ApiContext
  readonly app: ReturnType<typeof createApp>
  readonly users: readonly DemoUser[]
  /** What was logged as an error: answers of status 500. */
  readonly failures: readonly string[]
  /** Moves the clock. */
  advance(ms: number): void
  /** Token of a user by name; each signs in once. */
  token(username: string): Promise<string>
  /** A request with the user's token, or as nobody. */
  ask(username: string | null, path: string, init?: RequestInit): Promise<Response>
  json(username: string | null, path: string): Promise<never>
  post(username: string | null, path: string, body: unknown): Promise<Response>
  close(): Promise<void>
}

/** `keeper` is an investigator for the line auto only. */
export async function desk(overrides: Partial<ApiContext> = {}): Promise<Desk> {
  const book = await testBook()
  await book.publish('first')
  const operations = await openOperations({ home: book.home })
  const users = await createDemoUsers(operations, randomBytes, NOW)
  await operations.users.create(
    {
      username: 'keeper',
      name: 'Keeper',
      role: 'investigator',
      lines: ['auto'],
      passwordHash: await hashPassword('keeper password'),
    },
    { actor: 'test', at: NOW },
  )
  await operations.alerts.raise([0, 1, 2, 3].map(candidate), {
    book: BOOK,
    snapshot: 's1',
    modelId: 'm1',
    thresholdVersion: 't1',
    actor: 'run',
    at: NOW,
  })
  const active = await operations.thresholds.propose(
    { content: { alert: 0.5 }, contentHash: 'h', reason: 'first', parent: null },
    { actor: 'run', at: NOW },
  )
  await operations.thresholds.activate(active.version, { actor: 'run', at: NOW })
  const holder = new SnapshotHolder(await book.snapshots.openCurrent())
  let now = NOW.getTime()
  const context: ApiContext = {
    snapshot: () => holder.lease(),
    operations,
    catalog: { sources: [], views: [view], rules: [soon as unknown as Rule], links: [], signals: [signal] },
    scorer: async (request) => ({
      score: {
        entity: 'claim',
        entityId: request.claim.claim_id,
        asOf: request.asOf ?? AS_OF,
        probability: 0.5,
        logOdds: 0,
        band: 'elevated',
        parts: [
          {
            part: 'model',
            logOdds: 0,
            reasons: [{ name: 'days_since_inception', value: Number.NaN, peerValue: 120, logOdds: 0 }],
          },
        ],
      },
      modelId: 'm1',
      peerGroup: null,
      expectedLossAmount: Number(request.claim.claimed_amount ?? 0) / 2,
      rules: [{ id: 'soon_after_inception', reason: { en: 'soon', zh: '早' } }],
    }),
    models: async () => [],
    staticDirectory: undefined,
    home: book.home,
    clock: () => new Date(now),
    demo: true,
    secret: SECRET,
    checkResponses: true,
    ...overrides,
  }
  const failures: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => void failures.push(line) })
  const app = createApp({ log, ...context })
  const tokens = new Map<string, Promise<string>>()
  const signIn = async (username: string): Promise<string> => {
    const password = users.find((user) => user.username === username)?.password ?? 'keeper password'
    const response = await app.request('/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-claimscope': '1' },
      body: JSON.stringify({ username, password }),
    })
    return ((await response.json()) as { token: string }).token
  }
  const token = (username: string) => {
    const known = tokens.get(username) ?? signIn(username)
    tokens.set(username, known)
    return known
  }
  const ask = async (username: string | null, path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('x-claimscope', '1')
    if (username !== null) headers.set('authorization', `Bearer ${await token(username)}`)
    return app.request(path, { ...init, headers })
  }
  return {
    book,
    operations,
    holder,
    context,
    app,
    users,
    failures,
    token,
    ask,
    advance: (ms) => {
      now += ms
    },
    async json(username, path) {
      const response = await ask(username, path)
      if (response.status !== 200)
        throw new Error(`${path}: ${response.status} ${await response.text()} ${failures.at(-1) ?? ''}`)
      return (await response.json()) as never
    },
    post: (username, path, body) =>
      ask(username, path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async close() {
      await holder.close()
      await operations.close()
      rmSync(book.home, { recursive: true, force: true })
    },
  }
}
