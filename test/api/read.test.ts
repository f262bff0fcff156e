import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  AlertPage,
  ClaimDetail,
  LiveScore,
  Neighbourhood,
  Overview,
  PartyDetail,
  PartyPage,
  PathAnswer,
  PolicyDetail,
  ProviderDetail,
  ProviderPage,
  Quality,
  RevealedNodes,
  RingCompareAnswer,
  RingDetail,
  RingPage,
  RingTimeline,
} from '../../src/api/schemas/index.ts'
import { CLAIMS } from './book.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
beforeAll(async () => {
  at = await desk()
})
afterAll(() => at.close())

test('every list without parameters answers within its schema', async () => {
  for (const path of [
    '/v1/session',
    '/v1/overview',
    '/v1/alerts',
    '/v1/claims',
    '/v1/parties',
    '/v1/providers',
    '/v1/policies',
    '/v1/rings',
    '/v1/associations',
    '/v1/signals',
    '/v1/signals/weekly_claims/all',
    '/v1/warnings',
    '/v1/models',
    '/v1/runs',
    '/v1/catalog',
    '/v1/collections',
    '/v1/quality',
    '/v1/thresholds',
    '/v1/audit',
    '/v1/health',
  ]) {
    const response = await at.ask('admin', path)
    expect([path, response.status, response.status === 200 ? '' : await response.text()]).toEqual([
      path,
      200,
      '',
    ])
    expect(response.headers.get('cache-control')).toBe('no-store')
  }
})

test('a claim comes with its parts, parties, weather, rules and masked values', async () => {
  const claim: ClaimDetail = await at.json('investigator', '/v1/claims/C0001')
  expect(claim.claimant).toEqual({ partyId: 'P0001', name: 'J*** S****' })
  expect(claim.payments[0].bankAccount).toBe('************9999')
  expect(claim.status).toBe('paid')
  expect(claim.paidAmount).toBe(40)
  expect(claim.parties.find((party) => party.role === 'hospital')?.name).toBe('Harbour Hospital')
  // P0001 and P0002 are one entity: 4 + 4 claims, less this one.
  expect(claim.parties.find((party) => party.role === 'claimant')?.otherClaims).toBe(7)
  expect(claim.score?.parts.map((part) => part.part)).toEqual(['base', 'rules', 'model'])
  const reason = claim.score?.parts[2].reasons[0]
  expect(reason).toMatchObject({ shown: '3 days', peerShown: '120 days', logOdds: 1 })
  expect(claim.rules[0].reason.en).toBe('3 days after inception')
  expect(claim.rings).toEqual([{ ringId: 'G1', typology: 'staged_accident', score: 0.9 }])
  expect(claim.policy?.policyId).toBe('Y1')
  expect(claim.alertId).not.toBeNull()
  expect(claim.description).toBe('<script>alert(1)</script>')
  const first: ClaimDetail = await at.json('investigator', '/v1/claims/C0000')
  expect(first.weather?.rainMm).toBe(3.5)
  expect(first.status).toBe('open')
})

test('the usual price of an item is the median of the same code in other claims', async () => {
  const claim: ClaimDetail = await at.json('investigator', '/v1/claims/C0002')
  const others = Array.from({ length: CLAIMS }, (_, i) => i).filter((i) => i % 4 === 2 && i !== 2)
  const sums = others.map((i) => 50 + i).sort((a, b) => a - b)
  const middle = (sums.length - 1) / 2
  expect(claim.items[0].usualPrice).toBe((sums[Math.floor(middle)] + sums[Math.ceil(middle)]) / 2)
})

test('a party shows the listed names that may mean it under any of its records, names masked', async () => {
  const party: PartyDetail = await at.json('investigator', '/v1/parties/P0002')
  expect(party.listings).toEqual([
    {
      entryId: 'W1',
      list: 'sanctions',
      name: 'S***** J***',
      reason: 'sanctioned person',
      listedAt: expect.stringMatching(/^\d{4}-/),
      delistedDate: null,
      probability: 0.92,
      matchWeight: 3.5,
      waterfall: [
        { comparison: expect.objectContaining({ zh: '名称' }), level: expect.anything(), weight: 14 },
        { comparison: expect.objectContaining({ zh: '出生日期' }), level: expect.anything(), weight: 11 },
      ],
    },
  ])
  expect(JSON.stringify(party.listings)).not.toContain('john')
  const claim: ClaimDetail = await at.json('investigator', '/v1/claims/C0001')
  const listed = claim.parties.filter(({ listedProbability }) => listedProbability !== null)
  expect(listed.map(({ entityId, listedProbability }) => [entityId, listedProbability])).toEqual([
    ['P0001', 0.92],
  ])
})

