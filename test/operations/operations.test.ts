import { expect, test } from 'vitest'
import type { AlertCandidate, RaiseContext } from '../../src/alert.ts'
import type { Operations } from '../../src/operations/index.ts'
import { onEveryStore } from './stores.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 5, 30, 12, minute, 0, 250))
const by = { actor: 'admin', at: at(0) }

const candidate = (id: string, change: Partial<AlertCandidate> = {}): AlertCandidate => ({
  dedupeKey: `insurer/claim/${id}`,
  kind: 'claim',
  subjectId: id,
  line: 'auto',
  severity: 'medium',
  probability: 0.4,
  expectedLossAmount: 1000.5,
  title: { en: `Claim ${id}`, zh: `赔案 ${id}` },
  detail: {
    why: [{ text: { en: 'early', zh: '早' }, logOdds: 1.25 }],
    confidence: { en: 'c', zh: 'c' },
    comparedWith: { en: 'p', zh: 'p' },
    nextSteps: [{ en: 'call', zh: '电话' }],
  },
  asOf: at(0),
  ...change,
})

const context = (snapshot: string, minute: number): RaiseContext => ({
  book: 'insurer',
  snapshot,
  modelId: 'm1',
  thresholdVersion: 't-1',
  actor: 'run',
  at: at(minute),
})

async function addUser(operations: Operations, username: string) {
  return operations.users.create(
    { username, name: username, role: 'investigator', lines: ['auto'], passwordHash: 'h1' },
    by,
  )
}

