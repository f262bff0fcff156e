/** FP-growth against counting every set by hand. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Baskets, fpGrowth, type ItemSets } from '../../src/associations/fp-growth.ts'

function basketsOf(lists: readonly (readonly number[])[], itemCount: number): Baskets {
  const unique = lists.map((list) => [...new Set(list)])
  const offsets = new Int32Array(lists.length + 1)
  unique.forEach((list, i) => {
    offsets[i + 1] = offsets[i] + list.length
  })
  return { offsets, items: Int32Array.from(unique.flat()), itemCount }
}

function shown(sets: readonly ItemSets[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { length, items, counts, size } of sets)
    for (let s = 0; s < size; s++) {
      const key = items.subarray(s * length, (s + 1) * length).join(',')
      expect(found[key], `${key} comes twice`).toBeUndefined()
      found[key] = counts[s]
    }
  return found
}

function byHand(
  lists: readonly (readonly number[])[],
  minCount: number,
  maxLength: number,
): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const list of lists) {
    const items = [...new Set(list)].sort((a, b) => a - b)
    for (let mask = 1; mask < 1 << items.length; mask++) {
      const set = items.filter((_, i) => mask & (1 << i))
      if (set.length <= maxLength) counts[set.join(',')] = (counts[set.join(',')] ?? 0) + 1
    }
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count >= minCount))
}

test('the example of the paper: five baskets, sets in three of them', () => {
  // f a c d g i m p, a b c f l m o, b f h j o, b c k s p, a f c e l p m n
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  const lists = ['facdgimp', 'abcflmo', 'bfhjo', 'bcksp', 'afcelpmn'].map((basket) =>
    [...basket].map((c) => letters.indexOf(c)),
  )
  const found = shown(fpGrowth(basketsOf(lists, 26), { minCount: 3, maxLength: 4 }))
  const word = (key: string) =>
    key
      .split(',')
      .map((i) => letters[Number(i)])
      .join('')
  const named = Object.fromEntries(Object.entries(found).map(([key, count]) => [word(key), count]))
  expect(named).toEqual({
    f: 4,
    c: 4,
    a: 3,
    b: 3,
    m: 3,
    p: 3,
    cf: 3,
    af: 3,
    ac: 3,
    fm: 3,
    cm: 3,
    am: 3,
    cp: 3,
    acf: 3,
    cfm: 3,
    afm: 3,
    acm: 3,
    acfm: 3,
  })
})

test('finds what counting by hand finds, whatever the baskets', () => {
  const lists = fc.array(fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 7 }), { maxLength: 40 })
  fc.assert(
    fc.property(
      lists,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
      (baskets, minCount, maxLength) => {
        expect(shown(fpGrowth(basketsOf(baskets, 8), { minCount, maxLength }))).toEqual(
          byHand(baskets, minCount, maxLength),
        )
      },
    ),
    { seed: 7, numRuns: 300 },
  )
})

test('a part of a frequent set is at least as frequent', () => {
  const lists = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 }), {
    minLength: 50,
    maxLength: 150,
  })
  fc.assert(
    fc.property(lists, (baskets) => {
      const found = shown(fpGrowth(basketsOf(baskets, 31), { minCount: 4, maxLength: 3 }))
      for (const [key, count] of Object.entries(found)) {
        const items = key.split(',')
        for (const left of items.length > 1 ? items : [])
          expect(found[items.filter((item) => item !== left).join(',')]).toBeGreaterThanOrEqual(count)
      }
    }),
    { seed: 7, numRuns: 50 },
  )
})
