import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Burst, BurstDetail, ClaimDetail, PeerGroups } from '../../src/api/schemas/index.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
beforeAll(async () => {
  at = await desk()
})
afterAll(() => at.close())

const bursts = async (who: string, query = ''): Promise<string[]> => {
  const page: { readonly items: readonly Burst[] } = await at.json(who, `/v1/segments/bursts${query}`)
  return page.items.map((one) => one.burstId)
}

test('peer groups come with their profile, lift and what spoke for their number', async () => {
  const found: PeerGroups = await at.json('investigator', '/v1/segments/peer-groups')
  expect(found.entity).toBe('claim')
  expect(found.groups.map(({ group, members, lift }) => [group, members, lift])).toEqual([
    ['1', 30, 0],
    ['2', 20, 2],
  ])
  expect(found.groups[0].profile[0].label.zh).toBe('年龄')
  expect(found.choices.filter(({ isChosen }) => isChosen).map(({ groups }) => groups)).toEqual([2])
  const none: PeerGroups = await at.json('investigator', '/v1/segments/peer-groups?entity=provider')
  expect(none.groups).toEqual([])
  expect((await at.ask('investigator', '/v1/segments/peer-groups?entity=ring')).status).toBe(400)
})

test('a claim tells its peer group in words, and where in it it stands', async () => {
  const claim: ClaimDetail = await at.json('investigator', '/v1/claims/C0000')
  expect(claim.peers).toMatchObject({ group: '2', title: { zh: '年龄偏高' }, members: 20, z: 2.25 })
  expect(claim.peers?.oddest.label.zh).toMatch(/\p{Script=Han}/u)
  const other: ClaimDetail = await at.json('investigator', '/v1/claims/C0005')
  expect(other.peers).toBeNull()
})

test('bursts the strongest first, by kind, weather, provider and order', async () => {
  expect(await bursts('investigator')).toEqual(['B0', 'B1'])
  expect(await bursts('investigator', '?sort=last_at')).toEqual(['B1', 'B0'])
  expect(await bursts('investigator', '?kind=provider')).toEqual(['B1'])
  expect(await bursts('investigator', '?weather=true')).toEqual(['B0'])
  expect(await bursts('investigator', '?provider=R1')).toEqual(['B1'])
  expect(await bursts('investigator', '?max_q=0.01')).toEqual([])
  const one: BurstDetail = await at.json('investigator', '/v1/segments/bursts/B0')
  expect(one.members).toEqual([])
  expect((await at.ask('investigator', '/v1/segments/bursts/B9')).status).toBe(404)
})

test('who sees one line only sees the bursts and members of that line', async () => {
  expect(await bursts('keeper')).toEqual(['B0'])
  expect((await at.ask('keeper', '/v1/segments/bursts/B1')).status).toBe(404)
  const found: PeerGroups = await at.json('keeper', '/v1/segments/peer-groups')
  expect(found.groups[0].lines.map(({ line }) => line)).toEqual(['auto'])
})