test('a party shows whom linkage holds to be the same, and why', async () => {
  const party: PartyDetail = await at.json('investigator', '/v1/parties/P0002')
  expect(party.entityId).toBe('P0001')
  expect(party.age).toBe(45)
  expect(party.same).toEqual([
    {
      partyId: 'P0001',
      name: 'J*** S****',
      matchWeight: 12.5,
      matchProbability: 0.99,
      waterfall: [{ comparison: 'name', level: 'exact', weight: 7.5 }],
    },
  ])
  expect(party.claims).toBe(8)
  expect(party.identity).toEqual({
    idNumber: '**************1002',
    phone: '*******8002',
    email: 'p***@example.com',
    bankAccount: '************1002',
    address: '北京市朝阳区***',
  })
})

test('search takes wildcards as they are, in both scripts, and whole numbers only from those who may uncover them', async () => {
  const find = async (user: string, q: string): Promise<number | undefined> =>
    ((await at.json(user, `/v1/parties?q=${encodeURIComponent(q)}`)) as PartyPage).total
  expect(await find('investigator', '%')).toBe(0)
  expect(await find('investigator', '王小')).toBe(30)
  expect(await find('investigator', 'JOHN')).toBe(30)
  expect(await find('investigator', '13800138005')).toBe(1)
  expect(await find('investigator', '1380013800')).toBe(0)
  expect(await find('underwriter', '13800138005')).toBe(0)
  const claims: { total: number } = await at.json('investigator', '/v1/claims?q=100%25%20_main_')
  expect(claims.total).toBe(1)
})

test('a provider stands beside its peers', async () => {
  const page: ProviderPage = await at.json('investigator', '/v1/providers?sort=claims')
  expect(page.items.map((row) => [row.partyId, row.claims])).toEqual([
    ['H1', CLAIMS],
    ['D1', 0],
  ])
  const hospital: ProviderDetail = await at.json('investigator', '/v1/providers/H1')
  expect(hospital.amountRatio).toBe(1)
  expect(hospital.investigated).toBe(3)
  expect(hospital.confirmedFraud).toBe(1)
  expect(hospital.monthly.reduce((sum, month) => sum + month.claims, 0)).toBe(CLAIMS)
  expect(hospital.billing).toHaveLength(4)
  const physician: ProviderDetail = await at.json('investigator', '/v1/providers/D1')
  expect(physician.name).toBe('A*** K*****')
})

test('a policy knows its claims, loss ratio and peers', async () => {
  const policy: PolicyDetail = await at.json('underwriter', '/v1/policies/Y1')
  expect(policy.claims).toBe(3)
  expect(policy.claimList.map((claim) => claim.claimId)).toEqual(['C0181', 'C0091', 'C0001'])
  expect(policy.claimedAmount).toBe(100 * (1 + (91 % 13) + (181 % 13)))
  expect(policy.lossRatio).toBeCloseTo(policy.claimedAmount / 1001)
  expect(policy.frequency).toBeCloseTo(3 / (364 / 365.25))
  expect(policy.peers?.policies).toBe(15)
})

test('a ring hides numbers and its pseudonyms lead back to the node', async () => {
  const ring: RingDetail = await at.json('investigator', '/v1/rings/G1')
  expect(JSON.stringify(ring)).not.toContain('13800138001')
  const phone = ring.graph.nodes.find((node) => node.kind === 'phone')
  expect(phone?.label).toBe('*******8001')
  expect(ring.members[0].nodeId).toBe(phone?.id)
  expect(ring.members.find((member) => member.nodeId === 'entity:P0001')).toMatchObject({
    roles: ['claimant'],
    claims: 1,
    claimedAmount: 100,
  })
  expect(ring.timeline.map((step) => step.kind)).toContain('inception')
  expect(ring.graph.edges).toHaveLength(4)
  const around: Neighbourhood = await at.json(
    'investigator',
    `/v1/neighbourhood?node=${encodeURIComponent(phone?.id ?? '')}&depth=1`,
  )
  expect(around.nodes.map((node) => node.kind).sort()).toEqual(['entity', 'entity', 'phone'])
  expect(around.total).toBe(3)
  const whole: Neighbourhood = await at.json('investigator', '/v1/neighbourhood?node=entity:P0001&depth=3')
  const cut: Neighbourhood = await at.json(
    'investigator',
    '/v1/neighbourhood?node=entity:P0001&depth=3&budget=2',
  )
  expect([cut.shown, cut.total, cut.isTotalExact]).toEqual([2, whole.total, true])
})