onEveryStore((operations) => {
  test('a user comes back as created, and a taken name is refused', async () => {
    const { users } = operations()
    const created = await addUser(operations(), 'wang')
    expect(await users.find('wang')).toEqual(created)
    expect(created).toMatchObject({ lines: ['auto'], isDisabled: false, createdAt: at(0) })
    expect(await users.find('nobody')).toBeNull()
    await expect(addUser(operations(), 'wang')).rejects.toMatchObject({ status: 409 })
    expect(await users.list()).toEqual([created])
  })

  test('a session ends by time, by sign-out, and when its user is disabled', async () => {
    const { sessions, users } = operations()
    await addUser(operations(), 'wang')
    const session = { tokenHash: 'a', username: 'wang', createdAt: at(0), expiresAt: at(30) }
    await sessions.start(session)
    await sessions.start({ ...session, tokenHash: 'b' })
    await sessions.start({ ...session, tokenHash: 'c', expiresAt: at(5) })
    expect(await sessions.find('a', at(29))).toEqual(session)
    expect(await sessions.find('a', at(30))).toBeNull()
    await sessions.end('b', at(1))
    expect(await sessions.find('b', at(1))).toBeNull()
    expect(await sessions.prune(at(5))).toBe(1)
    expect(await users.passwordHash('wang')).toBe('h1')
    await users.update('wang', { isDisabled: true }, by)
    expect(await sessions.find('a', at(2))).toBeNull()
    expect(await users.passwordHash('wang')).toBeNull()
  })

  test('a finding is raised once, refreshed while open, and raised again only when it grew worse', async () => {
    const { alerts } = operations()
    await addUser(operations(), 'wang')
    const raise = (list: AlertCandidate[], snapshot: string, minute: number) =>
      alerts.raise(list, context(snapshot, minute))
    expect(await raise([candidate('1'), candidate('2')], 's1', 1)).toEqual({
      raised: 2,
      updated: 0,
      unchanged: 0,
      closedBefore: 0,
      ended: 0,
      below: 0,
    })
    expect(await raise([candidate('1'), candidate('2')], 's2', 2)).toMatchObject({ unchanged: 2, raised: 0 })

    const { items } = await alerts.list({ q: '赔案 1' })
    expect(items).toHaveLength(1)
    const { alertId } = items[0]
    expect(items[0]).toMatchObject({ snapshot: 's1', lastSeenSnapshot: 's2', version: 1, raisedAt: at(1) })

    expect(await raise([candidate('1', { probability: 0.5 })], 's3', 3)).toMatchObject({ updated: 1 })
    await alerts.close({ alertId, disposition: 'cleared', note: 'hail', actor: 'wang', at: at(4) })
    expect(await raise([candidate('1', { probability: 0.9 })], 's4', 5)).toMatchObject({ closedBefore: 1 })
    expect(await alerts.get(alertId)).toMatchObject({ state: 'closed', probability: 0.5 })
    expect(await raise([candidate('1', { severity: 'critical' })], 's5', 6)).toMatchObject({ raised: 1 })

    const alert = await alerts.get(alertId)
    expect(alert).toMatchObject({ state: 'new', disposition: null, severity: 'critical', snapshot: 's5' })
    expect(alert.detail).toEqual(candidate('1').detail)
    expect(alert.events.map(({ action, at: when }) => [action, when])).toEqual([
      ['raised', at(1)],
      ['closed', at(4)],
      ['raised_again', at(6)],
    ])
    expect(alert.events[1]).toMatchObject({ actor: 'wang', note: 'hail', detail: { disposition: 'cleared' } })
  })

  test('changed thresholds close what nobody took up and they no longer raise, and bring it back', async () => {
    const { alerts } = operations()
    await addUser(operations(), 'wang')
    const under = (version: string, list: AlertCandidate[], minute: number) =>
      alerts.raise(list, { ...context('s1', minute), thresholdVersion: version })
    const all = ['1', '2', '3', '4'].map((id) => candidate(id))
    await under('t-1', all, 1)
    const idOf = async (id: string) => (await alerts.list({ q: `赔案 ${id}` })).items[0].alertId
    const [taken, judged, low] = [await idOf('2'), await idOf('3'), await idOf('4')]
    await alerts.assign({ alertId: taken, assignee: 'wang', actor: 'wang', at: at(2) })
    await alerts.close({ alertId: judged, disposition: 'cleared', note: 'hail', actor: 'wang', at: at(2) })
    // The same thresholds that do not find a claim again leave its alert to people.
    expect(await under('t-1', all.slice(0, 3), 3)).toMatchObject({ below: 0 })
    expect(await under('t-2', all.slice(0, 1), 4)).toMatchObject({ below: 1, unchanged: 1 })
    expect(await alerts.get(low)).toMatchObject({ state: 'closed', disposition: null })
    expect(await alerts.get(taken)).toMatchObject({ state: 'assigned' })
    expect(await under('t-1', all, 5)).toMatchObject({ raised: 1, closedBefore: 1, unchanged: 2 })
    const { state, events } = await alerts.get(low)
    expect(state).toBe('new')
    expect(events.map(({ action }) => action)).toEqual(['raised', 'below_limits', 'raised_again'])
    expect(await alerts.get(judged)).toMatchObject({ state: 'closed', disposition: 'cleared' })
  })

  test('an open alert whose warning is over, or is not found again, is marked; an old one is not raised', async () => {
    const { alerts } = operations()
    const warning = (id: string, more: Partial<AlertCandidate['detail']> = {}) => {
      const base = candidate(id, { kind: 'signal' })
      return { ...base, detail: { ...base.detail, ...more } }
    }
    const first = await alerts.raise([warning('1'), warning('2'), candidate('3')], context('s1', 1))
    expect(first).toMatchObject({ raised: 3, ended: 0 })
    const old = warning('4', { ended: '2026-01-05', isOld: true })
    const second = await alerts.raise([warning('1', { ended: '2026-06-01' }), old], context('s2', 2))
    expect(second).toMatchObject({ raised: 0, updated: 1, closedBefore: 1, ended: 1 })
    const { items } = await alerts.list({})
    const open = await Promise.all(
      items.filter(({ kind }) => kind === 'signal').map(({ alertId }) => alerts.get(alertId)),
    )
    expect(open.map(({ events }) => events.map(({ action }) => action))).toEqual([
      ['raised', 'ended'],
      ['raised', 'ended'],
    ])
    expect(open.map(({ state }) => state)).toEqual(['new', 'new'])
    expect(open.map(({ detail }) => detail.ended).sort()).toEqual(
      ['2026-06-01', at(2).toISOString().slice(0, 10)].sort(),
    )
    expect(await alerts.raise([warning('1', { ended: '2026-06-01' })], context('s3', 3))).toMatchObject({
      ended: 0,
      unchanged: 1,
    })
  })

  test('two candidates of one finding raise nothing', async () => {
    const { alerts } = operations()
    await expect(alerts.raise([candidate('1'), candidate('1')], context('s1', 1))).rejects.toThrow(
      /duplicate candidate: "insurer\/claim\/1"/,
    )
    expect((await alerts.list()).total).toBe(0)
  })

  test('assign, release, reopen and note keep state, history and version', async () => {
    const { alerts } = operations()
    await addUser(operations(), 'wang')
    await alerts.raise([candidate('1')], context('s1', 1))
    const { alertId } = (await alerts.list()).items[0]
    const wang = { alertId, actor: 'wang', at: at(2) }
    expect(await alerts.assign({ ...wang, assignee: 'wang', version: 1 })).toMatchObject({
      state: 'assigned',
      assignee: 'wang',
      version: 2,
    })
    await expect(alerts.assign({ ...wang, assignee: null, version: 1 })).rejects.toMatchObject({
      status: 409,
    })
    await expect(alerts.assign({ ...wang, assignee: 'ghost' })).rejects.toMatchObject({ status: 404 })
    await expect(alerts.reopen(wang)).rejects.toMatchObject({ status: 409 })
    await alerts.close({ ...wang, disposition: 'confirmed_fraud' })
    await expect(alerts.assign({ ...wang, assignee: null })).rejects.toMatchObject({ status: 409 })
    await alerts.note({ ...wang, note: 'paid back' })
    const reopened = await alerts.reopen({ ...wang, note: 'new witness' })
    expect(reopened).toMatchObject({ state: 'assigned', assignee: 'wang', disposition: null, version: 5 })
    expect(reopened.events.map((event) => event.action)).toEqual([
      'raised',
      'assigned',
      'closed',
      'noted',
      'reopened',
    ])
    await expect(alerts.note({ ...wang, alertId: 'A-none', note: 'x' })).rejects.toMatchObject({
      status: 404,
    })
  })

  test('pages hold every alert once, in order, for each sort', async () => {
    const { alerts } = operations()
    const severities = ['low', 'critical', 'medium', 'high'] as const
    const many = Array.from({ length: 23 }, (_, i) =>
      candidate(String(i), {
        expectedLossAmount: (i * 7) % 5,
        probability: (i % 4) / 10,
        severity: severities[i % 4],
        line: i % 5 === 0 ? null : i % 2 === 0 ? 'auto' : 'health',
      }),
    )
    await alerts.raise(many.slice(0, 9), context('s1', 1))
    await alerts.raise(many.slice(9), context('s1', 2))
    for (const sort of ['expected_loss', 'severity', 'probability', 'raised', 'updated'] as const) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page = await alerts.list({ sort, limit: 5, cursor })
        expect(page.total).toBe(23)
        seen.push(...page.items.map((alert) => alert.alertId))
        cursor = page.nextCursor
      } while (cursor)
      const whole = await alerts.list({ sort, limit: 100 })
      expect(seen).toEqual(whole.items.map((alert) => alert.alertId))
      expect(new Set(seen).size).toBe(23)
    }
    const bySeverity = (await alerts.list({ sort: 'severity', limit: 100 })).items
    expect(bySeverity[0].severity).toBe('critical')
    expect(bySeverity[22].severity).toBe('low')
    expect((await alerts.list({ lines: ['health'] })).items.every((a) => a.line !== 'auto')).toBe(true)
    expect((await alerts.list({ lines: [] })).total).toBe(5)
    expect((await alerts.list({ severity: 'high', state: 'open', assignee: 'none' })).total).toBe(5)
    expect((await alerts.list({ q: "%' or 1=1" })).total).toBe(0)
    await expect(alerts.list({ cursor: 'bm90IG91cnM' })).rejects.toMatchObject({ status: 400 })
    const counts = await alerts.openCounts('insurer')
    expect(counts.reduce((sum, count) => sum + count.alerts, 0)).toBe(23)
  })

  test('the audit chain holds, and finds a changed row and a cut tail', async () => {
    const { audit, db, transaction } = operations()
    await addUser(operations(), 'wang')
    for (let i = 0; i < 5; i++)
      await audit.record({
        at: at(i),
        actor: 'a',
        action: 'reveal',
        subject: `P${i}`,
        detail: { why: '核查' },
      })
    const verdict = await audit.verify()
    expect(verdict).toMatchObject({ ok: true, entries: 6, brokenAt: null })
    expect((await audit.list({ limit: 2 })).map((entry) => entry.seq)).toEqual([6, 5])
    expect((await audit.list({ subject: 'P1' }))[0].detail).toEqual({ why: '核查' })
    await transaction((tx) => tx.deleteFrom('audit').where('seq', '=', 6).execute())
    expect(await audit.verify()).toMatchObject({ ok: true, entries: 5 })
    expect(await audit.verify(verdict.head)).toMatchObject({ ok: false, brokenAt: 6 })
    await db.updateTable('audit').set({ actor: 'b' }).where('seq', '=', 3).execute()
    expect(await audit.verify()).toMatchObject({ ok: false, entries: 2, brokenAt: 3 })
  })

  test('an error rolls everything back, even one that was caught inside', async () => {
    const { audit, transaction } = operations()
    const row = { username: 'x', name: 'x', role: 'x', lines: null, password_hash: '', is_disabled: false }
    const insert = { ...row, created_at: at(0) }
    await expect(
      transaction(async (tx) => {
        await tx.insertInto('user').values(insert).execute()
        throw new Error('halfway')
      }),
    ).rejects.toThrow('halfway')
    await expect(
      transaction(async (tx) => {
        await tx.insertInto('user').values(insert).execute()
        await tx
          .insertInto('user')
          .values(insert)
          .execute()
          .catch(() => undefined)
      }),
    ).rejects.toThrow()
    expect(await operations().users.list()).toEqual([])
    await audit.record({ at: at(0), actor: 'a', action: 'b', subject: 'c' })
    expect(await audit.verify()).toMatchObject({ entries: 1 })
  })

  test('writers at the same time take turns', async () => {
    const { audit } = operations()
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        audit.record({ at: at(i), actor: 'a', action: 'b', subject: String(i) }),
      ),
    )
    expect(await audit.verify()).toMatchObject({ ok: true, entries: 20 })
  })

  test('thresholds are versions that nobody changes, and the newest activation is in force', async () => {
    const { thresholds } = operations()
    expect(await thresholds.active()).toBeNull()
    const proposal = { content: { watch: 0.2 }, contentHash: 'abc', reason: 'first', parent: null }
    const first = await thresholds.propose(proposal, by)
    expect(await thresholds.propose(proposal, by)).toEqual(first)
    const second = await thresholds.propose({ ...proposal, parent: first.version }, { ...by, at: at(1) })
    expect(second.version).not.toBe(first.version)
    await thresholds.activate(first.version, by)
    await thresholds.activate(second.version, { ...by, at: at(2) })
    await thresholds.activate(second.version, { ...by, at: at(3) })
    expect(await thresholds.active()).toEqual(second)
    expect((await thresholds.activations()).map((row) => row.version)).toEqual([
      second.version,
      first.version,
    ])
    expect(await thresholds.list()).toEqual([second, first])
    await expect(thresholds.activate('t-none', by)).rejects.toMatchObject({ status: 404 })
  })

  test('a request that is sent twice gets the first answer', async () => {
    const { idempotency } = operations()
    const request = { key: 'k', actor: 'wang', requestHash: 'h' }
    expect(await idempotency.find(request)).toBeNull()
    await idempotency.keep(request, { status: 200, body: { done: 1 } }, at(0))
    await idempotency.keep(request, { status: 200, body: { done: 2 } }, at(1))
    expect(await idempotency.find(request)).toEqual({ status: 200, body: { done: 1 } })
    await expect(idempotency.find({ ...request, requestHash: 'other' })).rejects.toMatchObject({
      status: 422,
    })
    expect(await idempotency.prune(at(1))).toBe(1)
    expect(await idempotency.find(request)).toBeNull()
  })
})
