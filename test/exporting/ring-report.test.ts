import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { PERILS } from '../../features/words.ts'
import { ReportPress, type RingReport } from '../../src/exporting/index.ts'
import { ringReport } from '../../src/exporting/report/ring-report.ts'
import { perilText } from '../../src/schema/peril-words.ts'

const member = (i: number, label: string) => ({
  nodeId: `entity:P${i}`,
  nodeKind: 'entity' as const,
  label,
  centrality: 1 / (i + 1),
  roles: ['driver'],
  claims: 2,
  claimedAmount: 1000 * i,
})

const report = (change: Partial<RingReport> = {}): RingReport => ({
  ring: {
    ringId: 'R1',
    typology: 'staged_accident',
    title: { en: 'Staged accident', zh: '伪造交通事故' },
    runbook: { en: 'Ask for the photos.', zh: '调取照片。' },
    foundBy: { text: { en: 'a closed round', zh: '闭环' } },
    isPartial: false,
    score: 0.91,
    pValue: 0.0025,
    change: 'grew',
    memberCount: 3,
    claimCount: 2,
    claimedAmount: 54_321,
    paidAmount: null,
    atStakeAmount: 10,
    firstAt: '2026-01-01T00:00:00.000Z',
    lastAt: '2026-02-01T00:00:00.000Z',
    explanation: null,
    reasons: [
      { text: { en: 'starting point', zh: '起点' }, logOdds: -3 },
      { text: { en: 'one phone', zh: '同一电话' }, logOdds: 5.3 },
    ],
    checks: [{ id: 'family', holds: false, text: { en: 'a family', zh: '家庭' } }],
    comparedWith: { en: 'all auto claims', zh: '全部车险案件' },
    comparisons: [{ text: { en: 'claimed', zh: '索赔' }, unit: 'amount', value: 5, peers: null }],
    members: [member(1, '王小明'), member(2, 'John Smith'), member(3, '喆堃龘')],
    claims: [
      {
        claimId: 'C1',
        lossDate: '2026-01-01',
        peril: 'collision',
        claimant: { name: '王小明' },
        claimedAmount: null,
        paidAmount: 0,
        status: 'open',
        probability: null,
      },
    ],
    moneyFlow: {
      total: 1,
      steps: [{ claimId: 'C1', payee: null, account: { label: '****9999' }, amount: 7 }],
    },
    caveat: { en: 'An indicator is no proof.', zh: '指标不是证据。' },
  },
  graph: {
    title: 'R1',
    description: '',
    at: new Date('2026-07-01T08:00:00Z'),
    nodes: [1, 2, 3].map((i) => ({
      id: `entity:P${i}`,
      kind: 'entity' as const,
      label: `P${i}`,
      degree: 1,
      centrality: 1 / i,
      risk: null,
      partyType: null,
      roles: [],
      amount: null,
      community: null,
      isCut: null,
      suspicion: null,
    })),
    edges: [
      {
        source: 'entity:P1',
        target: 'entity:P2',
        link: 'uses_phone',
        weight: 0.5,
        claimId: null,
        knownAt: '2026-01-01T00:00:00.000Z',
      },
    ],
  },
  steps: [{ at: '2026-01-01T00:00:00.000Z', claimId: 'C1', text: { en: 'loss', zh: '出险' } }],
  caseFile: {
    title: '案卷',
    state: 'open',
    owner: 'wang',
    noteList: [{ at: '2026-01-02T00:00:00.000Z', author: 'wang', text: 'first line\nsecond line' }],
    markList: [{ nodeId: 'entity:P1', isPinned: true, isHidden: false, tags: ['hub'] }],
  },
  language: 'zh',
  line: { en: 'auto', zh: '车险' },
  purpose: 'test of the report',
  by: 'wang',
  at: new Date('2026-07-01T08:00:00Z'),
  book: 'insurer',
  snapshot: 's1',
  isRevealed: false,
  isSynthetic: true,
  ...change,
})

/** What the streams of a PDF hold, unpacked. */
function streamsOf(pdf: Buffer): string {
  const streams: string[] = []
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    try {
      streams.push(inflateSync(pdf.subarray(at + 7, pdf.indexOf('endstream', at))).toString('latin1'))
    } catch {
      // Not a packed stream.
    }
  }
  return streams.join('\n')
}

