import { expect, test } from 'vitest'
import { agreements, kappa, verdictsInForce } from '../../src/linkage/agreement.ts'
import { comparisonLabel, levelLabel } from '../../src/linkage/index.ts'
import { learnLine } from '../../src/linkage/learn-line.ts'
import { models } from '../../src/linkage/models.ts'
import { drawReviews, reviewOrder } from '../../src/linkage/review.ts'
import type { LinkageVerdict, Verdict } from '../../src/linkage/verdict.ts'
import { random } from '../../src/util/random.ts'
import { emptyWarehouse } from './parties.ts'

const verdict = (reviewer: string, pair: string, word: Verdict): LinkageVerdict => ({
  partyIdL: pair,
  partyIdR: `${pair}z`,
  verdict: word,
  reviewer,
  at: '2026-01-01T00:00:00Z',
  snapshot: 's',
  matchWeight: 0,
  stratum: 'near',
  inclusion: 1,
  note: null,
})

test('kappa by hand: 50 pairs, 35 agreed, chance 0.5', () => {
  const both = [
    ...Array.from({ length: 20 }, () => ['same', 'same'] as const),
    ...Array.from({ length: 5 }, () => ['same', 'different'] as const),
    ...Array.from({ length: 10 }, () => ['different', 'same'] as const),
    ...Array.from({ length: 15 }, () => ['different', 'different'] as const),
  ]
  const found = kappa(both)
  expect(found.kappa).toBeCloseTo(0.4, 10)
  expect(found.low).toBeCloseTo(0.4 - (1.96 * Math.sqrt((0.7 * 0.3) / 50)) / 0.5, 10)
  expect(kappa([['same', 'same']]).kappa).toBeNull()
  expect(
    kappa([
      ['same', 'same'],
      ['same', 'same'],
    ]).kappa,
  ).toBeNull()
})

test('the last verdict of a reviewer on a pair holds; reviewers without a pair in common are not compared', () => {
  const held = verdictsInForce([
    verdict('a', 'p', 'same'),
    verdict('b', 'p', 'same'),
    verdict('a', 'p', 'different'),
    verdict('c', 'q', 'same'),
  ])
  expect(held.map((v) => `${v.reviewer} ${v.verdict}`)).toEqual(['b same', 'a different', 'c same'])
  expect(agreements(held).map((one) => one.reviewers)).toEqual([['a', 'b']])
})

test('verdicts of a thin sample speak for the bins they were drawn from', () => {
  // 1,000 pairs above 10 bits, all the same; 10 between 5 and 10, none of them: half of the sample is from each.
  const judged = [
    ...Array.from({ length: 10 }, () => ({ weight: 12, isSame: true })),
    ...Array.from({ length: 10 }, () => ({ weight: 6, isSame: false })),
  ]
  const bins = [
    { from: 5, pairs: 10 },
    { from: 10, pairs: 1000 },
  ]
  const found = learnLine(bins, judged, [5, 10], { leastVerdicts: 5 })
  expect(found.points.map((point) => point.precision)).toEqual([1, 1000 / 1010])
})

test('the true precision lies in the interval about as often as it says, and the line proposed keeps its promise', () => {
  const rnd = random(5)
  let covered = 0
  let kept = 0
  let proposed = 0
  const runs = 300
  const truth = (weight: number) => 1 / (1 + 2 ** -(weight - 3))
  // As pairs are drawn: twelve from each bit near the line, eighty of the many that are clearly one.
  const bins = Array.from({ length: 17 }, (_, i) => ({ from: i - 4, pairs: i < 16 ? 40 + 30 * i : 3000 }))
  const weights = bins.map((bin) => bin.from)
  const precisionAbove = (line: number) => {
    const above = bins.filter((bin) => bin.from >= line)
    const pairs = above.reduce((sum, bin) => sum + bin.pairs, 0)
    return above.reduce((sum, bin) => sum + bin.pairs * truth(bin.from + 0.5), 0) / pairs
  }
  for (let run = 0; run < runs; run++) {
    const judged = bins.flatMap((bin) =>
      Array.from({ length: bin.pairs === 3000 ? 80 : 12 }, () => ({
        weight: bin.from + 0.5,
        isSame: rnd.next() < truth(bin.from + 0.5),
      })),
    )
    const found = learnLine(bins, judged, weights)
    const at = found.points.find((point) => point.weight === 2)
    if ((at?.low ?? 1) <= precisionAbove(2) && precisionAbove(2) <= (at?.high ?? 0)) covered++
    if (found.proposal) {
      proposed++
      if (precisionAbove(found.proposal.weight) >= found.target) kept++
    }
  }
  expect(covered / runs).toBeGreaterThan(0.93)
  expect(proposed).toBeGreaterThan(runs / 2)
  expect(kept / proposed).toBeGreaterThan(0.9)
})

