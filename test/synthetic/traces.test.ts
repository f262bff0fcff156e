import { expect, test } from 'vitest'
import { madeBook } from './book.ts'

const book = madeBook(1, 12_000)

/** Groups of claims that share a value, with the ring of each claim. */
function sharing(rows: readonly (readonly [claim: string, value: string])[]) {
  const { key } = book()
  const groups = new Map<string, Set<string>>()
  for (const [claim, value] of rows)
    if (value && key.claims.has(claim)) groups.set(value, (groups.get(value) ?? new Set()).add(claim))
  const shared = [...groups.values()].filter((claims) => claims.size > 1)
  const inRing = shared.filter((claims) => {
    const rings = [...claims].map((id) => key.claims.get(id)?.ringId)
    return rings.some((ring, i) => ring !== undefined && rings.indexOf(ring) !== i)
  })
  const largest = Math.max(...shared.map((claims) => claims.size))
  return { groups: groups.size, shared: shared.length, inRing: inRing.length, largest }
}

function column(table: string, name: string): (readonly [string, string])[] {
  const { columns, rows } = book().table(table)
  const [claim, at] = [columns.indexOf('claim_no'), columns.indexOf(name)]
  return rows.map((row) => [row[claim] ?? '', row[at] ?? ''] as const)
}

test('rings share devices, and so do families, agents and branches, far more often', () => {
  const devices = sharing(column('claims', 'device_id'))
  expect(devices.inRing).toBeGreaterThan(15)
  expect(devices.inRing / devices.shared).toBeLessThan(0.2)
  expect(devices.largest).toBeGreaterThan(40)
})

test('rings send photos again, garages the picture of their yard', () => {
  const photos = sharing(column('photos', 'content_hash'))
  expect(photos.groups).toBeGreaterThan(8000)
  expect(photos.inRing).toBeGreaterThan(10)
  expect(photos.inRing / photos.shared).toBeLessThan(0.6)
  expect(photos.largest).toBeGreaterThan(20)
  const claims = new Map(column('claims', 'loss_time'))
  const before = column('photos', 'taken_at').filter(
    ([claim, taken]) => /^\d{4}-\d\d-\d\d \d\d:/.test(taken) && taken < (claims.get(claim) ?? ''),
  )
  expect(before.length).toBeGreaterThan(10)
})

test('long accounts are as common with honest people as with others', () => {
  const { key } = book()
  const long = { fraud: [0, 0], honest: [0, 0] }
  for (const [claim, text] of column('claims', 'description')) {
    const answer = key.claims.get(claim)
    if (!answer || !text) continue
    const count = long[answer.isFraud ? 'fraud' : 'honest']
    count[0]++
    if (text.length > (/\p{Script=Han}/u.test(text) ? 60 : 160)) count[1]++
  }
  const share = ([all, some]: number[]) => (some ?? 0) / (all ?? 1)
  expect(share(long.honest)).toBeGreaterThan(0.4)
  expect(Math.abs(share(long.fraud) - share(long.honest))).toBeLessThan(0.06)
})
