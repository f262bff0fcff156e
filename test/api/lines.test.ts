/** What somebody who is kept to lines of business sees of rings, nodes, alerts and cases of the demo book, and what nobody tells him. */
import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SnapshotHolder } from '../../src/api/index.ts'
import type {
  AlertPage,
  CaseDetail,
  CasePage,
  Neighbourhood,
  PartyDetail,
  PathAnswer,
  RingCompareAnswer,
  RingDetail,
  RingPage,
  RingTimeline,
} from '../../src/api/schemas/index.ts'
import { hashPassword, type Pseudonyms, pseudonyms } from '../../src/security/index.ts'
import { snapshots, type Warehouse } from '../../src/warehouse/index.ts'
import { demoHome } from '../demo-home.ts'
import { type Desk, desk, NOW } from './desk.ts'

const USERS = { keeper: 'auto', medic: 'health' } as const

let at: Desk
let holder: SnapshotHolder
let warehouse: Warehouse
let names: Pseudonyms
/** Line of each claim. */
let lines: Map<string, string>

beforeAll(async () => {
  holder = new SnapshotHolder(await snapshots(await demoHome(), 'insurer').openCurrent())
  const { view } = holder.lease()
  warehouse = view.warehouse
  at = await desk({ snapshot: () => holder.lease() })
  names = pseudonyms(Buffer.alloc(32, 7))
  await at.operations.users.create(
    {
      username: 'medic',
      name: 'Medic',
      role: 'investigator',
      lines: ['health'],
      passwordHash: await hashPassword('keeper password'),
    },
    { actor: 'test', at: NOW },
  )
  const { rows } = await sql<{
    claim_id: string
    line: string
  }>`select claim_id, line from core.claim`.execute(warehouse.db)
  lines = new Map(rows.map((row) => [row.claim_id, row.line]))
})
afterAll(async () => {
  await holder?.close(0)
  await at?.close()
})

const get = <T>(user: string, path: string): Promise<T> => at.json(user, path)

const ringsOf = async (user: string, query = '') =>
  (await get<RingPage>(user, `/v1/rings?limit=200${query}`)).items

/** Claims of other lines that a text names. */
function claimsOutside(text: string, line: string): string[] {
  const named = [...new Set(text.match(/CL\d\d-\d{7}/g) ?? [])]
  return named.filter((id) => lines.get(id) !== line)
}

/** Nodes of a ring that is seen in part, by whether the user sees them. */
async function partOf(user: string) {
  const claims = new Map((await ringsOf('admin')).map((one) => [one.ringId, one.claimCount]))
  const ring = (await ringsOf(user)).find(
    (one) => one.isPartial && one.claimCount < (claims.get(one.ringId) ?? 0),
  )
  if (!ring) throw new Error('missing ring: none is seen in part')
  const [part, whole]: RingDetail[] = await Promise.all(
    [user, 'admin'].map((who) => get<RingDetail>(who, `/v1/rings/${ring.ringId}`)),
  )
  const seen = new Set(part.members.map((member) => member.nodeId))
  return { part, whole, hidden: whole.members.map((one) => one.nodeId).filter((id) => !seen.has(id)) }
}