test('where every pair was judged nothing is left to chance', () => {
  const bins = [
    { from: 4, pairs: 8 },
    { from: 8, pairs: 42 },
  ]
  const judged = [
    ...Array.from({ length: 8 }, (_, i) => ({ weight: 5, isSame: i > 0 })),
    ...Array.from({ length: 42 }, () => ({ weight: 20, isSame: true })),
  ]
  const all = learnLine(bins, judged, [4, 8])
  expect(all.points.map((point) => [point.precision, point.low])).toEqual([
    [1, 1],
    [0.98, 0.98],
  ])
  expect(all.proposal?.weight).toBe(4)
  const half = learnLine(bins, judged.slice(0, 40), [4, 8])
  expect(half.points[1].low).toBeLessThan(half.points[1].precision ?? 0)
})

test('without verdicts from every weight, or with too few, nothing is proposed', () => {
  const bins = [
    { from: 0, pairs: 100 },
    { from: 5, pairs: 100 },
    { from: 10, pairs: 5000 },
  ]
  const all = Array.from({ length: 200 }, () => ({ weight: 7, isSame: true }))
  expect(learnLine(bins, all, [0, 5, 10])).toMatchObject({ proposal: null, obstacle: 'few_verdicts' })
  expect(learnLine(bins, [], [0, 5])).toMatchObject({ proposal: null, obstacle: 'few_verdicts' })
  const doubtful = [0, 5, 10].flatMap((from) =>
    Array.from({ length: 50 }, (_, i) => ({ weight: from + 1, isSame: i % 2 === 0 })),
  )
  expect(learnLine(bins, doubtful, [0, 5, 10])).toMatchObject({ proposal: null, obstacle: 'no_line_holds' })
})

test('pairs near the line are drawn from every bit of weight, with their chance, and batches are common', async () => {
  const warehouse = await emptyWarehouse()
  try {
    const n = 3000
    const weight = (i: number) => -4 + (i * 30) / n
    await warehouse.append('core.match', {
      party_id_l: Array.from({ length: n }, (_, i) => `L${i}`),
      party_id_r: Array.from({ length: n }, (_, i) => `R${i}`),
      match_weight: Float64Array.from({ length: n }, (_, i) => weight(i)),
      match_probability: Float64Array.from({ length: n }, (_, i) => 1 / (1 + 2 ** -weight(i))),
      is_vetoed: Array.from({ length: n }, (_, i) => Number(i % 10 === 0)),
      waterfall: Array.from({ length: n }, () => '[]'),
    })
    const draw = await drawReviews(warehouse, 4.25)
    expect(draw).toEqual(await drawReviews(warehouse, 4.25))
    const near = draw.pairs.filter((pair) => pair.stratum === 'near')
    expect(new Set(near.map((pair) => Math.floor(pair.matchWeight))).size).toBe(17)
    for (const pair of near) expect(pair.matchWeight).toBeLessThan(12.25)
    for (const [stratum, drawn] of [
      ['clear_same', 80],
      ['clear_different', 30],
      ['held_apart', 30],
    ] as const)
      expect(draw.pairs.filter((pair) => pair.stratum === stratum)).toHaveLength(drawn)
    // What was drawn stands for all there are.
    const standsFor = draw.pairs.reduce((sum, pair) => sum + 1 / pair.inclusion, 0)
    expect(standsFor).toBeCloseTo(n, 6)
    const mine = reviewOrder(draw.pairs, (pair) => -draw.pairs.indexOf(pair))
    expect(new Set(mine.slice(0, 30))).toEqual(new Set(draw.pairs.slice(0, 30)))
    expect(mine.slice(0, 30)).not.toEqual(draw.pairs.slice(0, 30))
  } finally {
    await warehouse.close()
  }
})

test('every comparison and level has words in both languages', () => {
  for (const { comparisons } of models)
    for (const { name, levels } of comparisons) {
      expect(comparisonLabel(name).zh, name).not.toBe(name)
      for (const level of levels) expect(levelLabel(level.name).zh, level.name).not.toBe(level.name)
    }
})