test('a ring says what was checked, where the money went, and how it compares', async () => {
  const ring: RingDetail = await at.json('investigator', '/v1/rings/G1')
  expect(ring).toMatchObject({
    pValue: 0.01,
    change: 'grew',
    paidAmount: 40,
    months: [2],
    checks: [{ id: 'family', holds: false, text: { en: 'no family', zh: '非家庭' } }],
    origins: [{ fromRingId: 'G0', shared: 2, joined: 1, gone: 0 }],
    title: { en: expect.any(String), zh: expect.any(String) },
    caseId: null,
  })
  expect(ring.moneyFlow).toMatchObject({ paidAmount: 40, shown: 1, total: 1 })
  expect(ring.moneyFlow.steps[0]).toMatchObject({
    claimId: 'C0001',
    payee: { nodeId: 'entity:P0001', label: 'J*** S****', isMember: true },
    account: { label: '************9999', isMember: false },
    amount: 40,
  })
  expect(ring.moneyFlow.steps[0].account?.nodeId).toMatch(/^account:~/)
  const fraud = ring.comparisons.find((figure) => figure.id === 'claimed')
  expect(fraud).toMatchObject({ unit: 'amount', value: 200 })
  expect(ring.comparedWith.en).toBe('all health claims of the book')
})

test('rings are found by change, explanation, chance, and member', async () => {
  const found = async (user: string, query: string) =>
    ((await at.json(user, `/v1/rings?${query}`)) as RingPage).items.map((ring) => ring.ringId)
  for (const query of [
    'change=grew',
    'explained=no',
    'maxP=0.01',
    'minScore=0.9',
    'member=smith',
    'member=P0003',
    'member=C0001',
    'member=13800138001',
    'sort=p_value',
    'sort=paid_amount',
  ])
    expect([query, await found('investigator', query)]).toEqual([query, ['G1']])
  for (const query of [
    'change=new',
    'explained=yes',
    'maxP=0.009',
    'minScore=0.91',
    'member=nobody',
    'member=C0002',
  ])
    expect([query, await found('investigator', query)]).toEqual([query, []])
  // A whole number finds only for those who may uncover it.
  expect(await found('risk', 'member=13800138001')).toEqual([])
  expect((await at.ask('risk', '/v1/rings?explained=perhaps')).status).toBe(400)
})

test('the growth of a ring is told in order, with the nodes of every step', async () => {
  const grown: RingTimeline = await at.json('investigator', '/v1/rings/G1/timeline')
  const moments = grown.steps.map((step) => step.at)
  expect(moments).toEqual([...moments].sort())
  expect([grown.from, grown.to]).toEqual([moments[0], moments.at(-1)])
  expect(grown.steps.filter((step) => step.kind === 'joined')).toHaveLength(2)
  const shared = grown.steps.filter((step) => step.kind === 'evidence')
  expect(shared).toHaveLength(1)
  expect(shared[0]).toMatchObject({ link: 'uses_phone', text: { en: 'uses phone: 2 members' } })
  expect(shared[0].nodes[0]).toMatch(/^phone:~/)
  expect(grown.steps.find((step) => step.kind === 'paid')).toMatchObject({
    claimId: 'C0001',
    amount: 40,
    nodes: ['claim:C0001', 'entity:P0001'],
  })
  expect(grown.appears).toHaveLength(5)
  expect(JSON.stringify(grown)).not.toContain('13800138001')
  expect((await at.ask('investigator', '/v1/rings/none/timeline')).status).toBe(404)
})