describe.each(Object.entries(USERS))('%s, kept to %s', (user, line) => {
  test('meets no claim of another line in any answer about rings', async () => {
    const rings = await ringsOf(user)
    expect(rings.length).toBeGreaterThan(3)
    expect(rings.some((ring) => ring.isPartial) && rings.some((ring) => !ring.isPartial)).toBe(true)
    const told = [JSON.stringify(rings)]
    const things = new Set<string>()
    for (const { ringId } of rings) {
      const ring: RingDetail = await at.json(user, `/v1/rings/${ringId}`)
      const growth: RingTimeline = await at.json(user, `/v1/rings/${ringId}/timeline`)
      told.push(JSON.stringify([ring, growth]))
      for (const { id } of ring.graph.nodes) things.add(id)
      const [{ nodeId }] = ring.members
      const around = await get<Neighbourhood>(user, `/v1/neighbourhood?node=${encodeURIComponent(nodeId)}`)
      told.push(JSON.stringify(around))
      for (const { id } of around.nodes) things.add(id)
      expect(around.nodes.every((node) => node.community === null && node.suspicion === null)).toBe(true)
      const last = ring.members.at(-1)?.nodeId ?? nodeId
      const path: PathAnswer = await at.json(
        user,
        `/v1/path?from=${encodeURIComponent(nodeId)}&to=${encodeURIComponent(last)}`,
      )
      told.push(JSON.stringify(path))
    }
    const [left, right] = rings
    told.push(
      JSON.stringify(
        await get<RingCompareAnswer>(user, `/v1/rings/compare?left=${left.ringId}&right=${right.ringId}`),
      ),
    )
    expect(claimsOutside(told.join(), line)).toEqual([])
    // Every thing that is shown has evidence that is his to see.
    const ids = [...things].flatMap((id) => names.open(id) ?? []).filter((id) => !/^(entity|claim):/.test(id))
    const { rows } = await sql<{ node_id: string }>`
      select distinct e.target_id as node_id from graph.edge e left join core.claim c using (claim_id)
      where e.target_id in (select unnest(${ids}::varchar[])) and (e.claim_id = '' or c.line = ${line})`.execute(
      warehouse.db,
    )
    expect(rows.map((row) => row.node_id).sort()).toEqual([...ids].sort())
  })

  test('reads of a ring that lies outside in part its own part, and that it is one', async () => {
    const { part, whole, hidden } = await partOf(user)
    expect(hidden.length).toBeGreaterThan(0)
    expect([part.isPartial, whole.isPartial]).toEqual([true, false])
    expect(part).toMatchObject({ pValue: null, change: null, explanation: null })
    expect([part.reasons, part.checks, part.origins]).toEqual([[], [], []])
    expect([part.score, part.typology, part.foundBy]).toEqual([whole.score, whole.typology, whole.foundBy])
    expect(whole.reasons.length).toBeGreaterThan(0)
    expect(part.members.every((member) => member.reason === null)).toBe(true)
    expect(part.claims.every((claim) => claim.line === line)).toBe(true)
    expect(part.claimedAmount).toBeCloseTo(
      part.claims.reduce((sum, claim) => sum + (claim.claimedAmount ?? 0), 0),
      2,
    )
    expect(part.claimCount).toBe(part.claims.length)
    expect(part.claimCount).toBeLessThan(whole.claimCount)
    expect(part.months.reduce((sum, n) => sum + n, 0)).toBe(part.claimCount)
    expect(part.memberCount).toBe(part.members.filter((one) => one.nodeKind === 'entity').length)
    expect(part.graph.total).toBe(part.members.length)
    const losses = part.claims.map((claim) => claim.lossDate).sort()
    expect([part.firstAt.slice(0, 10), part.lastAt.slice(0, 10)]).toEqual([losses[0], losses.at(-1)])
    // A thing that is left is shared by two that are left, or all that share it are seen.
    for (const { nodeId, nodeKind, centrality } of part.members) {
      if (nodeKind === 'claim' || nodeKind === 'entity') continue
      const ties = (edges: RingDetail['graph']['edges']) =>
        new Set(edges.filter((edge) => edge.target === nodeId).map((edge) => edge.source)).size
      expect(centrality).toBeGreaterThan(0)
      expect(ties(part.graph.edges) > 1 || ties(part.graph.edges) === ties(whole.graph.edges)).toBe(true)
    }
  })

  test('filters, sorts and searches by what is shown', async () => {
    const { part, hidden } = await partOf(user)
    for (const [sort, of] of [
      ['claimed_amount', 'claimedAmount'],
      ['at_stake_amount', 'atStakeAmount'],
      ['member_count', 'memberCount'],
      ['claim_count', 'claimCount'],
    ] as const) {
      const shown = (await ringsOf(user, `&sort=${sort}`)).map((ring) => ring[of])
      expect(shown).toEqual([...shown].sort((a, b) => b - a))
    }
    const has = async (query: string) =>
      (await ringsOf(user, query)).some((ring) => ring.ringId === part.ringId)
    expect(await has('&maxP=1')).toBe(false)
    expect([await has('&explained=no'), await has('&explained=yes'), await has('')]).toEqual([
      false,
      false,
      true,
    ])
    const claim = part.members.find((member) => member.nodeKind === 'claim')?.nodeId ?? ''
    expect(await has(`&member=${claim.slice('claim:'.length)}`)).toBe(true)
    for (const id of hidden.filter((one) => /^(entity|claim):/.test(one))) {
      const key = id.slice(id.indexOf(':') + 1)
      expect(await has(`&member=${encodeURIComponent(key)}`)).toBe(false)
      if (!id.startsWith('entity:')) continue
      const party: PartyDetail = await at.json(user, `/v1/parties/${encodeURIComponent(key)}`)
      expect(party.rings.map((ring) => ring.ringId)).not.toContain(part.ringId)
    }
  })

  test('is told where values come from of rings that lie within, and of no other', async () => {
    const { part } = await partOf(user)
    const own = (await ringsOf(user)).find((ring) => !ring.isPartial)?.ringId ?? ''
    const { rows } = await sql<{
      ring_id: string
    }>`select ring_id from graph.ring where line <> ${line} limit 1`.execute(warehouse.db)
    const status = async (ringId: string) =>
      (await at.ask(user, `/v1/lineage/row?table=graph.ring&key=${encodeURIComponent(ringId)}`)).status
    expect([await status(own), await status(part.ringId), await status(rows[0].ring_id)]).toEqual([
      200, 404, 404,
    ])
    const member = encodeURIComponent(JSON.stringify([part.ringId, part.members[0].nodeId]))
    expect((await at.ask(user, `/v1/lineage/row?table=graph.ring_member&key=${member}`)).status).toBe(404)
    expect((await at.ask('admin', `/v1/lineage/row?table=graph.ring_member&key=${member}`)).status).toBe(200)
  })

  test('takes home its part and a word that it is one', async () => {
    const { part, whole } = await partOf(user)
    const ask = (format: string) =>
      at.post(user, `/v1/rings/${part.ringId}/export`, {
        format,
        purpose: 'monthly review',
        isRevealed: true,
      })
    const zip = unzipSync(new Uint8Array(await (await ask('csv')).arrayBuffer()))
    const text = Object.values(zip)
      .map((bytes) => strFromU8(bytes))
      .join()
    expect(claimsOutside(text, line)).toEqual([])
    expect(text.length).toBeGreaterThan(200)
    const xml = await (await ask('graphml')).text()
    expect(xml).toContain('it also rests on claims outside the lines')
    const everything = await at.post('admin', `/v1/rings/${whole.ringId}/export`, {
      format: 'graphml',
      purpose: 'monthly review',
    })
    expect(await everything.text()).not.toContain('outside the lines')
    expect((await ask('pdf')).status).toBe(200)
  })
})

