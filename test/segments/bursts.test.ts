import { expect, test } from 'vitest'
import { describeGroup, kilometres, liftOf, type Stratum, searchBursts } from '../../src/segments/index.ts'
import { random } from '../../src/util/random.ts'
import { wilson } from '../../src/util/wilson.ts'

/** Ten towns over three years, one of them far busier, all busier in summer; times have nothing to do with places. */
function calm(events: number, seed: number): Stratum {
  const rng = random(seed)
  const columns = [0, 1, 2].map(() => new Float64Array(events))
  for (let i = 0; i < events; i++) {
    const town = rng.chance(0.4) ? 0 : rng.int(1, 9)
    columns[0][i] = 20 * town + rng.normal(0, 1.5)
    columns[1][i] = rng.normal(0, 1.5)
    const year = rng.int(0, 2)
    columns[2][i] = 52 * (year + (rng.chance(0.5) ? 0.5 + 0.2 * rng.next() : rng.next()))
  }
  return { name: 'calm', x: columns[0], y: columns[1], t: columns[2] }
}

test('times that have nothing to do with places make few bursts, busy towns and summers or not', () => {
  let found = 0
  for (let seed = 0; seed < 10; seed++)
    found += searchBursts([calm(600, seed)], { seed, maxFalse: 0.1 }).bursts.length
  expect(found).toBeLessThanOrEqual(3)
})

test('a planted burst is found first, with its size, place, time and what would be usual', () => {
  const base = calm(600, 3)
  const rng = random(4)
  const planted = 9
  const add = (from: Float64Array, at: number, spread: number) =>
    Float64Array.from([...from, ...Array.from({ length: planted }, () => at + rng.normal(0, spread))])
  const stratum = { name: 'one', x: add(base.x, 100, 0.2), y: add(base.y, 0, 0.2), t: add(base.t, 30, 0.2) }
  const { bursts } = searchBursts([base, stratum], { seed: 2 })
  const [first] = bursts
  expect(first.stratum).toBe(1)
  const inside = [...first.members].filter((i) => i >= 600).length
  expect(inside).toBe(planted)
  expect(first.members.length).toBeLessThan(planted + 4)
  expect(first.x).toBeCloseTo(100, 0)
  expect(first.from).toBeGreaterThan(28)
  expect(first.to).toBeLessThan(32)
  expect(first.expected).toBeLessThan(2)
  expect(first.q).toBeLessThan(0.05)
  expect(first.p).toBeLessThan(0.06)
})

test('kinds crowd with their own kind only', () => {
  const x = Float64Array.from({ length: 60 }, (_, i) => (i < 8 ? 0 : i * 30))
  const zeros = new Float64Array(60)
  const t = Float64Array.from({ length: 60 }, (_, i) => (i < 8 ? 5 : i * 7))
  const alternating = Int32Array.from({ length: 60 }, (_, i) => i % 4)
  const one = searchBursts([{ name: 'a', x, y: zeros, t }])
  const four = searchBursts([{ name: 'a', x, y: zeros, t, kind: alternating }])
  expect(one.bursts.map(({ members }) => members.length)).toEqual([8])
  expect(four.candidates).toBe(0)
})

test('the same seed finds the same', () => {
  const strata = [calm(300, 8), calm(200, 9)]
  expect(searchBursts(strata, { seed: 5, maxFalse: 1 })).toEqual(
    searchBursts(strata, { seed: 5, maxFalse: 1 }),
  )
})

test('a degree of latitude is 111 km, one of longitude less', () => {
  const { x, y } = kilometres(Float64Array.of(31, 31, 32), Float64Array.of(120, 121, 120))
  expect(y[2] - y[0]).toBeCloseTo(111.2, 1)
  expect((x[1] - x[0]) / (111.195 * Math.cos((31 * Math.PI) / 180))).toBeCloseTo(1, 2)
})

test('lift is against the known ones, with an interval; without outcomes there is none', () => {
  const y = Float64Array.of(1, 0, Number.NaN, 1, 0, 0)
  const { known, frauds, share, lift, low, high } = liftOf(y, [0, 1, 2, 3], 0.4)
  expect([known, frauds]).toEqual([3, 2])
  expect(share).toBeCloseTo(2 / 3, 12)
  expect(lift).toBeCloseTo(2 / 3 / 0.4, 12)
  // Wilson's interval of 2 of 3, as published: 0.2077 to 0.9385.
  expect(low).toBeCloseTo(0.2077 / 0.4, 3)
  expect(high).toBeCloseTo(0.9385 / 0.4, 3)
  expect(liftOf(y, [2], 0.4)).toEqual({ known: 0, frauds: 0, share: null, lift: null, low: null, high: null })
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
})

test('a group is told by what differs most, in both languages', () => {
  const { title, profile } = describeGroup(
    [
      { name: 'age', mean: 9, usual: 5, z: 1.4 },
      { name: 'sum', mean: 900, usual: 1000, z: -0.4 },
      { name: 'same', mean: 1, usual: 1, z: 0.01 },
      { name: 'never', mean: Number.NaN, usual: 1, z: Number.NaN },
    ],
    (name) => ({ en: name === 'age' ? 'Age of the vehicle' : 'GDP', zh: name === 'age' ? '车龄' : '保额' }),
  )
  expect(title).toEqual({ en: 'Age of the vehicle: very high; GDP: low', zh: '车龄很高，保额偏低' })
  expect(profile.map(({ name }) => name)).toEqual(['age', 'sum', 'same'])
  expect(describeGroup([], () => title).title.en).toBe('Like everybody')
})