test('two rings stand side by side', async () => {
  const same: RingCompareAnswer = await at.json('investigator', '/v1/rings/compare?left=G1&right=G1')
  expect(same.overlap).toBe(1)
  expect(same.shared.members.map((node) => node.id)).toEqual(['entity:P0001', 'entity:P0003'])
  expect(same.shared.things.map((node) => node.kind)).toEqual(['phone'])
  expect(same.shared.claims.map((claim) => claim.claimId)).toEqual(['C0001', 'C0003'])
  for (const figure of same.figures) expect(figure.left).toBe(figure.right)
  expect((await at.ask('investigator', '/v1/rings/compare?left=G1&right=G2')).status).toBe(404)
  expect((await at.ask('investigator', '/v1/rings/compare?left=G1')).status).toBe(400)
})

test('a path tells each step with its evidence; nodes that nothing ties have none', async () => {
  const path: PathAnswer = await at.json('investigator', '/v1/path?from=claim:C0001&to=claim:C0003')
  expect(path.paths).toHaveLength(1)
  expect(path.paths[0].nodes.map((node) => node.kind)).toEqual([
    'claim',
    'entity',
    'phone',
    'entity',
    'claim',
  ])
  expect(path.paths[0].steps.map((step) => step.evidence.map((edge) => edge.link))).toEqual([
    ['claims'],
    ['uses_phone'],
    ['uses_phone'],
    ['claims'],
  ])
  expect(path.paths[0].strength).toBeCloseTo(0.5 * 0.8 * 0.8 * 0.5)
  const cut: PathAnswer = await at.json(
    'investigator',
    '/v1/path?from=claim:C0001&to=claim:C0003&links=claims',
  )
  expect(cut.paths).toEqual([])
  expect((await at.ask('investigator', '/v1/path?from=claim:C0001&to=claim:none')).status).toBe(404)
  expect((await at.ask('investigator', '/v1/path?from=claim:C0001&to=phone:~AAAA')).status).toBe(404)
})

test('a neighbourhood is kept to kinds, links and a moment', async () => {
  const near = async (query: string) =>
    (await at.json('investigator', `/v1/neighbourhood?node=entity:P0001&depth=4&${query}`)) as Neighbourhood
  expect((await near('kinds=entity,phone')).nodes.map((node) => node.kind).sort()).toEqual([
    'entity',
    'entity',
    'phone',
  ])
  const claims = await near('links=claims')
  expect(claims.nodes.map((node) => [node.id, node.distance])).toEqual([
    ['entity:P0001', 0],
    ['claim:C0001', 1],
  ])
  expect([claims.totalEdges, claims.layers]).toEqual([1, [{ distance: 1, reached: 1, shown: 1 }]])
  const early = await near('until=2020-01-01T00:00:00Z')
  expect([early.shown, early.total]).toEqual([1, 1])
  const person = claims.nodes[0]
  // P0001 and P0002 are one entity: eight claims.
  expect(person).toMatchObject({ partyType: 'person', roles: ['claimant'], suspicion: null, isCut: null })
  expect(person.amount).toBeGreaterThan(0)
  for (const wrong of [
    'kinds=planet',
    'links=clams',
    'until=yesterday',
    'budget=0',
    'budget=9999',
    'depth=9',
  ])
    expect((await at.ask('investigator', `/v1/neighbourhood?node=entity:P0001&${wrong}`)).status).toBe(400)
})

test('labels are uncovered for a purpose that is kept, by those who may', async () => {
  const ring: RingDetail = await at.json('investigator', '/v1/rings/G1')
  const nodes = ring.graph.nodes.map((node) => node.id)
  const ask = (user: string, body: unknown) => at.post(user, '/v1/reveal/nodes', body)
  const shown = (await (
    await ask('investigator', { nodes, purpose: 'referral to the police' })
  ).json()) as RevealedNodes
  expect(shown.items.map((node) => node.label).sort()).toEqual(
    ['13800138001', 'C0001', 'C0003', 'John Smith', 'John Smith'].sort(),
  )
  const [entry] = await at.operations.audit.list({ limit: 1 })
  expect(entry).toMatchObject({ action: 'node.reveal', actor: 'investigator' })
  expect(entry.detail).toMatchObject({ purpose: 'referral to the police', nodes })
  expect(JSON.stringify(entry)).not.toContain('13800138001')
  expect((await ask('risk', { nodes, purpose: 'curiosity alone' })).status).toBe(403)
  expect((await ask('investigator', { nodes, purpose: 'short' })).status).toBe(400)
  expect((await ask('investigator', { nodes: ['entity:none'], purpose: 'long enough' })).status).toBe(404)
  expect((await ask('keeper', { nodes: ['claim:C0001'], purpose: 'long enough' })).status).toBe(404)
})