test('the alert on a ring tells a keeper of some lines no count and no amount of the rest', async () => {
  const { part, whole } = await partOf('keeper')
  const loss = Math.round(whole.score * whole.atStakeAmount * 100) / 100
  await at.operations.alerts.raise(
    [
      {
        dedupeKey: `ring:${part.ringId}`,
        kind: 'ring',
        subjectId: part.ringId,
        line: 'auto',
        severity: 'high',
        probability: whole.score,
        expectedLossAmount: loss + 1e9,
        title: {
          en: `Auto ring ${part.ringId}: farm, 77 members, 66 claims`,
          zh: `车险团伙${part.ringId}：77名成员`,
        },
        detail: {
          why: [{ text: { en: '77 people', zh: '77 人' }, logOdds: 1 }],
          confidence: { en: '77,000 claimed', zh: '索赔77,000' },
          comparedWith: { en: 'chance', zh: '随机' },
          nextSteps: [],
        },
        asOf: NOW,
      },
    ],
    { book: 'insurer', snapshot: 's', modelId: null, thresholdVersion: 't', actor: 'run', at: NOW },
  )
  const query = `/v1/alerts?kind=ring`
  const [alert] = (await get<AlertPage>('keeper', query)).items
  expect(alert.title).toEqual({
    en: `Auto ring ${part.ringId}: rests in part on other lines`,
    zh: `车险团伙${part.ringId}：部分依据属其他险种`,
  })
  expect(alert.expectedLossAmount).toBeCloseTo(part.score * part.atStakeAmount, 1)
  expect(JSON.stringify(await at.json('keeper', `/v1/alerts/${alert.alertId}`))).not.toMatch(
    /77(,000| ?人|名| members| people)/,
  )
  // Neither search, nor order, nor cursor, nor the sum of the first page betrays it.
  expect((await get<AlertPage>('keeper', `${query}&q=77%20members`)).items).toEqual([])
  const all = (await get<AlertPage>('keeper', '/v1/alerts?sort=expected_loss')).items
  const losses = all.map((one) => one.expectedLossAmount)
  expect(losses).toEqual([...losses].sort((a, b) => b - a))
  const overview = await get<{ totals: { atStakeAmount: number } }>('keeper', '/v1/overview')
  expect(overview.totals.atStakeAmount).toBeLessThan(1e9)
  const [open] = (await get<AlertPage>('admin', query)).items
  expect([open.expectedLossAmount > 1e9, open.title.en.includes('77 members')]).toEqual([true, true])
})

