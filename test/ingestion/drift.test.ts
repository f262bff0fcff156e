import { expect, test } from 'vitest'
import { type Counts, drift, drifted } from '../../src/ingestion/drift.ts'
import { fQuantile, fTail } from '../../src/util/beta.ts'
import { type Random, random } from '../../src/util/random.ts'

/** Rows of a load by bin: `n` draws from shares that wobble by `spread` from load to load. */
function load(seeds: Random, shares: readonly number[], n: number, spread = 0): Counts {
  const weights = shares.map((share) => share * Math.exp(spread * seeds.normal()))
  const bins = shares.map((_, i) => `b${i}`)
  const counts: Record<string, number> = {}
  // The first thousand are drawn one by one; a larger load is normal about its expectation.
  const drawn = Math.min(n, 1000)
  for (let i = 0; i < drawn; i++) {
    const bin = seeds.weighted(bins, weights)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  if (n === drawn) return counts
  const all = weights.reduce((a, b) => a + b, 0)
  return Object.fromEntries(
    bins.map((bin, i) => {
      const p = weights[i] / all
      return [bin, Math.max(0, Math.round(n * p + Math.sqrt(n * p * (1 - p)) * seeds.normal()))]
    }),
  )
}

const SHARES = [0.3, 0.25, 0.2, 0.15, 0.1]
const SHIFTED = [0.12, 0.15, 0.2, 0.28, 0.25]

/** Runs of 20 columns, each against eight former loads; gives the share of runs in which any column is said to have drifted. */
function alarms(n: number, spread: number, runs: number): number {
  const seeds = random(11)
  let any = 0
  for (let run = 0; run < runs; run++) {
    const columns = Array.from({ length: 20 }, () =>
      drift(
        load(seeds, SHARES, n, spread),
        Array.from({ length: 8 }, () => load(seeds, SHARES, n, spread)),
      ),
    )
    if (drifted(columns).some(Boolean)) any++
  }
  return any / runs
}

test('repeats of the same are silent, whether they are small, or large and not quite alike', () => {
  expect(alarms(100, 0, 100)).toBeLessThanOrEqual(0.01)
  expect(alarms(1000, 0.1, 60)).toBeLessThanOrEqual(0.05)
  expect(alarms(1_000_000, 0.1, 200)).toBeLessThanOrEqual(0.02)
})

test('a planted shift is found', () => {
  const seeds = random(3)
  let found = 0
  for (let run = 0; run < 50; run++) {
    const formers = Array.from({ length: 6 }, () => load(seeds, SHARES, 1000, 0.05))
    found += drifted([drift(load(seeds, SHIFTED, 1000, 0.05), formers)])[0] ? 1 : 0
  }
  expect(found / 50).toBeGreaterThan(0.95)
})

test('a million rows do not warn for a difference that matters to nobody', () => {
  const seeds = random(5)
  const formers = Array.from({ length: 6 }, () => load(seeds, SHARES, 1_000_000))
  const one = drift(load(seeds, [0.305, 0.245, 0.2, 0.15, 0.1], 1_000_000), formers)
  expect(one?.pValue).toBeLessThan(1e-6)
  expect(drifted([one])).toEqual([false])
})

test('one column that drifted is believed among many that did not', () => {
  const seeds = random(7)
  const column = (shares: readonly number[]) =>
    drift(
      load(seeds, shares, 5000),
      Array.from({ length: 5 }, () => load(seeds, SHARES, 5000)),
    )
  expect(drifted([...Array.from({ length: 29 }, () => column(SHARES)), column(SHIFTED)])).toEqual([
    ...Array.from({ length: 29 }, () => false),
    true,
  ])
})

test('what cannot be told is not told: few former loads, one bin, no rows', () => {
  const counts = { a: 500, b: 500 }
  expect(drift(counts, [counts, counts])).toBeUndefined()
  expect(drift({ a: 10 }, [{ a: 10 }, { a: 10 }, { a: 10 }])).toBeUndefined()
  expect(drift({}, [counts, counts, counts])).toBeUndefined()
})

test('the F distribution is that of the tables', () => {
  expect(fQuantile(0.05, 5, 20)).toBeCloseTo(2.7109, 4)
  expect(fQuantile(0.01, 1, 10)).toBeCloseTo(10.0443, 3)
  expect(fTail(2.7109, 5, 20)).toBeCloseTo(0.05, 4)
  expect(fTail(0, 3, 7)).toBe(1)
})