test.each(['graphml', 'gexf', 'csv', 'pdf'] as const)(
  'a ring leaves the house as %s, masked, with its purpose kept',
  async (format) => {
    const ask = (user: string, body: unknown) => at.post(user, '/v1/rings/G1/export', body)
    const file = await ask('risk', { format, purpose: 'monthly review' })
    expect(file.status).toBe(200)
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="ring-G1-s1\.\w+"$/)
    const bytes = Buffer.from(await file.arrayBuffer())
    const text =
      format === 'csv'
        ? Object.values(unzipSync(bytes))
            .map((part) => strFromU8(part))
            .join()
        : bytes.toString('latin1')
    expect(text).not.toContain('13800138001')
    expect(text).not.toContain('John Smith')
    const [entry] = await at.operations.audit.list({ limit: 1 })
    expect(entry).toMatchObject({ action: 'ring.export', actor: 'risk', subject: 'G1' })
    expect(entry.detail).toMatchObject({
      format,
      purpose: 'monthly review',
      isRevealed: false,
      nodes: 5,
      edges: 4,
    })
    if (format === 'pdf') return
    const open = Buffer.from(
      await (
        await ask('investigator', { format, purpose: 'referral to the police', isRevealed: true })
      ).arrayBuffer(),
    )
    const full =
      format === 'csv'
        ? Object.values(unzipSync(open))
            .map((part) => strFromU8(part))
            .join()
        : open.toString()
    expect(full).toContain('13800138001')
  },
)

test('others are answered while reports are made', async () => {
  const order: string[] = []
  const told = (name: string) => (response: Response) => {
    order.push(name)
    return response.status
  }
  const reports = [1, 2, 3, 4].map((n) =>
    at
      .post('risk', '/v1/rings/G1/export', { format: 'pdf', purpose: 'monthly review' })
      .then(told(`report ${n}`)),
  )
  const health = at.ask(null, '/v1/health').then(told('health'))
  expect(await Promise.all([...reports, health])).toEqual([200, 200, 200, 200, 200])
  expect(order.indexOf('health')).toBeLessThan(order.length - 1)
})

test('a ring leaves in full only with the permission, and never to another line', async () => {
  const ask = (user: string, body: unknown) => at.post(user, '/v1/rings/G1/export', body)
  expect((await ask('risk', { format: 'pdf', purpose: 'long enough', isRevealed: true })).status).toBe(403)
  expect((await ask('keeper', { format: 'gexf', purpose: 'long enough' })).status).toBe(404)
  expect((await ask('investigator', { format: 'gexf' })).status).toBe(400)
  expect((await ask('investigator', { format: 'docx', purpose: 'long enough' })).status).toBe(400)
  expect((await ask('investigator', { format: 'pdf', purpose: 'long enough', caseId: 'none' })).status).toBe(
    404,
  )
})

test('the overview adds up', async () => {
  const overview: Overview = await at.json('risk', '/v1/overview')
  expect(overview.totals).toMatchObject({
    claims: CLAIMS,
    policies: 90,
    parties: 62,
    rings: 1,
    openAlerts: 4,
    atStakeAmount: 4006,
    investigated: 2,
    confirmedFraud: 1,
  })
  expect(overview.byLine.reduce((sum, row) => sum + row.claims, 0)).toBe(CLAIMS)
  expect(overview.weekly.reduce((sum, week) => sum + week.claimedAmount, 0)).toBe(
    overview.totals.claimedAmount,
  )
  expect(overview.weekly.at(-1)).toEqual({
    week: '2026-06-15',
    claims: null,
    expected: 5,
    lower: 2,
    upper: 5.5,
    claimedAmount: 0,
  })
  expect(overview.topAlerts).toHaveLength(4)
  expect(overview.synthetic).toBe(true)
})

