import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  AlertPage,
  ClaimDetail,
  LiveScore,
  Neighbourhood,
  Overview,
  PartyDetail,
  PartyPage,
  PolicyDetail,
  ProviderDetail,
  ProviderPage,
  Quality,
  RingDetail,
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
  const cut: Neighbourhood = await at.json(
    'investigator',
    '/v1/neighbourhood?node=entity:P0001&depth=3&budget=2',
  )
  expect([cut.shown, cut.total]).toEqual([2, 4])
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
  const around: Neighbourhood = await at.json('keeper', '/v1/neighbourhood?node=entity:P0001&depth=3')
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
