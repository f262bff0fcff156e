/** Rules: what is planted is found, chance is not, and what the parts explain is not said twice. */
import { describe, expect, test } from 'vitest'
import { findRules } from '../../src/associations/find-rules.ts'
import type { Baskets } from '../../src/associations/fp-growth.ts'
import { type Random, random as seeded } from '../../src/util/random.ts'

/** Baskets of items that lean on nothing, each with its own frequency; `plant` may change them. */
function draw(
  count: number,
  items: number,
  seed: number,
  plant: (basket: Set<number>, b: number, random: Random) => void = () => {},
): Baskets {
  const random = seeded(seed)
  const lists = Array.from({ length: count }, (_, b) => {
    const basket = new Set<number>()
    for (let item = 0; item < items; item++) if (random.next() < 0.02 + (0.2 * item) / items) basket.add(item)
    plant(basket, b, random)
    return [...basket].sort((x, y) => x - y)
  })
  const offsets = new Int32Array(count + 1)
  lists.forEach((list, b) => {
    offsets[b + 1] = offsets[b] + list.length
  })
  return { offsets, items: Int32Array.from(lists.flat()), itemCount: items }
}

const shown = (rule: { antecedent: readonly number[]; consequent: number }) =>
  [...rule.antecedent, rule.consequent].sort((a, b) => a - b).join('+')

describe('chance', () => {
  test('twenty books without any pattern: hardly one of some 20,000 rules each is called significant', () => {
    let books = 0
    for (let seed = 1; seed <= 20; seed++)
      if (findRules(draw(600, 30, seed), 5, { minLift: 1 }).rules.some((rule) => rule.holm <= 0.05)) books++
    expect(books).toBeLessThanOrEqual(3)
  })
})

describe('a planted pattern', () => {
  const planted = draw(2000, 30, 3, (basket, _b, random) => {
    if (basket.has(5) && random.next() < 0.6) basket.add(6)
    // Item 9 comes with 7 and 8 together, and with neither alone.
    if (basket.has(27) && basket.has(28) && random.next() < 0.7) basket.add(9)
  })

  test('is found, with figures that fit together, and the later baskets confirm it', () => {
    const { rules } = findRules(planted, 5)
    const pair = rules.find((rule) => shown(rule) === '5+6')
    expect(pair).toBeDefined()
    if (!pair) return
    expect(pair.count).toBe(pair.baskets.length)
    expect(pair.holm).toBeLessThan(1e-6)
    expect(pair.q).toBeLessThanOrEqual(pair.holm)
    expect(pair.isConfirmed).toBe(true)
    expect(pair.held?.lift).toBeGreaterThan(2)
    const has = (item: number) => (b: number) =>
      planted.items.subarray(planted.offsets[b], planted.offsets[b + 1]).includes(item)
    const all = Array.from({ length: 2000 }, (_, b) => b)
    expect(pair.antecedentCount).toBe(all.filter(has(pair.antecedent[0])).length)
    expect(pair.consequentCount).toBe(all.filter(has(pair.consequent)).length)
    expect([...pair.baskets]).toEqual(all.filter((b) => has(5)(b) && has(6)(b)))
  })

  test('of three items is found as such', () => {
    expect(findRules(planted, 5).rules.map(shown)).toContain('9+27+28')
  })

  test('is not said again with a bystander', () => {
    const { rules } = findRules(planted, 5)
    expect(
      rules.filter((rule) => rule.antecedent.length === 2 && /(^|\+)5\+6(\+|$)/.test(shown(rule))),
    ).toEqual([])
  })

  test('that stops before the later baskets is not confirmed', () => {
    const stopped = draw(2000, 30, 3, (basket, b, random) => {
      if (b < 1400 && basket.has(5) && random.next() < 0.6) basket.add(6)
    })
    const pair = findRules(stopped, 5).rules.find((rule) => shown(rule) === '5+6')
    expect(pair?.isConfirmed).toBe(false)
  })

  test('of one group is left out', () => {
    const { rules } = findRules(planted, 5, {
      groups: (item) => (item === 5 || item === 6 ? 'provider' : undefined),
    })
    expect(rules.map(shown)).not.toContain('5+6')
  })
})

test('nothing comes of nothing', () => {
  const none = { offsets: new Int32Array(1), items: new Int32Array(0), itemCount: 0 }
  expect(findRules(none, 5)).toEqual({ rules: [], sets: 0, significant: 0 })
  expect(
    findRules({ offsets: Int32Array.of(0, 0, 0), items: new Int32Array(0), itemCount: 4 }, 1).rules,
  ).toEqual([])
})