test('things that only claims of other lines show are unknown, and in cases nobody hears of them', async () => {
  const { rows } = await sql<{ node_id: string }>`
    select e.target_id as node_id from graph.edge e left join core.claim c using (claim_id)
    where e.target_id not like 'claim:%' and e.target_id not like 'entity:%'
    group by 1 having bool_and(e.claim_id <> '' and c.line <> 'auto') order by 1 limit 1`.execute(
    warehouse.db,
  )
  const thing = names.seal(rows[0].node_id)
  const find = (user: string) => at.ask(user, `/v1/neighbourhood?node=${encodeURIComponent(thing)}`)
  expect([(await find('keeper')).status, (await find('admin')).status]).toEqual([404, 200])
  const reveal = await at.post('keeper', '/v1/reveal/nodes', { nodes: [thing], purpose: 'curiosity alone' })
  expect(reveal.status).toBe(404)

  const { part } = await partOf('keeper')
  const change = async (user: string, path: string, body: unknown): Promise<CaseDetail> => {
    const response = await at.post(user, path, body)
    expect([path, response.status, at.failures]).toEqual([path, 200, []])
    return (await response.json()) as CaseDetail
  }
  const { caseId } = await change('admin', '/v1/cases', { subjectKind: 'ring', subjectId: part.ringId })
  const own = part.members[0].nodeId
  await change('admin', `/v1/cases/${caseId}/notes`, { text: 'on a hidden thing', nodeId: thing })
  await change('admin', `/v1/cases/${caseId}/notes`, { text: 'on the case' })
  await change('admin', `/v1/cases/${caseId}/marks`, {
    marks: [
      { nodeId: thing, isPinned: true },
      { nodeId: own, isPinned: true },
    ],
  })
  await change('admin', `/v1/cases/${caseId}/views`, {
    name: 'v',
    state: { pinned: { [thing]: 1, [own]: 2 } },
  })
  await at.post('admin', `/v1/rings/${part.ringId}/export`, { format: 'csv', purpose: 'for a case', caseId })
  const seen: CaseDetail = await at.json('keeper', `/v1/cases/${caseId}`)
  expect(JSON.stringify(seen)).not.toContain(thing)
  expect([seen.notes, seen.marks]).toEqual([1, 1])
  expect(seen.noteList.map((note) => note.text)).toEqual(['on the case'])
  expect(seen.viewList[0].state).toEqual({ pinned: { [own]: 2 } })
  const exported = seen.events.find((event) => event.action === 'exported')
  expect(Object.keys(exported?.detail ?? {})).not.toContain('nodes')
  const listed = (await get<CasePage>('keeper', '/v1/cases')).items.find((one) => one.caseId === caseId)
  expect([listed?.notes, listed?.marks, listed?.views]).toEqual([1, 1, 1])
  expect((await get<CaseDetail>('admin', `/v1/cases/${caseId}`)).notes).toBe(2)

  const other = await change('admin', '/v1/cases', { subjectKind: 'node', subjectId: thing })
  expect((await at.ask('keeper', `/v1/cases/${other.caseId}`)).status).toBe(404)
  const cases: CasePage = await at.json('keeper', '/v1/cases')
  expect(cases.items.map((one) => one.caseId)).not.toContain(other.caseId)
  expect(cases.total).toBe(cases.items.length)
})
