import { expect, test } from 'vitest'
import { madeBook } from './book.ts'

const book = madeBook(1, 12_000)

/** Records of a table as objects. */
function records(name: string): Record<string, string | undefined>[] {
  const { columns, rows } = book().table(name)
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])))
}

test('labels are selective, late and not always right', () => {
  const { key } = book()
  const cases = records('investigations').filter(
    (c) => key.claims.has(c.subject_no ?? '') && /^\d{4}-\d\d-\d\d /.test(c.opened ?? ''),
  )
  const share = cases.length / key.claims.size
  expect(share).toBeGreaterThan(0.08)
  expect(share).toBeLessThan(0.16)
  const days = cases
    .map((c) => (Date.parse(c.closed ?? '') - Date.parse(c.opened ?? '')) / 86_400_000)
    .filter((d) => !Number.isNaN(d))
  expect(Math.min(...days)).toBeGreaterThanOrEqual(19.9)
  expect(Math.max(...days)).toBeLessThanOrEqual(200.1)
  const decided = cases.filter((c) => c.outcome === 'fraud' || c.outcome === 'cleared')
  const wrong = decided.filter((c) => (c.outcome === 'fraud') !== key.claims.get(c.subject_no ?? '')?.isFraud)
  expect(wrong.length / decided.length).toBeGreaterThan(0.02)
  expect(wrong.length / decided.length).toBeLessThan(0.09)
  const caught = new Set(cases.map((c) => c.subject_no))
  const missed = [...key.claims].filter(([id, answer]) => answer.isFraud && !caught.has(id)).length
  expect(missed).toBeGreaterThan(400)
})

test('recent claims have fewer outcomes than old ones', () => {
  const { key } = book()
  const year = (id: string) => id.slice(2, 4)
  const rate = (wanted: string) => {
    const all = [...key.claims.keys()].filter((id) => year(id) === wanted)
    const known = new Set(records('investigations').map((c) => c.subject_no ?? ''))
    return all.filter((id) => known.has(id)).length / all.length
  }
  expect(rate('26')).toBeLessThan(rate('24') * 0.7)
})

test('every ring has members whom the files name, and claims that join them', () => {
  const { key } = book()
  const parties = new Map<string, Set<string>>()
  for (const { claim_no: claim, party_no: party } of records('claim_parties')) {
    const list = parties.get(claim ?? '') ?? new Set()
    parties.set(claim ?? '', list.add(party ?? ''))
  }
  for (const ring of key.rings) {
    expect(ring.members.length, ring.ring_id).toBeGreaterThanOrEqual(2)
    const claims = [...key.claims].filter(([, answer]) => answer.ringId === ring.ring_id).map(([id]) => id)
    expect(claims.length, ring.ring_id).toBeGreaterThanOrEqual(1)
    if (ring.typology === 'inside_adjuster') continue
    const touching = claims.filter((id) => ring.members.some((m) => parties.get(id)?.has(m)))
    expect(touching.length / claims.length, ring.ring_id).toBeGreaterThan(0.8)
  }
})

test('honest look-alikes are there: families, employers and call centres, days of hail', () => {
  const { key } = book()
  const kinds = new Map<string, number>()
  for (const { kind, parties, claims } of key.lookalikes)
    kinds.set(kind, Math.max(kinds.get(kind) ?? 0, parties.length + claims.length))
  expect([...kinds.keys()].sort()).toEqual([
    'employer_or_call_centre',
    'family',
    'hail_or_storm_day',
    'pile_up',
  ])
  expect(kinds.get('hail_or_storm_day')).toBeGreaterThan(60)
  expect(kinds.get('employer_or_call_centre')).toBeGreaterThan(10)
})

test('cars are drowned where it stormed and dented where it hailed', () => {
  const seen = new Map<string, Set<string>>([
    ['hail', new Set()],
    ['flood', new Set()],
  ])
  for (const { station, observed_at, hail, storm_warning } of records('weather')) {
    const place = `${station} ${observed_at?.slice(0, 10)}`
    if (hail === 'Y') seen.get('hail')?.add(place)
    if (storm_warning === 'Y') seen.get('flood')?.add(place)
  }
  for (const [peril, places] of seen) {
    const claims = records('claims').filter((c) => c.line === 'auto' && c.cause === peril)
    const borne = claims.filter((c) => places.has(`${c.region} ${c.loss_time?.slice(0, 10)}`))
    expect(claims.length, peril).toBeGreaterThan(30)
    expect(borne.length / claims.length, peril).toBeGreaterThan(0.85)
  }
})

test('honest people share telephones and accounts more often than planted ones', () => {
  const { key } = book()
  const phones = new Map<string, string[]>()
  for (const row of records('customers-cn'))
    if (row.手机号) phones.set(row.手机号, [...(phones.get(row.手机号) ?? []), row.客户号 ?? ''])
  const planted = new Set(key.rings.flatMap((ring) => ring.members))
  const shared = [...phones.values()].filter((ids) => ids.length > 1)
  const guilty = shared.filter((ids) => ids.some((id) => planted.has(id)))
  expect(shared.length).toBeGreaterThan(300)
  expect(guilty.length / shared.length).toBeLessThan(0.2)
})