test('a report in Chinese holds its characters, the rare ones too, as subsets of fonts', async () => {
  const pdf = await ringReport(report())
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.length).toBeLessThan(200_000)
  const text = pdf.toString('latin1')
  expect(text).toMatch(/\/FontName \/[A-Z]{6}\+NotoSansSC/)
  expect(text).toContain('/Lang (zh-CN)')
  // Each character stands in a table from glyphs to characters, so that it can be found and copied.
  const tables = streamsOf(pdf).toLowerCase()
  for (const character of ['王', '明', '喆', '堃', '龘', '移', '险', '碰', '撞'])
    expect(tables).toContain(`<${character.charCodeAt(0).toString(16)}>`)
})

test('every peril that the models know has its Chinese word', () => {
  for (const peril of PERILS) expect(perilText(peril).zh, peril).toMatch(/\p{Script=Han}/u)
  expect(perilText('meteor_strike')).toEqual({ en: 'meteor strike', zh: 'meteor strike' })
})

test('the same report gives the same bytes, in either language', async () => {
  for (const language of ['en', 'zh'] as const) {
    const [one, two] = [await ringReport(report({ language })), await ringReport(report({ language }))]
    expect(one.equals(two)).toBe(true)
  }
})

test('a long ring fills pages and says what it leaves out; an empty one still prints', async () => {
  const base = report()
  const many = Array.from({ length: 300 }, (_, i) => member(i, `member ${i} 成员 ${'名'.repeat(i % 70)}`))
  const long = await ringReport(report({ ring: { ...base.ring, members: many } }))
  const pages = (pdf: Buffer) => Number(/\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1])
  expect(pages(long)).toBeGreaterThan(pages(await ringReport(base)))
  const empty = report({
    ring: {
      ...base.ring,
      reasons: [],
      checks: [],
      members: [],
      claims: [],
      comparisons: [],
      moneyFlow: { total: 0, steps: [] },
    },
    graph: { ...base.graph, nodes: [], edges: [] },
    steps: [],
    caseFile: null,
  })
  expect(pages(await ringReport(empty))).toBeGreaterThan(0)
})

test('a press makes reports beside the thread that asks, in turn, and gives the same bytes', async () => {
  const press = new ReportPress()
  try {
    let turns = 0
    const order: string[] = []
    const pdfs = [1, 2].map(async (n) => {
      const pdf = await press.print(report({ purpose: `purpose ${n}` }))
      order.push(`report ${n}`)
      return pdf
    })
    // Made in this thread, it would leave no turn to others between its beginning and its end.
    while (order.length === 0) {
      turns++
      await new Promise((next) => setImmediate(next))
    }
    expect(turns).toBeGreaterThan(20)
    const [first, second] = await Promise.all(pdfs)
    expect(order).toEqual(['report 1', 'report 2'])
    expect(first.equals(await ringReport(report({ purpose: 'purpose 1' })))).toBe(true)
    expect(first.equals(second)).toBe(false)
  } finally {
    await press.close()
  }
})

test('a press refuses more than may wait, gives up what takes too long, and goes on after a report that cannot be made', async () => {
  const press = new ReportPress({ waiting: 1 })
  const broken = report({ steps: null as unknown as RingReport['steps'] })
  const [bad, good, refused] = await Promise.allSettled(
    [broken, report(), report()].map((one) => press.print(one)),
  )
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: /could not be made/ } })
  expect(good).toMatchObject({ status: 'fulfilled' })
  expect(refused).toMatchObject({
    status: 'rejected',
    reason: {
      status: 503,
      message: 'invalid number of reports: 2 [1 may wait at a time, try again in a minute]',
    },
  })
  const ended = expect(press.print(report())).rejects.toMatchObject({ status: 503 })
  await press.close()
  await ended
  const hasty = new ReportPress({ timeoutMs: 1 })
  await expect(hasty.print(report())).rejects.toMatchObject({
    status: 503,
    message: 'missing report: not made within 0.001 s [try again, or take another format]',
  })
  await hasty.close()
})

test('a press whose thread went while nobody asked starts another', async () => {
  const press = new ReportPress({ idleMs: 1 })
  const first = await press.print(report())
  await new Promise((next) => setTimeout(next, 20))
  expect((await press.print(report())).equals(first)).toBe(true)
  await press.close()
})