test('what is kept to a line stays within it', async () => {
  const page: { items: { line: string }[] } = await at.json('keeper', '/v1/claims?limit=200')
  expect(new Set(page.items.map((claim) => claim.line))).toEqual(new Set(['auto']))
  expect((await at.ask('keeper', '/v1/claims/C0001')).status).toBe(404)
  expect((await at.ask('keeper', '/v1/claims/C0001/score')).status).toBe(404)
  expect((await at.ask('keeper', '/v1/policies/Y1')).status).toBe(404)
  expect((await at.ask('keeper', '/v1/rings/G1')).status).toBe(404)
  const alerts: AlertPage = await at.json('keeper', '/v1/alerts')
  expect(alerts.items.map((alert) => alert.line)).toEqual(['auto', 'auto'])
  expect((await at.ask('keeper', '/v1/rings/G1/timeline')).status).toBe(404)
  expect((await at.ask('keeper', '/v1/rings/compare?left=G1&right=G1')).status).toBe(404)
  const rings: RingPage = await at.json('keeper', '/v1/rings?member=C0001')
  expect([rings.items, rings.total]).toEqual([[], 0])
  expect((await at.ask('keeper', '/v1/path?from=entity:P0001&to=claim:C0003')).status).toBe(404)
  expect((await at.ask('keeper', '/v1/neighbourhood?node=claim:C0001')).status).toBe(404)
  const around: Neighbourhood = await at.json('keeper', '/v1/neighbourhood?node=entity:P0001&depth=3')
  // Claims of other lines are in no count: not of the walk, not of the edges, not of what a person does.
  expect([around.shown, around.total, around.totalEdges]).toEqual([3, 3, 2])
  expect(around.layers.map((layer) => layer.reached)).toEqual([1, 1])
  expect(around.nodes[0]).toMatchObject({ id: 'entity:P0001', degree: 1 })
  expect(around.nodes.map((node) => node.kind)).not.toContain('claim')
  expect(around.edges.every((edge) => edge.claimId === null)).toBe(true)
  const others: AlertPage = await at.json('investigator', '/v1/alerts?line=health')
  expect((await at.ask('keeper', `/v1/alerts/${others.items[0].alertId}`)).status).toBe(404)
  const overview: Overview = await at.json('keeper', '/v1/overview')
  expect(overview.byLine.map((row) => row.line)).toEqual(['auto'])
  expect(overview.totals.openAlerts).toBe(2)
})

test('set-aside records are counted and placed, not shown', async () => {
  const quality: Quality = await at.json('risk', '/v1/quality')
  expect(quality.quarantined).toEqual([
    {
      source: 'insurer/test',
      file: 'claims.csv',
      code: 'invalid_date',
      records: 1,
      places: [{ line: 17, column: null, reason: '2025-13-40 is no day' }],
    },
  ])
  expect(JSON.stringify(quality)).not.toContain('SECRET')
})

test('a claim that is not in the warehouse is scored', async () => {
  const claim = {
    claimId: 'N1',
    line: 'auto',
    lossAt: '2026-06-20T10:00:00Z',
    reportedAt: '2026-06-21',
    claimedAmount: 900,
  }
  const response = await at.post('investigator', '/v1/claims/score', {
    claim,
    parties: [{ partyId: 'P0001', role: 'claimant' }],
    asOf: '2026-06-25T00:00:00Z',
  })
  expect(response.status).toBe(200)
  const score = (await response.json()) as LiveScore
  expect(score).toMatchObject({ probability: 0.5, expectedLossAmount: 450, asOf: '2026-06-25T00:00:00.000Z' })
  expect(score.parts[0].reasons[0]).toMatchObject({
    value: null,
    shown: 'unknown',
    shownZh: '未知',
    peerShown: '120 days',
  })
  expect(score.rules[0].runbook.en).toBe('Ask for the sales file.')
  const wrong = await at.post('investigator', '/v1/claims/score', { claim: { ...claim, claimedAmout: 1 } })
  expect(wrong.status).toBe(400)
  expect(((await wrong.json()) as { detail: string }).detail).toContain('unknown field: "claimedAmout"')
})

test('scores leave as an Arrow stream', async () => {
  const response = await at.ask('risk', '/v1/export/scores.arrow')
  expect(response.headers.get('content-type')).toBe('application/vnd.apache.arrow.stream')
  const bytes = new Uint8Array(await response.arrayBuffer())
  const { tableFromIPC } = await import('apache-arrow')
  const table = tableFromIPC(bytes)
  expect(table.numRows).toBe(CLAIMS - Math.ceil(CLAIMS / 17) + 90)
  expect(table.schema.names).toContain('probability')
})