test('claims of one moment and place: wrecks claimed twice, and honest pile-ups', () => {
  const { key } = book()
  const scenes = new Map<string, { claim: string; claimant: string }[]>()
  for (const row of records('claims')) {
    const [latitude, longitude] = [Number(row.latitude), Number(row.longitude)]
    if (!row.latitude || !row.loss_time || Number.isNaN(latitude) || Number.isNaN(longitude)) continue
    if (row.cause === 'hail' || row.cause === 'flood') continue
    const at = `${row.loss_time.slice(0, 13)} ${Math.floor(latitude * 100)} ${Math.floor(longitude * 100)}`
    const here = scenes.get(at) ?? []
    scenes.set(at, [...here, { claim: row.claim_no ?? '', claimant: row.claimant_no ?? '' }])
  }
  const met = [...scenes.values()].filter((s) => new Set(s.map(({ claimant }) => claimant)).size > 1)
  const planted = met.filter((s) => s.some(({ claim }) => key.claims.get(claim)?.isFraud))
  expect(planted.length).toBeGreaterThan(15)
  expect(met.length - planted.length).toBeGreaterThan(5)
  const pileUps = key.lookalikes.filter(({ kind }) => kind === 'pile_up')
  expect(pileUps.length).toBeGreaterThan(8)
  for (const { claims } of pileUps) expect(claims.length).toBeGreaterThan(1)
})

test('one card in several hands: members of groups, and children under the number of a parent', () => {
  const { key } = book()
  const planted = new Set(key.rings.flatMap((ring) => ring.members))
  const bearers = new Map<string, Set<string>>()
  for (const row of records('contacts'))
    if (row.id_no) bearers.set(row.id_no, (bearers.get(row.id_no) ?? new Set()).add(row.contact_no ?? ''))
  for (const row of records('customers-cn'))
    if (row.证件号码) bearers.get(row.证件号码)?.add(row.客户号 ?? '')
  const person = (party: string) => key.duplicates.get(party) ?? party
  const shared = [...bearers.values()].filter((ids) => new Set([...ids].map(person)).size > 1)
  const guilty = shared.filter((ids) => [...ids].some((id) => planted.has(id)))
  expect(guilty.length).toBeGreaterThan(5)
  expect(shared.length).toBeGreaterThan(guilty.length)
})

test('the watch list means members of groups and honest debtors, and bears the names of others', () => {
  const { key } = book()
  const rows = records('watchlist').filter((row) => row.entry_no && row.name)
  const customers = new Map(records('customers-cn').map((row) => [row.客户号 ?? '', row]))
  const names = new Set([...customers.values()].map((row) => row.姓名))
  const planted = new Set(key.rings.flatMap((ring) => ring.members))
  const meant = rows.filter((row) => key.listings.get(row.entry_no ?? ''))
  const guilty = meant.filter((row) => planted.has(key.listings.get(row.entry_no ?? '') ?? ''))
  expect(guilty.length).toBeGreaterThan(4)
  expect(meant.length - guilty.length).toBeGreaterThan(10)
  const namesakes = rows.filter((row) => !key.listings.get(row.entry_no ?? '') && names.has(row.name))
  expect(namesakes.length).toBeGreaterThan(20)
  for (const row of rows)
    if (row.delisted_on && row.listed_on && /^\d{4}-\d\d-\d\d$/.test(row.listed_on + row.delisted_on))
      expect(row.delisted_on > row.listed_on, row.entry_no).toBe(true)
})

test('duplicates resolve to a person, planted and honest ones', () => {
  const { key } = book()
  expect(key.plantedDuplicates.size).toBeGreaterThan(40)
  expect(key.duplicates.size - key.plantedDuplicates.size).toBeGreaterThan(80)
  for (const [party, person] of key.duplicates) expect(key.duplicates.get(person), party).toBeUndefined()
})

test('fraud and honest claims overlap in what is claimed', () => {
  const { key } = book()
  const amounts = { fraud: [] as number[], honest: [] as number[] }
  for (const claim of records('claims')) {
    const answer = key.claims.get(claim.claim_no ?? '')
    const amount = Number(claim.claimed?.replaceAll(',', ''))
    if (answer && amount > 0) amounts[answer.isFraud ? 'fraud' : 'honest'].push(amount)
  }
  const quantile = (list: number[], q: number) => list.sort((a, b) => a - b)[Math.floor(q * list.length)] ?? 0
  expect(quantile(amounts.fraud, 0.1)).toBeLessThan(quantile(amounts.honest, 0.5))
  expect(quantile(amounts.honest, 0.9)).toBeGreaterThan(quantile(amounts.fraud, 0.5))
})

test('claims grow over the years and cars have their season', () => {
  const months = records('claims').map((c) => c.loss_time?.slice(0, 7) ?? '')
  const of = (prefix: string) => months.filter((m) => m.startsWith(prefix)).length
  expect(of('2025')).toBeGreaterThan(of('2024') * 1.05)
})
